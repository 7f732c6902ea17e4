"""The real page over the shipped documents, in a real browser."""

import re
from dataclasses import replace

import pytest

from index import open_document
from qa import feedback

WHERE = "Where is Guzman serving his sentence?"
SERVING = "Guzman is currently serving his sentence at the ADX Florence Supermax in Colorado."
DEATH = "Will Guzman face the death penalty?"
NOWHERE = "What is the capital of France?"


@pytest.fixture(scope="module")
def address(serve_page, seeds_settings):
    return serve_page(None, seeds_settings)


@pytest.mark.parametrize("viewport", [(1440, 900), (390, 844)], ids=["desk", "phone"])
def test_a_click_on_a_number_shows_the_very_words_in_their_document(reader):
    reader.asks(WHERE, turn=1)
    assert reader.text("#turn-1 .answer") == f"{SERVING}\u00a0[1]"
    assert "likely right" in reader.text("#turn-1 .confidence")
    reader.clicks(1, 1)
    assert reader.text("mark.current") == SERVING
    assert reader.sees("mark.current")
    document = open_document("000_7f1b1c770df0f563.txt")
    assert reader.text(".document .text") == document.text
    assert document.title in reader.text(".document header")


def test_an_error_budget_is_in_words_at_the_beginning(serve_page, seeds_settings, browser):
    settings = replace(seeds_settings, max_error=0.1)
    page = browser.new_page()
    page.goto(serve_page(None, settings))
    assert settings.guarantee in page.inner_text(".welcome")
    page.close()


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


def test_a_reload_keeps_the_conversation_and_its_numbers_alive(reader):
    reader.asks(WHERE, turn=1)
    reader.asks(NOWHERE, turn=2)
    reader.open()
    reader.waits_for(2)
    assert reader.page.locator(".turn").count() == 2
    reader.clicks(1, 1)
    assert reader.text("mark.current") == SERVING
    reader.asks(DEATH, turn=3)


def test_where_the_documents_do_not_say_it_says_so_and_shows_what_is_nearest(reader):
    reader.asks(NOWHERE, turn=1)
    assert reader.page.locator("#turn-1.not_in_sources").count() == 1
    assert "don't say" in reader.text("#turn-1 .answer")
    assert reader.page.locator("#page [role=alert]").count() == 0
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
    reader.asks(too_long, turn=2)
    assert "2,000" in reader.text("#turn-2 [role=alert]")
    assert reader.page.input_value("#question textarea") == too_long
    reader.asks(DEATH, turn=2)
    assert reader.page.locator(".turn").count() == 2


def test_a_blank_question_does_nothing(reader):
    reader.page.fill("#question textarea", "  ")
    reader.page.keyboard.press("Enter")
    reader.asks(WHERE, turn=1)
    assert reader.page.locator(".turn").count() == 1


def test_an_answer_that_is_not_right_is_kept_with_the_turns_before_it(reader, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    reader.asks("Where is Guzman held?", turn=1)
    reader.asks("Since when?", turn=2)
    reader.page.click("#turn-2 .feedback button")
    reader.page.wait_for_selector("#turn-2 .feedback:not(:has(button))")
    (kept,) = feedback.pending()
    assert kept.answer.question == "Since when?"
    assert [turn.question for turn in kept.history] == ["Where is Guzman held?"]
    reader.open()
    assert "Kept" in reader.text("#turn-2 .feedback")
    assert reader.page.query_selector("#turn-1 .feedback button")


def test_a_new_conversation_forgets_the_old_one_in_the_browser_too(reader):
    reader.asks(WHERE, turn=1)
    kept = reader.page.evaluate("JSON.stringify(localStorage)")
    reader.page.click("#new")
    reader.page.wait_for_selector(".welcome")
    reader.page.wait_for_function("kept => JSON.stringify(localStorage).length < kept.length / 2", arg=kept)
    reader.open()
    reader.page.wait_for_selector(".welcome")


@pytest.mark.parametrize("rubbish", ["rubbish", "cnVi:YmlzaA==", "{}"])
def test_rubbish_in_the_browsers_storage_is_passed_over(reader, rubbish):
    reader.asks(WHERE, turn=1)
    reader.page.evaluate("rubbish => Object.keys(localStorage).forEach(key => localStorage[key] = rubbish)", rubbish)
    reader.open()
    reader.page.wait_for_selector(".welcome")
    reader.asks(WHERE, turn=1)
    reader.amiss[:] = [what for what in reader.amiss if "Error reading from localStorage" not in what]


def test_an_example_is_asked_by_a_click(reader):
    reader.page.click(".examples button >> nth=0")
    reader.waits_for(1)
    assert reader.text("#turn-1 .question") == WHERE


def test_the_keyboard_is_enough(reader):
    reader.page.focus("#question textarea")
    reader.page.keyboard.type(WHERE)
    reader.page.keyboard.press("Enter")
    reader.waits_for(1)
    reader.page.focus("#cite-1-1")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_selector("#mark-1-1")


def test_a_document_can_be_opened_by_its_name(reader):
    reader.page.click("#files summary")
    reader.page.click("#files button >> nth=1")
    reader.page.wait_for_selector(".document .text")
    assert reader.text(".document .text") == open_document("003_9100ec3540ec981d.txt").text


def test_the_page_as_served_names_no_other_machine(reader):
    for path in ("", "theme.css", "config"):
        found = re.findall(r"https?://[\w.-]+", reader.page.request.get(reader.address + path).text())
        assert set(found) <= {"http://127.0.0.1", "http://www.w3.org"}, path  # the latter names SVG, and is not loaded


def test_all_requests_stay_on_this_machine(reader):
    reader.asks(WHERE, turn=1)
    assert len(reader.requests) > 10
    assert all(url.startswith((reader.address, "data:", "blob:")) for url in reader.requests)
