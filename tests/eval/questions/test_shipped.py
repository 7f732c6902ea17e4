"""The question sets that ship: what they ask, that nothing of one split is asked in the other, and their names."""

from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from eval.questions.dataset import Question, Quote
from eval.questions.shipped import SHIPPED, load_collection
from index.files import find_files


@pytest.fixture(params=SHIPPED)
def questions(request) -> tuple[Question, ...]:
    return load_collection(request.param).questions.questions


def quotes(questions: tuple[Question, ...]) -> list[Quote]:
    return [quote for question in questions for nugget in question.nuggets for quote in nugget.alternatives]


def test_half_of_the_questions_is_held_of_every_kind(questions):
    splits = Counter((question.kind, question.split) for question in questions)
    tested = sum(count for (_, split), count in splits.items() if split == "test")
    assert len(questions) >= 120
    assert abs(2 * tested - len(questions)) <= 2
    for kind in {question.kind for question in questions}:
        assert abs(splits[kind, "dev"] - splits[kind, "test"]) <= 1, kind


@pytest.mark.parametrize("name", SHIPPED)
def test_every_document_is_asked_about_in_both_halves(name):
    chosen = load_collection(name)
    documents = {file.source for file in find_files(chosen.sources).files}
    for split in ("dev", "test"):
        assert {quote.source for quote in quotes(chosen.questions.only(split).questions)} == documents


def test_no_question_is_asked_twice(questions):
    asked = Counter((question.question.casefold(), question.history) for question in questions)
    assert max(asked.values()) == 1


def test_no_held_question_of_the_notes_rests_on_words_that_a_development_one_rests_on():
    notes = load_collection("notes").questions
    dev, tested = (quotes(notes.only(split).questions) for split in ("dev", "test"))
    shared = [
        (one, other)
        for one, other in product(dev, tested)
        if one.source == other.source and one.start < other.end and other.start < one.end
    ]
    assert shared == []


def test_the_notes_ask_questions_of_every_kind_and_one_in_five_has_no_answer():
    notes = load_collection("notes").questions.questions
    kinds = {question.kind for question in notes}
    assert kinds >= {"single", "paraphrase", "yes_no", "two_parts", "list", "comparison", "follow_up", "conflict"}
    assert kinds >= {"typo", "near_miss", "false_premise", "off_topic", "follow_up_unanswerable"}
    assert sum(not question.answerable for question in notes) >= len(notes) / 5


def test_a_conflict_is_shown_by_quotes_of_two_documents():
    notes = load_collection("notes").questions.questions
    for question in notes:
        if question.kind in ("conflict", "cross_document"):
            sources = {nugget.alternatives[0].source for nugget in question.nuggets}
            assert len(question.nuggets) == len(sources) == 2, question.id


def test_a_name_brings_its_documents_and_a_path_does_not(tmp_path):
    notes = load_collection("notes")
    assert (notes.questions.name, notes.sources) == ("notes.jsonl", SHIPPED["notes"][1])
    mine = tmp_path / "mine.jsonl"
    mine.write_text('{"id": "q", "question": "Why?", "answerable": false, "evidence": []}\n', "utf-8")
    assert load_collection(str(mine)).sources is None
    assert load_collection(str(mine), "elsewhere").sources == Path("elsewhere")
