import pytest

from index import Chunk
from qa.conflict import answers, dateline, disagree
from qa.datatypes import AnswerSpan


def span(sentence: str, words: str, *, document: str = "a", score: float = 3.0) -> AnswerSpan:
    start = sentence.index(words)
    chunk = Chunk(
        f"{document}-0", document, f"{document}.txt", document, 0, len(sentence), sentence, ((0, len(sentence)),)
    )
    return AnswerSpan(chunk, start, start + len(words), (0, len(sentence)), score, evidence=0.5)


OPENED = span("The bridge opened in 1998.", "1998")


@pytest.mark.parametrize(
    ("sentence", "words", "against"),
    [
        ("The bridge opened in 1999.", "1999", True),
        ("The bridge opened in May 1998.", "May 1998", False),
        ("The new bridge should open in 1998.", "1998", False),
        ("The bridge opened in 1998.", "1998", False),
        ("Ada Lund liked boats and swam a lot in 1999.", "1999", False),
    ],
)
def test_documents_disagree_where_like_sentences_give_other_values(sentence, words, against):
    assert disagree(OPENED, span(sentence, words, document="b")) is against


def test_months_count_as_numbers():
    june = span("It should open in June 2025.", "June 2025")
    assert not disagree(june, span("It should open in 2025.", "2025", document="b"))
    october = span("The new bridge should open for all in October 2025, later.", "October 2025", document="b")
    assert disagree(span("The bridge should open for all in June 2025.", "June 2025"), october)


def test_one_document_does_not_disagree_with_itself():
    assert not disagree(OPENED, span("The bridge opened in 1999.", "1999"))


@pytest.mark.parametrize(
    ("one", "other", "against"),
    [("Ada Lund", "Piet Holm", True), ("Ada Lund", "Lund", False), ("the engineer Ada Lund", "Ada Lund", False)],
)
def test_names_are_compared_by_their_words(one, other, against):
    left, right = span(f"{one} designed the bridge.", one), span(f"{other} designed the bridge.", other, document="b")
    assert disagree(left, right) is against


def test_numbers_are_compared_as_numbers():
    left = span("The bridge cost 2,000 crowns.", "2,000 crowns")
    assert not disagree(left, span("The bridge cost 2000 crowns.", "2000 crowns", document="b"))
    assert disagree(left, span("The bridge cost 3,000 crowns.", "3,000 crowns", document="b"))
    two = span("It has two arches.", "two arches")
    assert not disagree(two, span("It has 2 arches.", "2 arches", document="b"))


def test_every_other_document_that_answers_otherwise_and_nearly_as_surely_is_shown():
    near = span("It opened to trains in 2001.", "2001", document="b", score=1.5)
    same = span("The opening was in 1998.", "1998", document="c", score=2.9)
    unsure = span("Holm was born in 1950.", "1950", document="d", score=-3.0)
    assert answers([OPENED, same, near, unsure]) == (OPENED, near)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Verden, 12 May 2019\n\nThe bridge…", "12 May 2019"),
        ("Published Feb. 3, 2020. The bridge…", "Feb. 3, 2020"),
        ("2021-07-01 Minutes", "2021-07-01"),
        ("The bridge is long.", ""),
        ("x" * 400 + " 12 May 2019", ""),
    ],
)
def test_the_date_at_the_head_of_a_document(text, date):
    assert dateline(text) == date


def test_in_sentences_alike_one_word_of_its_own_is_enough():
    held = span("The captain serves his sentence at ADX Florence in Colorado.", "ADX Florence in Colorado")
    other = span("The captain serves his sentence at Altiplano in Colorado.", "Altiplano in Colorado", document="b")
    fuller = span(
        "The captain serves his sentence at ADX Florence Supermax in Colorado.",
        "ADX Florence Supermax in Colorado",
        document="c",
    )
    assert disagree(held, other)
    assert not disagree(held, fuller)
    assert answers([held, other, fuller]) == (held, other)
