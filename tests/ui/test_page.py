"""The real page over the shipped documents, in a real browser."""

import json
import re
from dataclasses import replace

import pytest

from index import open_document
from qa import feedback

WHERE = "Where is Guzman serving his sentence?"
STATE = "Who heads the state whose help the prisoner is asking for?"  # answered, but less surely
SERVING = "Guzman is currently serving his sentence at the ADX Florence Supermax in Colorado."
DEATH = "Will Guzman face the death penalty?"
NOWHERE = "What is the capital of France?"
BOTH = pytest.mark.parametrize("viewport", [(1440, 900), (390, 844)], ids=["desk", "phone"])


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def address(serve_page, seeds_settings, data):
    return serve_page(None, seeds_settings, data)


@BOTH
def test_a_click_on_a_number_shows_the_very_words_in_their_document(reader):
    reader.asks(WHERE, turn=1)
    assert reader.text("#turn-1 .answer").startswith(f"{SERVING}\u00a0[1]")
    assert "likely right" in reader.text("#turn-1 .likelihood")
    reader.clicks(1, 1)
    assert reader.text("mark.current") == SERVING
    assert reader.sees("mark.current")
    assert reader.focused() == "mark-1-1"
    document = open_document("000_7f1b1c770df0f563.txt")
    assert reader.text(".document .text") == document.text
    assert document.title in reader.text(".document header")


@BOTH
def test_an_error_budget_says_what_it_guarantees_and_is_kept(reader, seeds_settings):
    budget = replace(seeds_settings, max_error=0.02)
    reader.page.select_option("#budget", "0.02")
    assert reader.text("#guarantee") == budget.guarantee
    reader.asks(STATE, turn=1)
    assert reader.page.locator("#turn-1.not_in_sources").count() == 1
    reader.page.select_option("#budget", "")
    assert reader.text("#guarantee") == ""
    reader.asks(STATE, turn=2)
    assert reader.page.locator("#turn-2.answered").count() == 1


def test_the_budget_of_the_settings_is_chosen_at_first(serve_page, seeds_settings, browser):
    settings = replace(seeds_settings, max_error=0.03)
    page = browser.new_page()
    page.goto(serve_page(None, settings))
    page.wait_for_selector("#budget")
    assert page.input_value("#budget") == "0.03"
    assert page.text_content("#guarantee") == settings.guarantee
    page.close()


@BOTH
def test_a_follow_up_goes_on_from_the_turn_before(reader):
    reader.asks(WHERE, turn=1)
    reader.asks("When was he convicted?", turn=2)
    assert "Searched for: " in reader.text("#turn-2 .searched")
    assert "Feb. 12, 2019" in reader.text("#turn-2")
    assert reader.sees("#turn-2 .question")
    assert reader.page.input_value("#question textarea") == ""


def test_the_numbers_of_an_old_answer_show_its_own_sources(reader):
    reader.asks(WHERE, turn=1)
    reader.asks(DEATH, turn=2)
    assert "death penalty" in reader.text("mark.current")
    reader.clicks(1, 1)
    assert reader.text("mark.current") == SERVING
    assert reader.sees("mark.current")
    assert reader.page.locator(".cite[aria-current]").get_attribute("id") == "cite-1-1"
    ids = reader.page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    assert len(ids) == len(set(ids))


@BOTH
def test_a_reload_keeps_the_conversation_and_its_numbers_alive(reader):
    reader.asks(WHERE, turn=1)
    reader.asks(NOWHERE, turn=2)
    reader.reload()
    reader.waits_for(2)
    assert reader.page.locator(".turn").count() == 2
    reader.clicks(1, 1)
    assert reader.text("mark.current") == SERVING
    reader.asks(DEATH, turn=3)


@BOTH
def test_where_the_documents_do_not_say_it_says_so_and_shows_what_is_nearest(reader):
    reader.asks(NOWHERE, turn=1)
    assert reader.page.locator("#turn-1.not_in_sources").count() == 1
    assert "don't say" in reader.text("#turn-1 .answer")
    assert reader.page.locator("#log [role=alert]").count() == 0
    last = reader.page.locator("#turn-1 .cite").count()
    reader.clicks(1, last)
    assert reader.text("mark.current") in reader.text(f"#turn-1 li:nth-child({last})")


def test_a_part_of_the_question_that_was_not_found_is_not_passed_over(reader):
    reader.asks("Where is Guzman serving his sentence and what is the capital of France?", turn=1)
    assert SERVING in reader.text("#turn-1 .sentence")
    assert "capital of France" in reader.text("#turn-1 .note")


def test_a_question_that_fails_stays_in_its_box_and_the_conversation_stays_too(reader):
    reader.asks(WHERE, turn=1)
    too_long = "Where? " * 400
    reader.page.fill("#question textarea", too_long)
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_selector(".turn.problem")
    assert "2,000" in reader.text(".turn.problem [role=alert]")
    assert reader.page.input_value("#question textarea") == too_long
    reader.asks(DEATH, turn=2)
    assert reader.page.locator(".turn").count() == 2


def test_a_blank_question_does_nothing(reader):
    reader.page.fill("#question textarea", "  ")
    reader.page.keyboard.press("Enter")
    reader.asks(WHERE, turn=1)
    assert reader.page.locator(".turn").count() == 1


def test_turns_are_appended_and_what_is_there_is_left_alone(reader):
    reader.asks(WHERE, turn=1)
    reader.page.evaluate("window.first = document.querySelector('#turn-1')")
    reader.page.evaluate("window.log = document.querySelector('#log')")
    reader.asks(DEATH, turn=2)
    assert reader.page.evaluate("window.first === document.querySelector('#turn-1')")
    assert reader.page.evaluate("window.log === document.querySelector('[role=log]')")


def test_coming_back_to_the_page_redraws_no_turn_that_is_as_it_was(reader):
    reader.asks(WHERE, turn=1)
    reader.clicks(1, 1)
    reader.page.focus("#cite-1-1")
    with reader.page.expect_response(lambda response: '"turns"' in (response.request.post_data or "")):
        reader.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    reader.page.wait_for_timeout(300)
    assert reader.focused() == "cite-1-1"
    assert reader.page.get_attribute("#cite-1-1", "aria-current") == "true"


def test_a_click_sends_and_brings_little_however_long_the_conversation(reader):
    sizes, replies = [], []
    reader.page.on("request", lambda request: sizes.append(len(request.post_data or "")))
    reader.page.on("response", lambda response: replies.append(response) if is_answer(response) else None)
    for turn in range(1, 6):
        reader.asks(WHERE, turn=turn)
        reader.clicks(turn, 1)
    assert max(sizes) < 400
    brought = [len(response.body()) for response in replies]
    assert len(brought) == 5 and max(brought) < 1.1 * min(brought)


def is_answer(response):
    """Whether it is what a question's event brings."""
    return '"event":"ask"' in (response.request.post_data or "")


@BOTH
def test_a_wrong_answer_is_kept_with_the_reason_and_the_right_words(reader, data):
    reader.asks("Where is Guzman held?", turn=1)
    reader.asks("Since when?", turn=2)
    reader.page.click("#documents")
    reader.page.click(".rows .title >> nth=0")
    reader.page.wait_for_selector(".document .text")
    reader.page.click("#turn-2 [data-event=wrong]")
    reader.page.keyboard.type("It asks for the day.")
    text = reader.text(".document .text")
    words = "Guzman is currently"
    reader.page.evaluate(
        """words => {
            const node = document.querySelector('.document .segment').firstChild;
            const at = node.data.indexOf(words);
            getSelection().setBaseAndExtent(node, at - 1, node, at + words.length + 1);
        }""",
        words,
    )
    reader.page.wait_for_selector(".why q")
    reader.page.click(".why .keep")
    reader.page.wait_for_selector("#turn-2 .feedback:not(:has(button))")
    *_, kept = (entry for entry in feedback.pending(data / "feedback.jsonl") if entry.verdict == "wrong")
    assert (kept.answer.question, kept.note) == ("Since when?", "It asks for the day.")
    assert [turn.question for turn in kept.history] == ["Where is Guzman held?"]
    assert kept.passage.quote == words
    assert (kept.passage.start, kept.passage.end) == (text.index(words), text.index(words) + len(words))
    reader.reload()
    assert "not right" in reader.text("#turn-2 .feedback")
    assert reader.page.query_selector("#turn-1 .feedback button")


def test_a_right_answer_is_kept_too(reader, data):
    reader.asks(WHERE, turn=1)
    reader.page.click("#turn-1 [data-event=right]")
    reader.page.wait_for_selector("#turn-1 .feedback:not(:has(button))")
    (kept,) = (entry for entry in feedback.pending(data / "feedback.jsonl") if entry.verdict == "right")
    assert kept.answer.citations[0].quote == SERVING


def test_a_connection_lost_in_mid_answer_loses_nothing(reader):
    reader.asks(WHERE, turn=1)
    reader.page.route("**/component_server/", lambda route: route.abort())
    reader.page.fill("#question textarea", DEATH)
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_selector(".turn.problem .again")
    assert reader.page.is_editable("#question textarea")
    reader.page.unroute("**/component_server/")
    reader.page.click(".again")
    reader.waits_for(2)
    assert reader.page.locator(".turn").count() == 2
    reader.amiss[:] = [what for what in reader.amiss if "ERR_FAILED" not in what]


def test_an_answer_whose_reply_was_lost_is_not_asked_twice(reader):
    reader.asks(WHERE, turn=1)

    def lose(route):
        if '"ask"' in (route.request.post_data or ""):
            route.fetch()  # the server answers, and nobody hears it
            route.abort()
        else:
            route.continue_()

    reader.page.route("**/component_server/", lose)
    reader.page.fill("#question textarea", DEATH)
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_selector(".turn.problem .again")
    reader.page.unroute("**/component_server/")
    reader.page.click(".again")
    reader.waits_for(2)
    assert reader.page.locator("#turn-3").count() == 0
    reader.amiss[:] = [what for what in reader.amiss if "ERR_FAILED" not in what]


@BOTH
def test_two_tabs_agree(reader, address):
    reader.asks(WHERE, turn=1)
    other = reader.page.context.new_page()
    other.goto(reader.page.url)
    other.wait_for_selector("#turn-1")
    other.fill("#question textarea", DEATH)
    other.keyboard.press("Enter")
    other.wait_for_selector("#turn-2")
    reader.waits_for(2)
    reader.asks(NOWHERE, turn=3)
    other.wait_for_selector("#turn-3")
    other.close()


@BOTH
def test_conversations_are_found_renamed_and_deleted(reader):
    reader.asks("Where is Guzman held?", turn=1)
    reader.open()
    assert reader.page.locator(".turn").count() == 0
    reader.asks("How did Guzman escape?", turn=1)
    reader.page.click("text=Conversations")
    reader.page.fill("#conversation-words", "ADX Florence")
    reader.page.wait_for_function("document.querySelector('#conversation-list .name')?.textContent.includes('held')")
    reader.page.click("#conversation-list .name >> nth=0")
    reader.page.wait_for_selector("#turn-1 .question >> text=Where is Guzman held?")
    reader.page.click("text=Conversations")
    reader.page.click("#conversation-list [data-event=rename] >> nth=0")
    reader.page.keyboard.type(" Prison")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_selector("#conversation-list .name >> text=Prison")
    reader.page.click("#conversation-list [data-event=forget] >> nth=0")
    assert reader.text("#conversation-list [data-event=forget] >> nth=0") == "Really?"
    reader.page.click("#conversation-list [data-event=forget] >> nth=0")
    reader.page.wait_for_selector(".welcome")


def test_a_deleted_conversation_opens_as_a_new_one_and_says_so(reader):
    reader.open("#00000000deadbeef")
    reader.page.wait_for_function("document.querySelector('#said').textContent.includes('deleted')")


@BOTH
def test_questions_made_of_the_documents_are_suggested_and_answered_well(reader):
    reader.page.wait_for_selector(".welcome .examples button")
    suggested = reader.text(".examples button >> nth=0")
    assert suggested == WHERE
    reader.page.click(".examples button >> nth=0")
    reader.waits_for(1)
    assert reader.text("#turn-1 .question") == suggested
    assert reader.page.locator("#turn-1.answered").count() == 1


def test_an_answer_is_followed_by_questions_to_go_on_with_and_none_twice(reader):
    reader.asks("When was Guzman convicted?", turn=1)
    reader.page.click(f".related button:has-text('{WHERE}')")
    reader.waits_for(2)
    assert reader.text("#turn-2 .question") == WHERE
    reader.page.wait_for_load_state("networkidle")
    assert reader.page.locator(f".related:has-text('{WHERE}')").count() == 0


@BOTH
def test_the_keyboard_is_enough(reader):
    reader.page.focus("#question textarea")
    reader.page.keyboard.type(WHERE)
    reader.page.keyboard.press("Enter")
    reader.waits_for(1)
    reader.page.focus("#log")
    reader.page.keyboard.press("Tab")
    assert reader.focused() == "cite-1-1"
    assert SERVING in reader.text("#quote")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_function("document.activeElement.id === 'mark-1-1'")
    reader.page.keyboard.press("Escape")
    assert reader.focused() == "cite-1-1"
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_function("document.activeElement.id === 'mark-1-1'")
    reader.page.click(".document .back")
    assert reader.focused() == "cite-1-1"


def test_a_number_is_large_enough_and_shows_its_quote_to_the_pointer(reader):
    reader.asks(WHERE, turn=1)
    box = reader.page.locator("#cite-1-1").bounding_box()
    assert box and min(box["width"], box["height"]) >= 24
    reader.page.hover("#cite-1-1")
    reader.page.wait_for_selector("#quote:popover-open")
    assert SERVING in reader.text("#quote")
    reader.page.keyboard.press("Escape")
    assert reader.page.locator("#quote:popover-open").count() == 0


def test_a_document_can_be_opened_by_its_name(reader):
    reader.page.click("#documents")
    reader.page.click(".rows .title >> nth=1")
    reader.page.wait_for_selector(".document .text")
    assert reader.text(".document .text") == open_document("003_9100ec3540ec981d.txt").text


def test_the_file_itself_is_only_saved(reader):
    reader.asks(WHERE, turn=1)
    address = reader.page.get_attribute(".document a", "href")
    response = reader.page.request.get(reader.address + address)
    assert response.headers["content-disposition"].startswith("attachment")
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.text() == open_document("000_7f1b1c770df0f563.txt").text
    assert reader.page.request.get(f"{reader.address}files/{'0' * 64}/x.txt").status == 404


@BOTH
def test_a_conversation_and_its_evidence_are_saved(reader, tmp_path):
    reader.asks(WHERE, turn=1)
    saved = {}
    reader.page.click("#export-button")
    for kind in ("md", "json"):
        with reader.page.expect_download() as download:
            reader.page.click(f"#export-{kind}")
        assert download.value.suggested_filename == f"Where is Guzman serving his sentence.{kind}"
        saved[kind] = download.value.path().read_text("utf-8")
    assert SERVING in saved["md"]
    assert json.loads(saved["json"])["turns"][0]["citations"][0]["quote"] == SERVING
    with reader.page.expect_download() as download:
        reader.page.click("text=Evidence file")
    download.value.save_as(tmp_path / "evidence.html")
    page = reader.page.context.new_page()
    page.goto((tmp_path / "evidence.html").as_uri())
    assert page.text_content("mark") == SERVING
    assert page.evaluate("getComputedStyle(document.querySelector('mark')).backgroundColor") != "rgba(0, 0, 0, 0)"
    page.close()
    for wrong in ("exports/00/conversation.md", "exports/00/1/evidence.html"):
        assert reader.page.request.get(reader.address + wrong).status == 404


@BOTH
def test_only_the_chosen_documents_are_asked(reader):
    reader.page.click("#documents")
    reader.page.uncheck(".rows .chosen >> nth=0")
    assert reader.text("#choice-words") == "Asking 1 of 2 documents"
    reader.asks(WHERE, turn=1)
    assert "El Chapo Begs" not in reader.text("#turn-1")
    reader.page.click("text=Ask all >> nth=0")
    assert not reader.page.is_visible("#choice")
    reader.asks(WHERE, turn=2)
    assert SERVING in reader.text("#turn-2 .answer")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_the_browser_draws_is_as_light_or_dark_as_the_page(reader, scheme):
    reader.page.click("#documents")
    reader.page.uncheck(".rows .chosen >> nth=0")
    for drawn in (".rows .chosen >> nth=0", "#budget"):
        assert reader.page.eval_on_selector(drawn, "element => getComputedStyle(element).colorScheme") == scheme


def test_the_page_as_served_names_no_other_machine(reader):
    for path in ("", "theme.css", "config"):
        found = re.findall(r"https?://[\w.-]+", reader.page.request.get(reader.address + path).text())
        assert set(found) <= {"http://127.0.0.1", "http://www.w3.org"}, path  # the latter names SVG, and is not loaded


def test_all_requests_stay_on_this_machine(reader):
    reader.asks(WHERE, turn=1)
    assert len(reader.requests) > 10
    assert all(url.startswith((reader.address, "data:", "blob:")) for url in reader.requests)
