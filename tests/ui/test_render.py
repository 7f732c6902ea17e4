import re

import pytest

from index.catalog import FileRecord
from qa import Sentence, Settings
from ui import render
from ui.conversation import Conversation

TEXT = "It was opened in 1998. Ada Lund designed it. The county paid for it."
HOSTILE = [
    "<script>alert(1)</script>",
    "</mark><img src=x onerror=alert(1)>",
    "\"'><b onclick=x>",
    "abc\u202edcb",
    "a\u2066b",
]
ATTRIBUTES = {
    "class", "id", "type", "dir", "role", "title", "tabindex", "aria-label", "aria-labelledby", "aria-controls",
    "data-event", "data-turn", "data-marker", "data-question", "data-document", "data-goto", "data-clicked",
}  # fmt: skip


def test_each_sentence_has_its_numbers_and_each_number_says_what_it_cites(makes, parse):
    answer = makes(TEXT).answer("Ada Lund designed it.", "The county paid for it.")
    parsed = parse(render.turn(3, answer))
    assert parsed.text("answer") == "Ada Lund designed it.\u00a0[1] The county paid for it.\u00a0[2]"
    assert {"cite-3-1", "cite-3-2"} <= set(parsed.ids)
    assert ("aria-label", "Source 1: The Long Bridge") in parsed.attributes
    assert parsed.text("confidence") == "87 % likely right"


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("status", ["answered", "not_in_sources"])
def test_nothing_that_a_document_or_person_says_becomes_html(makes, parse, hostile, status):
    made = makes(f"Before. {hostile} After.", title=hostile, source=hostile)
    answer = made.answer(hostile, question=hostile, standalone_question=f"{hostile}?", status=status)
    parsed = parse(render.thread(Conversation(1, (answer,)), render.problem(2, hostile, hostile)))
    assert not {"script", "img", "b", "style"} & set(parsed.tags)
    assert {name for name, _ in parsed.attributes} <= ATTRIBUTES
    assert parsed.text("question") == hostile * 2
    assert parsed.text("searched") == f"Searched for: {hostile}?"
    assert hostile in parsed.text("sentence" if status == "answered" else "passages").replace("\u00a0", "")


def test_ids_are_unique_over_a_conversation(makes, parse):
    answers = tuple(makes(TEXT).answer("Ada Lund designed it.", "The county paid for it.") for _ in range(3))
    parsed = parse(render.thread(Conversation(7, answers), render.pending(10, "And when?")))
    assert len(parsed.ids) == len(set(parsed.ids))
    assert {"turn-7", "cite-9-2", "turn-10"} <= set(parsed.ids)


def test_what_was_searched_for_is_shown_only_where_it_differs(makes):
    answer = makes(TEXT).answer("Ada Lund designed it.")
    assert "Searched for" not in render.turn(1, answer)


def test_parts_of_the_question_that_were_not_found_are_shown(makes, parse):
    said = "The sources don't say: who is <i>Bob</i>."
    parsed = parse(render.turn(1, makes(TEXT).answer("Ada Lund designed it.", notes=(said,))))
    assert parsed.text("note") == said


def test_not_in_sources_says_so_and_offers_the_nearest_passages(makes, parse):
    answer = makes(TEXT).answer("Ada Lund designed it.", status="not_in_sources", sentences=(), text="They don't say.")
    parsed = parse(render.turn(2, answer))
    assert parsed.text("answer") == "They don't say."
    assert parsed.text("passages").split() == "[1] Ada Lund designed it. The Long Bridge".split()
    assert ("class", "turn not_in_sources") in parsed.attributes
    assert ("role", "alert") not in parsed.attributes


@pytest.mark.parametrize(("confidence", "percent"), [(1.0, 99), (0.999, 99), (0.5, 50), (0.0, 1)])
def test_no_estimate_is_shown_as_certain(makes, parse, confidence, percent):
    parsed = parse(render.turn(1, makes(TEXT).answer("Ada Lund designed it.", confidence=confidence)))
    assert parsed.text("confidence") == f"{percent} % likely right"


@pytest.mark.parametrize("sentence", ["", " ", "電話番号は" * 20, "word", "two words ", "x" * 300])
def test_a_sentence_of_any_shape_keeps_its_words(makes, parse, sentence):
    makes_it = makes(f"{sentence}|")
    parsed = parse(render.turn(1, makes_it.answer(sentence)))
    assert parsed.text("sentence") == f"{sentence.rstrip()}\u00a0[1]"


@pytest.mark.parametrize("marked", [(0, 8), (4, 21), (13, 21), (0, 21), (18, 20)])
def test_the_words_that_answer_are_strong_and_no_word_is_lost(makes, parse, marked):
    text = "Ada Lund designed it."
    answer = makes(TEXT).answer(text, sentences=(Sentence(text, (1,), marked),))
    shown = render.turn(1, answer)
    assert parse(shown).text("sentence") == f"{text}\u00a0[1]"
    assert "".join(re.findall("<strong>(.*?)</strong>", shown)) == text[slice(*marked)]


def test_an_answer_can_be_called_not_right_once(makes, parse):
    answer = makes(TEXT).answer("Ada Lund designed it.")
    conversation = Conversation().add(answer).add(answer).dislike(2)
    shown = render.thread(conversation)
    assert shown.count('data-event="dislike"') == 1
    assert "Kept on this computer" in parse(shown).text("feedback")
    assert Conversation.load(conversation.dump()) == conversation


def test_an_empty_conversation_shows_its_examples(parse):
    parsed = parse(render.thread(Conversation(), examples=["Who paid?"]))
    assert ("data-question", "Who paid?") in parsed.attributes
    assert "examples" not in render.thread(Conversation())


def test_an_error_budget_says_at_the_beginning_what_it_guarantees(parse):
    guarantee = Settings(max_error=0.05).guarantee
    assert guarantee in parse(render.thread(Conversation(), guarantee=guarantee)).text("welcome")


def test_files_that_could_not_be_read_are_named_with_the_reason(parse):
    records = [
        FileRecord("a.txt", 1, 1, "1" * 64, ""),
        FileRecord("copy-of-a.txt", 1, 1, "1" * 64, ""),
        FileRecord("<b>.bin", 1, 1, None, "it is binary, not text."),
    ]
    parsed = parse(render.files(records))
    assert parsed.text("summary") == "1 document · 1 file not read"
    assert parsed.text("ul").startswith("<b>.bin it is binary, not text.")
    assert parsed.tags.count("button") == 2


def test_a_folder_of_thousands_is_listed_shortly(parse):
    parsed = parse(render.files(FileRecord(f"{n}.txt", 1, 1, str(n), "") for n in range(1500)))
    assert parsed.text("summary") == "1,500 documents"
    assert parsed.tags.count("li") == render.LISTED_FILES + 1
    assert parsed.text("ul").endswith("and 1300 more")
