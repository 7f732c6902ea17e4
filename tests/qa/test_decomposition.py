import pytest

from index import Chunk, Hit
from qa.datatypes import Turn
from qa.decomposition import decompose, interleave, searched


@pytest.mark.parametrize(
    ("question", "sub_questions"),
    [
        ("When did the bridge open?", ["When did the bridge open?"]),
        ("Who built the bridge and the tower?", ["Who built the bridge and the tower?"]),
        ("When did the bridge open, and who paid?", ["When did the bridge open", "who paid"]),
        ("Who designed it? Who paid for the work?", ["Who designed it", "Who paid for the work"]),
        ("What and why?", ["What and why?"]),
        ("ok and who paid for it?", ["ok and who paid for it?"]),
    ],
)
def test_decomposing_gives_the_persons_own_words(question, sub_questions):
    assert [sub_question.words for sub_question in decompose(question)] == sub_questions


def test_a_later_part_that_points_back_carries_the_first():
    first, second = decompose("When did the bridge open, and what did it cost?")
    assert first.question == "When did the bridge open?"
    assert second.question == "what did it cost? (When did the bridge open?)"


def test_parts_about_different_things_are_not_coupled():
    sub_questions = decompose("Who wrote Pride, and what is love?")
    assert [sub_question.question for sub_question in sub_questions] == ["Who wrote Pride?", "what is love?"]


@pytest.mark.parametrize(
    ("question", "history", "expected"),
    [
        ("When did it open, and who paid?", [], "When did it open? who paid? (When did it open?)"),
        ("Who wrote Pride, and what is love?", [], "Who wrote Pride, and what is love?"),
        ("When did it open?", [Turn("Where is the bridge?", "In Verden.")], "When did it open? (Where is the bridge?)"),
    ],
)
def test_what_is_said_to_be_searched_for_is_what_is_searched_for(question, history, expected):
    sub_questions = decompose(question, history)
    assert searched(question, sub_questions) == expected
    if expected != question:
        assert all(sub_question.question in expected for sub_question in sub_questions)


def test_interleave_takes_the_best_of_each_part_in_turn():
    hits = [Hit(Chunk(str(n), "d", "a.txt", "a", 0, 1, "x", ((0, 1),)), 1.0, 1, 1) for n in range(4)]
    merged = interleave([[hits[0], hits[1]], [hits[2], hits[0], hits[3]]])
    assert [hit.chunk.chunk_id for hit in merged] == ["0", "2", "1", "3"]
