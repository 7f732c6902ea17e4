import pytest

from index import Chunk, Hit
from qa.datatypes import Turn
from qa.parts import interleave, searched, split


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("When did the bridge open?", ["When did the bridge open?"]),
        ("Who built the bridge and the tower?", ["Who built the bridge and the tower?"]),
        ("When did the bridge open, and who paid?", ["When did the bridge open", "who paid"]),
        ("Who designed it? Who paid for the work?", ["Who designed it", "Who paid for the work"]),
        ("What and why?", ["What and why?"]),
        ("ok and who paid for it?", ["ok and who paid for it?"]),
    ],
)
def test_split_gives_the_persons_own_words(question, parts):
    assert [part.words for part in split(question)] == parts


def test_a_later_part_that_points_back_carries_the_first():
    first, second = split("When did the bridge open, and what did it cost?")
    assert first.question == "When did the bridge open?"
    assert second.question == "what did it cost? (When did the bridge open?)"


def test_parts_about_different_things_are_not_coupled():
    parts = split("Who wrote Pride, and what is love?")
    assert [part.question for part in parts] == ["Who wrote Pride?", "what is love?"]


@pytest.mark.parametrize(
    ("question", "history", "expected"),
    [
        ("When did it open, and who paid?", [], "When did it open? who paid? (When did it open?)"),
        ("Who wrote Pride, and what is love?", [], "Who wrote Pride, and what is love?"),
        ("When did it open?", [Turn("Where is the bridge?", "In Verden.")], "When did it open? (Where is the bridge?)"),
    ],
)
def test_what_is_said_to_be_searched_for_is_what_is_searched_for(question, history, expected):
    parts = split(question, history)
    assert searched(question, parts) == expected
    if expected != question:
        assert all(part.question in expected for part in parts)


def test_interleave_takes_the_best_of_each_part_in_turn():
    hits = [Hit(Chunk(str(n), "d", "a.txt", "a", 0, 1, "x", ((0, 1),)), 1.0, 1, 1) for n in range(4)]
    merged = interleave([[hits[0], hits[1]], [hits[2], hits[0], hits[3]]])
    assert [hit.chunk.chunk_id for hit in merged] == ["0", "2", "1", "3"]
