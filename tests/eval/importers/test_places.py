"""Where words and sentences stand in a document."""

import pytest

from eval.importers.places import mentions, quotes, sentences
from index import sentence_spans

TEXTS = [
    "Ada wrote. She, too! A heading\n\nThe third is\nbroken over lines. And a fourth?\n\n* * *\n",
    "No end at all",
    "  \n",
    "“Quoted.” İ is odd… Dr. Who came at 3.15 p.m. today:\n- one\n- two",
    "word " * 300 + "end. " + "Next one.",
]


def said(text, words):
    return [text[start:end] for start, end in mentions(text, words)]


def test_words_are_found_whole_in_any_case_and_over_line_ends():
    assert said("In 1843 and 18430; 1843.", "1843") == ["1843", "1843"]
    assert said("the New\n  York of new york", "New York") == ["New\n  York", "new york"]
    assert said("3,559 people (a.b)", "3,559 people (a.b)") == ["3,559 people (a.b)"]
    assert said("aXb a.b", "a.b") == ["a.b"]


@pytest.mark.parametrize("words", ["", " \n"])
def test_no_words_stand_nowhere(words):
    assert mentions("some text", words) == []


@pytest.mark.parametrize("text", TEXTS)
def test_a_sentence_never_reaches_beyond_one_of_the_index(text):
    whole = sentence_spans(text)
    for start, end in sentences(text):
        assert text[start:end] == text[start:end].strip() != ""
        assert any(first <= start and end <= last for first, last in whole)


def test_sentences_hold_every_word_and_no_decoration():
    text = TEXTS[0]
    assert [text[start:end] for start, end in sentences(text)] == [
        "Ada wrote.",
        "She, too!",
        "A heading",
        "The third is",
        "broken over lines.",
        "And a fourth?",
    ]
    assert sentences(TEXTS[2]) == []


def test_quotes_say_their_start_once_and_in_order():
    text = "one two one"
    assert [(quote.quote, quote.start) for quote in quotes("a.txt", text, [(8, 11), (0, 3), (8, 11)])] == [
        ("one", 0),
        ("one", 8),
    ]
