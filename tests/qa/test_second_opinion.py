import pytest

from index import Chunk
from qa.datatypes import AnswerSpan
from qa.second_opinion import agrees, load_second_opinion, logit


def test_where_both_agree_it_is_likelier_and_alone_the_llm_must_be_surer():
    opinion = load_second_opinion()
    together = opinion.of_written(0.6, 0.9, agrees=True)
    assert together > opinion.of_written(0.6, 0.9, agrees=False) > opinion.of_written(0.05, 0.9, agrees=False)
    assert opinion.of_written(0.05, 0.99, agrees=False) > opinion.of_written(0.05, 0.6, agrees=False)
    assert opinion.of_abstained(0.9) < 0.9
    assert opinion.of_abstained(0.9) > opinion.of_abstained(0.2)


def test_a_sentence_agrees_that_has_the_words_marked():
    text = "The bridge opened on 3 May 1998."
    span = AnswerSpan(Chunk("c", "d", "a.txt", "A", 0, len(text), text, ((0, 32),)), 21, 31, (0, 32), 1.0, 0.9)
    assert agrees("In May 1998, on the 3 of it, it opened.", [span])
    assert not agrees("It opened in 1998.", [span])
    assert not agrees("It opened in 1998.", [])


def test_no_probability_is_certain():
    assert logit(0.0) == pytest.approx(-logit(1.0))
    assert logit(0.5) == 0
