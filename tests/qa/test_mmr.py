import pytest

from index import Chunk, Hit
from qa.datatypes import AnswerSpan
from qa.mmr import MOST, diverse, is_broad


def span(sentence: str, at: int, *, document: str = "a", score: float = 3.0) -> AnswerSpan:
    text = " " * at + sentence
    chunk = Chunk(f"{document}-{at}", document, f"{document}.txt", document, 0, len(text), text, ((at, len(text)),))
    return AnswerSpan(chunk, at, at + 3, (at, len(text)), score, evidence=0.5)


def shown(*spans: AnswerSpan) -> tuple[AnswerSpan, ...]:
    return diverse("?", spans, [Hit(span.chunk, 1.0, 1, 1) for span in spans])


@pytest.mark.parametrize(
    "question",
    [
        "Describe how the bridge was built.",
        "Please summarise the report",
        "What are the main reasons for the delay?",
        "Compare the bridge and the ferry.",
        "Which two towns does the bridge connect?",
        " ".join(["word"] * 30),
    ],
)
def test_questions_that_one_sentence_does_not_answer(question):
    assert is_broad(question)


@pytest.mark.parametrize(
    "question",
    ["Who designed the bridge?", "When did it open?", "What is the bridge made of?", "What were the trains called?"],
)
def test_questions_that_one_sentence_answers(question):
    assert not is_broad(question)


def test_what_says_the_same_again_is_left_out():
    first = span("The bridge has two arches of stone.", 0)
    again = span("The bridge has two arches of stone.", 0, document="b")
    new = span("Its builder was Ada Lund.", 50, score=2.5)
    assert shown(first, again, new) == (first, new)


def test_titles_are_left_out():
    first = span("The bridge has two arches of stone.", 0)
    assert shown(first, span("Bread needs a hot oven", 90)) == (first,)


def test_what_the_reader_thinks_far_worse_is_left_out():
    first = span("The bridge has two arches of stone.", 0)
    assert shown(first, span("Bread needs a hot oven.", 90, score=-9.0)) == (first,)


def test_passages_come_by_document_and_in_the_order_of_the_text():
    words = "alpha beta gamma delta epsilon".split()
    spans = [span(f"{word}{at} {word}.", 100 - 20 * at, document="ab"[at % 2]) for at, word in enumerate(words)]
    chosen = shown(*spans)
    assert len(chosen) == MOST
    assert [each.chunk.document_id for each in chosen] == ["a", "a", "a", "b", "b"]
    assert chosen[0].sentence < chosen[1].sentence
