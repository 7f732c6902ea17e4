import pytest

from qa.datatypes import AnswerSpan
from qa.evidence import AROUND, SENTENCES, evidence


@pytest.fixture
def chunk(tmp_path, index_dir):
    from index import open_index

    (tmp_path / "long.txt").write_text(" ".join(f"Bridge number {at} was painted." for at in range(20)), "utf-8")
    with open_index(tmp_path / "long.txt", index_dir=index_dir).snapshot() as index:
        return index.search("bridge", 1)[0].chunk


def span(chunk, at: int) -> AnswerSpan:
    start, end = chunk.sentences[at]
    return AnswerSpan(chunk, start, end, (start, end), 1.0, 0.5)


def test_a_sentence_comes_with_its_neighbours_and_its_place(chunk):
    (passage,) = evidence([], [[span(chunk, 5)]])
    assert passage.sentences == chunk.sentences[5 - AROUND : 6 + AROUND]
    assert passage.text == chunk.slice(passage.start, passage.end)
    assert passage.text.startswith("Bridge number 4")


def test_what_is_at_the_edge_or_near_is_one_passage(chunk):
    (passage,) = evidence([], [[span(chunk, 0), span(chunk, 3)]])
    assert passage.sentences == chunk.sentences[:5]


def test_the_best_of_each_sub_question_come_first_and_no_more_than_some(chunk):
    (passage,) = evidence([], [[span(chunk, at) for at in range(10)], [span(chunk, 1), span(chunk, 12)]])
    assert passage.sentences[-1] == chunk.sentences[12 + AROUND]
    (few,) = evidence([], [[span(chunk, at) for at in range(19)]])
    assert len(few.sentences) == SENTENCES + AROUND
    assert evidence([[]], [[], []]) == ()


def test_all_that_is_shown_is_given_and_what_is_enough_is_not_filled_up(chunk):
    shown, read = [span(chunk, at) for at in range(8)], [span(chunk, at) for at in range(19)]
    (passage,) = evidence([shown], [read])
    assert len(passage.sentences) == len(shown) + AROUND
