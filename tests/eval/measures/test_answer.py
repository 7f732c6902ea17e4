"""What is scored of one answer, worked out by hand."""

import dataclasses

import pytest

from eval.measures.answer import grounded, said, score
from qa import Sentence


def test_an_answer_in_the_words_of_its_quotes_is_grounded(world):
    first, second = world.cite("wrote the notes in 1843"), world.cite("Babbage built the engine.", marker=2)
    joined = (Sentence("wrote the notes in 1843; Babbage built", (1, 2)),)
    assert grounded(world.answer(first, second), world.read)
    assert grounded(world.answer(first, second, sentences=joined), world.read)


@pytest.mark.parametrize(
    "sentence",
    [
        Sentence("Ada wrote the notes", ()),
        Sentence("Ada wrote the notes", (2,)),
        Sentence("Ada never wrote the notes", (1,)),
        Sentence("Ada the notes", (1,)),
        Sentence("ada wrote the notes", (1,)),
        Sentence("notes the wrote", (1,)),
        Sentence("…", (1,)),
    ],
)
def test_a_sentence_that_its_quotes_do_not_hold_is_not_grounded(world, sentence):
    good = Sentence("Ada wrote the notes", (1,))
    cited = world.cite("Ada wrote the notes in 1843.")
    assert grounded(world.answer(cited, sentences=(good,)), world.read)
    assert not grounded(world.answer(cited, sentences=(good, sentence)), world.read)


def test_a_quote_that_its_document_does_not_hold_there_is_not_grounded(world):
    cited = world.cite("Ada wrote")
    for change in ({"start": 1}, {"end": 8}, {"source": "gone.txt"}, {"quote": "Ada write"}):
        assert not grounded(world.answer(dataclasses.replace(cited, **change)), world.read)
    assert not grounded(world.answer(dataclasses.replace(cited, quote="", start=3, end=3)), world.read)


def test_an_answer_without_sentences_is_not_grounded(world):
    assert not grounded(world.answer(), world.read)


def test_a_right_answer_has_every_measure(world):
    cited, hit = world.cite("Ada wrote the notes in 1843."), world.hit("Ada wrote the notes in 1843.")
    question = dataclasses.replace(world.question(world.nugget("in 1843")), answers=("1843",))
    sentence = Sentence(cited.quote, (1,), marked=(23, 27))
    scores = score(question, world.answer(cited, sentences=(sentence,), hits=[hit]), read=world.read, seconds=0.25)
    assert scores.verdict == "right"
    measures = dataclasses.asdict(scores)
    assert [measures.pop(name) for name in ("seconds", "confidence", "perhaps")] == [0.25, 0.5, None]
    assert set(measures.values()) == {1}


def test_what_is_said_are_the_marked_words_or_else_the_sentence(world):
    sentences = (
        Sentence("Ada wrote the notes in 1843.", (1,), marked=(20, 27)),
        Sentence("The engine had gears.", (2,)),
        Sentence("Babbage built the engine.", (3,), marked=(0, 7)),
    )
    assert said(world.answer(sentences=sentences)) == "in 1843 The engine had gears. Babbage"


def test_exact_match_and_f1_are_of_what_is_said(world):
    question = dataclasses.replace(world.question(world.nugget("in 1843")), answers=("1843", "the year 1843"))
    cited = world.cite("Ada wrote the notes in 1843.")

    def scores(marked, status="answered"):
        answer = world.answer(cited, status=status, sentences=(Sentence(cited.quote, (1,), marked=marked),))
        return score(question, answer, read=world.read, seconds=0.0)

    assert (scores((23, 27)).exact_match, scores((23, 27)).f1) == (1, 1)
    assert (scores((20, 27)).exact_match, scores((20, 27)).f1) == (0, pytest.approx(2 / 3))
    assert scores(None).f1 == pytest.approx(2 / 6)
    refused = scores((23, 27), status="not_in_sources")
    assert (refused.exact_match, refused.f1) == (0, 0)


def test_words_are_compared_only_with_words_that_are_accepted(world):
    answer = world.answer(world.cite("in 1843"))
    for question in (world.question(world.nugget("in 1843")), world.question()):
        scores = score(question, answer, read=world.read, seconds=0.0)
        assert (scores.exact_match, scores.f1) == (None, None)


def test_an_answer_with_a_part_of_the_evidence_is_wrong(world):
    question = world.question(world.nugget("in 1843"), world.nugget("had gears"))
    scores = score(question, world.answer(world.cite("in 1843")), read=world.read, seconds=0.0)
    assert (scores.verdict, scores.correct, scores.evidence_recall) == ("wrong", False, 0.5)


def test_the_passages_of_a_refusal_are_no_citations(world):
    refusal = world.answer(world.cite("in 1843"), status="not_in_sources", hits=[world.hit("in 1843")])
    missed = score(world.question(world.nugget("in 1843")), refusal, read=world.read, seconds=0.0)
    assert (missed.verdict, missed.correct, missed.evidence_recall, missed.citation_recall) == ("missed", False, 0, 0)
    assert missed.citation_precision is None
    assert missed.grounded is None
    assert missed.recall_at_1 == 1
    abstained = score(world.question(), refusal, read=world.read, seconds=0.0)
    assert (abstained.verdict, abstained.evidence_recall, abstained.ndcg_at_10) == ("abstained", None, None)


def test_what_is_said_to_be_perhaps_the_answer_is_right_by_its_first_passage(world):
    both = [world.cite("in 1843"), world.cite("had gears", marker=2)]
    silence = dataclasses.replace(world.answer(*both, status="not_in_sources"), perhaps=True)

    def verdict(*nuggets):
        scores = score(world.question(*nuggets), silence, read=world.read, seconds=0.0)
        return scores.verdict, scores.perhaps

    assert verdict(world.nugget("in 1843")) == ("perhaps", True)
    assert verdict(world.nugget("had gears")) == ("missed", False)
    assert verdict() == ("abstained", False)


def test_an_answer_to_the_unanswerable_is_wrong_and_none_of_its_citations_right(world):
    scores = score(world.question(), world.answer(world.cite("in 1843")), read=world.read, seconds=0.0)
    assert (scores.verdict, scores.citation_precision, scores.grounded) == ("wrong", 0, True)
