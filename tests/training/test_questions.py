import gzip
import json
import random

import pytest

from training.examples import chunks_of
from training.questions import (
    LISTED,
    Nearest,
    Questions,
    _as_list,
    common_words,
    natural_questions,
    positive,
    questions_of,
)

BRIDGE = "The bridge over the Aller opened in 1998. Ada Lund designed it for the county of Verden."
CROPS = "Farmers around Verden keep to old ways. They grow rye, barley, oats and flax. Few of them sell it."


def paragraph(context: str, *questions: tuple[str, str]) -> dict:
    def qa(question: str, answer: str) -> dict:
        answers = [{"text": answer, "answer_start": context.index(answer)}] if answer else []
        return {"question": question, "answers": answers, "is_impossible": not answer}

    return {"context": context, "qas": [qa(*each) for each in questions]}


ARTICLES = [
    {
        "title": "Long_Bridges",
        "paragraphs": [
            paragraph(BRIDGE, ("Who  designed the bridge?", "Ada Lund"), ("Who burnt the bridge down?", "")),
            paragraph("Bread needs a hot oven and time.", ("What does bread need?", "a hot oven")),
            paragraph("The ferry over the Aller stopped in 1999.", ("When did the ferry stop?", "1999")),
            paragraph(CROPS, ("What do farmers grow?", "rye, barley, oats and flax")),
        ],
    },
    {"title": "Rivers", "paragraphs": [paragraph("Ada Lund never saw it.", ("Who never saw the Aller?", "Ada Lund"))]},
]


@pytest.fixture(scope="module")
def groups():
    asked = questions_of(ARTICLES)
    questions = Questions.over(asked, None)
    return [(each, questions.group(each, random.Random(seed))) for seed in range(40) for each in asked]


def test_a_question_is_read_with_its_answer_and_its_place():
    first, second, *_ = questions_of(ARTICLES)
    assert (first.question, first.title, first.answers) == ("Who designed the bridge?", "Long Bridges", ("Ada Lund",))
    assert BRIDGE[first.start :].startswith("Ada Lund")
    assert second.answers == ()


def test_the_positive_comes_first_and_its_span_is_the_answer(groups):
    for asked, group in groups:
        if asked.answers:
            words = group[0].text[slice(*group[0].span)]
            assert words == asked.answers[0] or words in asked.answers[0].split(", ")
            assert all(example.span is None for example in group[1:])


def test_the_sentence_of_the_answer_is_evidence_and_the_others_are_not(groups):
    laid_out = 0
    for asked, group in groups:
        if asked.answers and group[0].evidence:
            said = [group[0].text[slice(*span)] for span, is_evidence in group[0].evidence if is_evidence]
            assert said
            parts = asked.answers[0].split(", ")
            assert all(any(part in sentence for part in parts) or len(said) > 2 for sentence in said)
        laid_out += "\n" in group[0].text
    assert laid_out > 20


def test_no_negative_holds_the_answer(groups):
    for asked, group in groups:
        if asked.answers:
            # A changed question comes with the text that answered the unchanged one.
            assert all(asked.answers[0] not in each.text for each in group[1:] if each.text != group[0].text)
        else:
            assert all(example.span is None for example in group)


def test_no_sentence_is_evidence_where_there_is_no_answer(groups):
    assert all(not said for _, group in groups for each in group if not each.span for _, said in each.evidence)


def test_an_enumeration_becomes_a_list_whose_items_are_all_evidence(groups):
    made = "\n- rye\n- barley\n- oats\n- flax\n"
    lists = [group[0] for asked, group in groups if asked.context == CROPS and made in group[0].text]
    assert len(lists) / 40 > 0.5 * LISTED
    for example in lists:
        items = [example.text[slice(*span)] for span, said in example.evidence if said]
        others = [example.text[slice(*span)] for span, said in example.evidence if not said]
        assert items == ["rye", "barley", "oats", "flax"]
        assert others[0] == "Farmers around Verden keep to old ways."
        assert others[-1] == "Few of them sell it."


def test_two_things_are_no_list():
    text = "They grow rye and barley."
    assert _as_list("What?", text, (10, 24), [(0, len(text))]) is None


def test_an_answer_that_is_cut_in_two_is_left_out():
    pieces = chunks_of("Bread needs an oven. " * 60)
    border = pieces[0].end
    assert len(pieces) > 1
    assert positive(pieces, border - 5, "oven. Bread needs") is None
    piece, (start, end) = positive(pieces, pieces[1].start, "Bread needs")
    assert piece == pieces[1]
    assert piece.text[start:end] == "Bread needs"


def test_natural_questions_have_their_passage(tmp_path):
    (tmp_path / "retrieval").mkdir()
    rows = [
        {"question": "who designed it", "answers": ["X", "Ada Lund"], "ctxs": [{"title": "B", "text": BRIDGE}]},
        {"question": "who burnt it", "answers": ["Nero"], "ctxs": [{"title": "B", "text": BRIDGE}]},
    ]
    (tmp_path / "retrieval/nq-oracle.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    (asked,) = natural_questions(tmp_path)
    assert asked.answers == ("Ada Lund", "X")
    assert BRIDGE[asked.start :].startswith("Ada Lund")


def test_the_nearest_texts_hold_none_of_the_answers():
    texts = ["Ada Lund built bridges.", "Bridges are long.", "Bread is hot."]
    assert Nearest(texts).without("Who built the bridges?", ["ada lund"])[0] == "Bridges are long."


def test_common_words_are_those_that_come_often():
    assert common_words(["the bridge " * 20, "a ferry"]) == {"the", "bridge"}
