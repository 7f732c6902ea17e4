import pytest

from index import Chunk, Term
from qa.datatypes import Span
from qa.premise import OPPOSITES, presupposed


def nearest(sentence: str) -> list[Span]:
    chunk = Chunk("a-0", "a", "a.txt", "a", 0, len(sentence), sentence, ((0, len(sentence)),))
    return [Span(chunk, 0, 3, (0, len(sentence)), 1.0, evidence=0.5)]


def terms(**known: bool) -> list[Term]:
    return [Term(word, word, 1.0, is_known) for word, is_known in known.items()]


def test_a_name_that_stands_in_no_document_is_not_taken_for_granted():
    question = "When did Ada Lund move to Bremen?"
    assert presupposed(question, terms(ada=True, lund=True, move=False, bremen=False), []) == (
        "No document mentions “Bremen”."
    )


def test_a_number_that_stands_in_no_document():
    assert presupposed("What happened in 1875?", terms(happened=False, **{"1875": False}), []) == (
        "No document mentions “1875”."
    )


@pytest.mark.parametrize(
    "question", ["Who from the USA paid?", "What do Americans say?", "Who has 12 boats?", "Did it cost 2,000 crowns?"]
)
def test_what_documents_may_write_another_way_is_not_missed(question):
    unknown = {"usa": False, "americans": False, "12": False, "2": False, "000": False}
    assert presupposed(question, terms(**unknown), []) == ""


def test_other_words_may_be_missing():
    assert presupposed("When was the viaduct inaugurated?", terms(viaduct=False, inaugurated=False), []) == ""


def test_the_first_word_is_not_a_name():
    assert presupposed("Describe the bridge.", terms(describe=False, bridge=True), []) == ""


@pytest.mark.parametrize(
    ("question", "sentence", "said"),
    [
        (
            "Why did the council reject the bridge?",
            "The council approved the bridge in May.",
            "The question says “reject”, the nearest passage “approved”.",
        ),
        ("Why did the council reject the bridge?", "The council rejected the bridge, and approved the ferry.", ""),
        ("Why did the council reject the bridge?", "A film was approved for children.", ""),
        ("Why did the council approve the bridge?", "The council approved the bridge in May.", ""),
    ],
)
def test_the_opposite_in_a_sentence_about_the_same(question, sentence, said):
    assert presupposed(question, [], nearest(sentence)) == said


def test_opposites_go_both_ways():
    assert OPPOSITES["left"] == {"arrived", "joined"}
    assert all(word in OPPOSITES[other] for word, others in OPPOSITES.items() for other in others)
