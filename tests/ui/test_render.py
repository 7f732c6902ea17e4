import re
from dataclasses import replace

import pytest

from qa import Sentence
from ui import render
from ui.conversations import Conversation
from ui.uploads import Taken

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
    "data-event", "data-turn", "data-marker", "data-quote", "data-from", "href", "download",
}  # fmt: skip


def test_each_sentence_has_its_numbers_and_each_number_says_what_it_cites(makes, parse):
    parsed = parse(render.turn(makes(TEXT).kept("Ada Lund designed it.", "The county paid for it.", number=3)))
    assert parsed.text("answer") == "Ada Lund designed it.\u00a0[1] The county paid for it.\u00a0[2]"
    assert {"cite-3-1", "cite-3-2"} <= set(parsed.ids)
    assert ("aria-label", "Source 1: The Long Bridge") in parsed.attributes
    assert ("data-quote", "The county paid for it.") in parsed.attributes


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("status", ["answered", "not_in_sources"])
def test_nothing_that_a_document_or_person_says_becomes_html(makes, parse, hostile, status):
    made = makes(f"Before. {hostile} After.", title=hostile, source=hostile)
    kept = made.kept(hostile, question=hostile, standalone_question=f"{hostile}?", status=status, notes=(hostile,))
    parsed = parse(render.turn(kept))
    assert not {"script", "img", "b", "style"} & set(parsed.tags)
    assert {name for name, _ in parsed.attributes} <= ATTRIBUTES
    assert parsed.text("question") == hostile
    assert parsed.text("searched") == f"Searched for: {hostile}?"
    assert hostile in parsed.text("sentence" if status == "answered" else "passages").replace("\u00a0", "")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_names_of_files_and_conversations_stay_text_too(parse, hostile):
    parsed = parse(render.taken([Taken(hostile, hostile), Taken(hostile)]))
    assert set(parsed.tags) == {"ul", "li", "bdi"}
    parsed = parse(render.conversations([Conversation("1f", hostile, "2026-01-02T00:00", 3)], "1f"))
    assert set(parsed.tags) == {"ul", "li", "bdi", "button", "span"}
    assert "2026-01-02 · 3 questions" in parsed.text("li")


def test_ids_are_unique_over_a_conversation(makes, parse):
    turns = [
        makes(TEXT).kept("Ada Lund designed it.", "The county paid for it.", number=number) for number in (7, 8, 9)
    ]
    parsed = parse("".join(map(render.turn, turns)))
    assert len(parsed.ids) == len(set(parsed.ids))
    assert {"turn-7", "cite-9-2"} <= set(parsed.ids)


def test_what_was_searched_for_is_shown_only_where_it_differs(makes):
    assert "Searched for" not in render.turn(makes(TEXT).kept("Ada Lund designed it."))


def test_parts_of_the_question_that_were_not_found_are_shown(makes, parse):
    said = "The sources don't say: who is <i>Bob</i>."
    parsed = parse(render.turn(makes(TEXT).kept("Ada Lund designed it.", notes=(said,))))
    assert parsed.text("note") == said


def test_documents_that_disagree_stand_side_by_side(makes, parse):
    made = makes("It has 12 arches. It has 14 arches. It is long.")
    kept = made.kept(
        "It has 12 arches.", "It is long.", "It has 14 arches.", disagreeing=(1, 3), notes=("They disagree.",)
    )
    parsed = parse(render.turn(kept))
    assert parsed.text("sides").count("The Long Bridge") == 2
    assert "It is long." not in parsed.text("sides")
    assert "It is long." in parsed.text("answer")
    assert parsed.text("note") == "They disagree."


def test_not_in_sources_says_so_and_offers_the_nearest_passages(makes, parse):
    silent = {"status": "not_in_sources", "sentences": (), "text": "They don't say."}
    parsed = parse(render.turn(makes(TEXT).kept("Ada Lund designed it.", **silent)))
    assert parsed.text("answer") == "They don't say."
    assert parsed.text("passages").split() == "[1] Ada Lund designed it. The Long Bridge".split()
    assert ("class", "turn not_in_sources") in parsed.attributes
    assert parsed.text("likelihood") == ""
    assert ("role", "alert") not in parsed.attributes


def perhaps(made, *quotes, **changes):
    """An answer that may be one, but not surely."""
    said = (Sentence("The sources don't say for sure.", ()), Sentence(quotes[0], (1,), (0, 8)))
    rest = tuple(Sentence(quote, (marker,)) for marker, quote in enumerate(quotes[1:], 2))
    fields = {"status": "not_in_sources", "perhaps": True, "sentences": said + rest}
    return made.kept(*quotes, **fields | changes)


def test_what_may_be_the_answer_comes_first_and_the_other_passages_are_folded_away(makes, parse):
    kept = perhaps(makes(TEXT), "Ada Lund designed it.", "The county paid for it.", "It was opened in 1998.")
    parsed = parse(render.turn(kept))
    assert parsed.text("answer") == "Perhaps: Ada Lund designed it.\u00a0[1]"
    assert parsed.text("strong") == "Ada Lund"
    assert parsed.text("note") == "The sources don't say for sure."
    assert "The county paid for it." in parsed.text("details") and "It was opened in 1998." in parsed.text("details")
    assert "Ada Lund" not in parsed.text("details")
    assert parsed.text("summary") == "What comes near, too (2)"
    assert {"cite-1-1", "cite-1-2", "cite-1-3"} <= set(parsed.ids)
    assert parsed.text("likelihood") == ""
    assert "likely" not in parsed.text()


def test_where_nothing_else_comes_near_nothing_is_folded(makes, parse):
    assert "details" not in parse(render.turn(perhaps(makes(TEXT), "Ada Lund designed it."))).tags


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_may_be_the_answer_becomes_no_html(makes, parse, hostile):
    made = makes(f"Before. {hostile} After.", title=hostile, source=hostile)
    parsed = parse(render.turn(perhaps(made, hostile, hostile, question=hostile)))
    assert not {"script", "img", "b", "style"} & set(parsed.tags)
    assert {name for name, _ in parsed.attributes} <= ATTRIBUTES
    assert hostile in parsed.text("details")


@pytest.mark.parametrize(
    ("confidence", "word", "percent"),
    [(1.0, "Sure", 99), (0.999, "Sure", 99), (0.87, "Sure", 87), (0.5, "Likely", 50), (0.0, "Uncertain", 1)],
)
def test_the_likelihood_is_in_words_and_no_estimate_is_shown_as_certain(makes, parse, confidence, word, percent):
    parsed = parse(render.turn(makes(TEXT).kept("Ada Lund designed it.", confidence=confidence)))
    assert parsed.text("likelihood") == f"{word} ({percent} % likely right)"
    assert any(name == "title" and f"{percent} %" in value for name, value in parsed.attributes)


@pytest.mark.parametrize("sentence", ["", " ", "電話番号は" * 20, "word", "two words ", "x" * 300])
def test_a_sentence_of_any_shape_keeps_its_words(makes, parse, sentence):
    parsed = parse(render.turn(makes(f"{sentence}|").kept(sentence)))
    assert parsed.text("sentence") == f"{sentence.rstrip()}\u00a0[1]"


@pytest.mark.parametrize("marked", [(0, 8), (4, 21), (13, 21), (0, 21), (18, 20)])
def test_the_words_that_answer_are_strong_and_no_word_is_lost(makes, parse, marked):
    text = "Ada Lund designed it."
    shown = render.turn(makes(TEXT).kept(text, sentences=(Sentence(text, (1,), marked),)))
    assert parse(shown).text("sentence") == f"{text}\u00a0[1]"
    assert "".join(re.findall("<strong>(.*?)</strong>", shown)) == text[slice(*marked)]


@pytest.mark.parametrize("verdict", ["right", "wrong"])
def test_an_answer_can_be_called_right_or_not_once(makes, parse, verdict):
    kept = makes(TEXT).kept("Ada Lund designed it.")
    assert f'data-event="{verdict}"' in render.turn(kept)
    judged = render.turn(replace(kept, verdict=verdict))
    assert f'data-event="{verdict}"' not in judged
    assert parse(judged).text("feedback").startswith("You have called this")


def test_a_new_conversation_shows_its_examples(parse):
    assert ("data-question", "Who paid?") in parse(render.welcome(["Who paid?"])).attributes
    assert "examples" not in render.welcome()


def test_what_became_of_each_file_is_said(parse):
    parsed = parse(render.taken([Taken("a.txt"), Taken("b.txt"), Taken("c.txt", "It is too large.")]))
    assert parsed.text("ul") == "Added: a.txt, b.txtc.txt is not added: It is too large."
    assert parsed.text("refused").startswith("c.txt")


def test_who_wrote_an_answer_is_said_and_what_was_left_out_is_there_on_request(makes, parse):
    kept = makes(TEXT).kept("Ada Lund designed it.")
    assert "Written by" not in render.turn(kept)
    answer = replace(kept.answer, written_by="small<b>", left_out=("It <img src=x> sank.", "It has 12 arches."))
    html = render.turn(replace(kept, answer=answer))
    parsed = parse(html)
    assert {"details", "s"} <= set(parsed.tags) and not {"img", "b"} & set(parsed.tags)
    assert "Written by small&lt;b&gt;" in html
    assert "2 sentences left out: not supported, or no answer" in html
