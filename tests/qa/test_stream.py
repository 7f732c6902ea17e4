from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.stream import Drafted, sentences

TEXT = "The bridge opened on 3 May 1998 [1]. It cost 12 million euros. [1][2] Ada Lund designed it [2, 3]."
DRAFTED = [
    Drafted("The bridge opened on 3 May 1998.", (1,)),
    Drafted("It cost 12 million euros.", (1, 2)),
    Drafted("Ada Lund designed it.", (2, 3)),
]


@given(st.lists(st.integers(0, len(TEXT)), max_size=30))
def test_the_sentences_do_not_depend_on_how_the_words_arrive(cuts):
    edges = [0, *sorted(cuts), len(TEXT)]
    assert list(sentences(TEXT[a:b] for a, b in pairwise(edges))) == DRAFTED


def test_a_sentence_is_held_back_until_the_next_has_begun():
    read = []

    def words():
        for letter in TEXT:
            read.append(letter)
            yield letter

    shown_after = [TEXT[: len(read)] for _ in sentences(words())]
    assert [after[-3:] for after in shown_after] == [". I", "] A", "3]."]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" \n [1] ", []),
        ("It opened in 1998 [1", [("It opened in 1998 [1", (), False)]),
        ("It opened in 1998. [1", [("It opened in 1998. [1", (), False)]),
        ("It opened in", [("It opened in", (), False)]),
        ("It opened in 1998 [1]", [("It opened in 1998", (1,), True)]),
        ("- It opened [1].\n- It cost much [2].\n", [("It opened.", (1,), True), ("It cost much.", (2,), True)]),
        ("[1] It opened.\n[2] It cost much.", [("It opened.", (1,), True), ("It cost much.", (2,), True)]),
        ("It opened. [2, 3] It cost much [1].", [("It opened.", (2, 3), True), ("It cost much.", (1,), True)]),
        ("**It** opened.\n[7]\nIt cost much [Passage 2].", [("It opened.", (7,), True), ("It cost much.", (2,), True)]),
        ("1. It opened. 2. It cost much.", [("It opened.", (), True), ("It cost much.", (), True)]),
        ("It cost 3.5 million [1].", [("It cost 3.5 million.", (1,), True)]),
        ("<think>It may be [2]. Or not.</think>It opened [1].", [("It opened.", (1,), True)]),
        ("<think>It may be", [("<think>It may be", (), False)]),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_numbers_go_with_their_sentence(text, found, size):
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert [(each.text, each.numbers, each.finished) for each in sentences(pieces)] == found
