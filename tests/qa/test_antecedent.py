import pytest

from index import sentence_spans
from qa.antecedent import with_antecedent

BEFORE = "The harbour museum of Verden was built by Anna Meyer."


def quoted(text, last):
    """What is quoted of a text where the sentence that begins with `last` answers."""
    spans = sentence_spans(text)
    sentence = next(span for span in spans if text.startswith(last, span[0]))
    start, end = with_antecedent(sentence, spans, text)
    assert end == sentence[1]
    return text[start:end]


@pytest.mark.parametrize(
    "sentence",
    [
        "It opened in 1998.",
        "They were sold.",
        "This led to a strike of the workers.",
        "This vessel sank in 1956.",
        "She was convicted in New York on Feb. 12, 2019.",
        "Her husband paid for the roof.",
        "Its roof is made of copper.",
        "In 1998 it was sold to the town.",
        "In early March 1998, it was sold.",
        "On Feb. 12, 2019, she left the town.",
        "Since then she has lived in Bremen.",
        "However, they were not alone.",
        "Two years later it burned down.",
        "Both were sold.",
        "The latter is now closed.",
        "Such ships are rare.",
        "It was the first museum that showed ships.",
        "It is believed to be the oldest of its kind.",
        "It was in bad condition.",
        "It took prizes in Berlin and Paris.",
    ],
)
def test_a_sentence_that_points_back_is_quoted_with_the_one_before(sentence):
    text = f"A first sentence stands here. {BEFORE} {sentence}"
    assert quoted(text, sentence) == f"{BEFORE} {sentence}"


@pytest.mark.parametrize(
    "sentence",
    [
        "The museum opened in 1998.",
        "Meyer said she would sell it.",
        "In Bremen, the museum and its ships are famous.",
        "When Meyer died, her house was sold.",
        "It is likely that Meyer knew the town.",
        "It was not until 1998 that Meyer opened the house.",
        "It is possible to visit the ships.",
        "It was not uncommon for ships to sink.",
        "It is not known whether Meyer paid.",
        "It was Meyer who paid.",
        "It was in Bremen that Meyer died.",
        "It rained on the opening day.",
        "It seems that Meyer paid.",
        "It took ten years to build the house.",
        "There is a copper roof.",
        "This is the story of a museum.",
        "This week the museum is closed.",
        "Those who pay may enter.",
        "Both Meyer and the mayor paid.",
        "The former mayor paid.",
        "That said, nobody paid.",
        "His Majesty the King paid.",
        "“It was a way of life,” Meyer said.",
        "Italy paid.",
        "Theirs paid.",
    ],
)
def test_a_sentence_that_stands_alone_is_quoted_alone(sentence):
    assert quoted(f"{BEFORE} {sentence}", sentence) == sentence


def test_one_further_back_where_the_sentence_before_points_back_too():
    text = f"A first sentence stands here. {BEFORE} It opened in 1998. It was sold."
    assert quoted(text, "It was sold.") == f"{BEFORE} It opened in 1998. It was sold."


def test_at_most_two_sentences_back():
    text = f"{BEFORE} It opened in 1998. It burned down again. It was sold."
    assert quoted(text, "It was sold.") == "It opened in 1998. It burned down again. It was sold."


def test_a_paragraphs_first_sentence_takes_the_last_of_the_paragraph_before():
    text = f"{BEFORE}\n\nShe died in 1998."
    assert quoted(text, "She died") == text


@pytest.mark.parametrize("title", ["The harbour museum of Verden", "Photo: A. Meyer.", "Verden, 1998."])
def test_a_title_is_not_quoted(title):
    text = f"{title}\n\nIt opened in 1998."
    assert quoted(text, "It opened") == "It opened in 1998."
    text = f"{title}\n\nIt opened in 1998. It was sold."
    assert quoted(text, "It was sold.") == "It opened in 1998. It was sold."


def test_a_chunks_first_sentence_stands_alone():
    text = f"{BEFORE} It opened in 1998."
    spans = sentence_spans(text)
    assert with_antecedent(spans[1], spans[1:], text) == spans[1]


def test_a_sentence_that_is_not_among_them_is_left_as_it_is():
    assert with_antecedent((3, 9), [(0, 20)], "It opened in 1998 x.") == (3, 9)
