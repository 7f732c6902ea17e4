"""Gold quotes against citations, worked out by hand."""

import pytest

from eval.measures.evidence import citation_precision, citation_recall, coverage, evidence_recall, holds


def test_coverage_counts_each_character_once_and_no_white_space(world):
    quote = world.quote("built the engine")
    assert coverage(quote, []) == 0
    assert coverage(quote, [world.cite("Babbage built the")]) == 8 / 14
    assert coverage(quote, [world.cite("built the"), world.cite("the engine")]) == 1
    assert coverage(quote, [world.cite("built"), world.cite("the engine.")]) == 1
    assert coverage(quote, [world.cite("Ada wrote")]) == 0


def test_evidence_recall_takes_the_best_alternative_of_every_need(world):
    nuggets = [world.nugget("in 1843", "Ada wrote the notes"), world.nugget("had gears")]
    assert evidence_recall(nuggets, [world.cite("in 1843.")]) == 0.5
    assert evidence_recall(nuggets, [world.cite("in 1843."), world.cite("had")]) == pytest.approx((1 + 3 / 8) / 2)
    assert evidence_recall(nuggets, [world.cite("The engine had gears."), world.cite("Ada wrote the notes in")]) == 1


def test_citation_recall_wants_one_citation_for_a_need(world):
    nuggets = [world.nugget("built the engine"), world.nugget("had gears")]
    together = [world.cite("built the"), world.cite("the engine"), world.cite("The engine had gears.")]
    assert evidence_recall(nuggets, together) == 1
    assert citation_recall(nuggets, together) == 0.5
    assert citation_recall(nuggets, []) == 0


def test_citation_precision_is_the_share_that_touches_the_evidence(world):
    nuggets = [world.nugget("built the engine", world.quote("written by Ada", "b.txt"))]
    touching, beside = world.cite("engine."), world.cite("Ada wrote the notes in 1843.")
    elsewhere = world.cite("The notes were written by Ada.", "b.txt")
    assert citation_precision(nuggets, [touching, beside]) == 0.5
    assert citation_precision(nuggets, [touching, elsewhere]) == 1
    assert citation_precision([], [touching]) == 0


def test_a_passage_holds_a_need_with_one_alternative_whole(world):
    nugget = world.nugget("the notes in 1843", world.quote("written by Ada", "b.txt"))
    assert holds(world.hit("Ada wrote the notes in 1843.").chunk, nugget)
    assert holds(world.cite("The notes were written by Ada.", "b.txt"), nugget)
    assert not holds(world.cite("notes in 1843."), nugget)


def test_the_same_offsets_in_another_document_are_another_passage(world):
    assert citation_precision([world.nugget("Ada wrote")], [world.cite("The notes", "b.txt")]) == 0


def test_what_has_no_meaning_is_undefined_not_zero(world):
    cited = world.cite("in 1843")
    assert evidence_recall([], [cited]) is None
    assert citation_recall([], [cited]) is None
    assert citation_precision([world.nugget("in 1843")], []) is None
