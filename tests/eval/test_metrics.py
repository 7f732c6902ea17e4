"""Every measure against examples worked out by hand."""

import dataclasses

import pytest

from eval.metrics import (
    citation_precision,
    citation_recall,
    coverage,
    evidence_recall,
    grounded,
    recall_at,
    reciprocal_rank,
    score,
)
from qa import Sentence


def test_recall_counts_the_needs_found_in_the_first_k_chunks(world):
    needs = [world.need("in 1843"), world.need("had gears")]
    misses = [world.hit("She lived in London.", "b.txt")] * 4
    hits = [world.hit("Ada wrote the notes in 1843."), *misses, world.hit("The engine had gears.")]
    assert [recall_at(k, needs, hits) for k in (1, 5, 10)] == [0.5, 0.5, 1.0]


def test_recall_takes_any_alternative_in_any_document(world):
    need = world.need("Ada wrote the notes", world.quote("written by Ada", "b.txt"))
    assert recall_at(1, [need], [world.hit("The notes were written by Ada.", "b.txt")]) == 1


def test_recall_wants_the_whole_alternative_in_one_chunk(world):
    need = world.need("the notes in 1843")
    halves = [world.hit("Ada wrote the notes"), world.hit("notes in 1843. Babbage")]
    assert recall_at(10, [need], halves) == 0


def test_the_same_offsets_in_another_document_are_another_passage(world):
    need, elsewhere = world.need("Ada wrote"), world.hit("The notes were written by Ada.", "b.txt")
    assert recall_at(1, [need], [elsewhere]) == 0
    assert citation_precision([need], [world.cite("The notes", "b.txt")]) == 0


def test_reciprocal_rank_is_that_of_the_first_need_found(world):
    needs = [world.need("in 1843"), world.need("had gears")]
    miss = world.hit("She lived in London.", "b.txt")
    assert reciprocal_rank(needs, [miss, miss, world.hit("The engine had gears.")]) == pytest.approx(1 / 3)
    assert reciprocal_rank(needs, [miss]) == 0


def test_coverage_counts_each_character_once_and_no_white_space(world):
    quote = world.quote("built the engine")
    assert coverage(quote, []) == 0
    assert coverage(quote, [world.cite("Babbage built the")]) == 8 / 14
    assert coverage(quote, [world.cite("built the"), world.cite("the engine")]) == 1
    assert coverage(quote, [world.cite("built"), world.cite("the engine.")]) == 1
    assert coverage(quote, [world.cite("Ada wrote")]) == 0


def test_evidence_recall_takes_the_best_alternative_of_every_need(world):
    needs = [world.need("in 1843", "Ada wrote the notes"), world.need("had gears")]
    assert evidence_recall(needs, [world.cite("in 1843.")]) == 0.5
    assert evidence_recall(needs, [world.cite("in 1843."), world.cite("had")]) == pytest.approx((1 + 3 / 8) / 2)
    assert evidence_recall(needs, [world.cite("The engine had gears."), world.cite("Ada wrote the notes in")]) == 1


def test_citation_recall_wants_one_citation_for_a_need(world):
    needs = [world.need("built the engine"), world.need("had gears")]
    together = [world.cite("built the"), world.cite("the engine"), world.cite("The engine had gears.")]
    assert evidence_recall(needs, together) == 1
    assert citation_recall(needs, together) == 0.5
    assert citation_recall(needs, []) == 0


def test_citation_precision_is_the_share_that_touches_the_evidence(world):
    needs = [world.need("built the engine", world.quote("written by Ada", "b.txt"))]
    touching, beside = world.cite("engine."), world.cite("Ada wrote the notes in 1843.")
    elsewhere = world.cite("The notes were written by Ada.", "b.txt")
    assert citation_precision(needs, [touching, beside]) == 0.5
    assert citation_precision(needs, [touching, elsewhere]) == 1
    assert citation_precision([], [touching]) == 0


def test_what_has_no_meaning_is_undefined_not_zero(world):
    hit, cited = world.hit("in 1843"), world.cite("in 1843")
    assert recall_at(5, [], [hit]) is None
    assert reciprocal_rank([], [hit]) is None
    assert evidence_recall([], [cited]) is None
    assert citation_recall([], [cited]) is None
    assert citation_precision([world.need("in 1843")], []) is None


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
    question = world.question(world.need("in 1843"))
    scores = score(question, world.answer(cited, hits=[hit]), read=world.read, seconds=0.25)
    assert scores.verdict == "right"
    measures = dataclasses.asdict(scores)
    assert measures.pop("seconds") == 0.25
    assert set(measures.values()) == {1}


def test_an_answer_with_a_part_of_the_evidence_is_wrong(world):
    question = world.question(world.need("in 1843"), world.need("had gears"))
    scores = score(question, world.answer(world.cite("in 1843")), read=world.read, seconds=0.0)
    assert (scores.verdict, scores.correct, scores.evidence_recall) == ("wrong", False, 0.5)


def test_the_passages_of_a_refusal_are_no_citations(world):
    refusal = world.answer(world.cite("in 1843"), status="not_in_sources", hits=[world.hit("in 1843")])
    missed = score(world.question(world.need("in 1843")), refusal, read=world.read, seconds=0.0)
    assert (missed.verdict, missed.correct, missed.evidence_recall, missed.citation_recall) == ("missed", False, 0, 0)
    assert missed.citation_precision is None
    assert missed.grounded is None
    assert missed.recall_at_1 == 1
    abstained = score(world.question(), refusal, read=world.read, seconds=0.0)
    assert (abstained.verdict, abstained.evidence_recall, abstained.recall_at_1) == ("abstained", None, None)


def test_an_answer_to_the_unanswerable_is_wrong_and_none_of_its_citations_right(world):
    scores = score(world.question(), world.answer(world.cite("in 1843")), read=world.read, seconds=0.0)
    assert (scores.verdict, scores.citation_precision, scores.grounded) == ("wrong", 0, True)
