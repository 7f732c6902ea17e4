"""Measures of ranked chunks, worked out by hand."""

from math import log2

import pytest

from eval.measures.retrieval import ndcg_at, recall_at, reciprocal_rank


@pytest.fixture
def miss(world):
    return world.hit("She lived in London.", "b.txt")


def test_recall_counts_the_needs_found_in_the_first_k_chunks(world, miss):
    nuggets = [world.nugget("in 1843"), world.nugget("had gears")]
    hits = [world.hit("Ada wrote the notes in 1843."), *[miss] * 4, world.hit("The engine had gears.")]
    assert [recall_at(k, nuggets, hits) for k in (1, 5, 10)] == [0.5, 0.5, 1.0]


def test_recall_takes_any_alternative_in_any_document(world):
    nugget = world.nugget("Ada wrote the notes", world.quote("written by Ada", "b.txt"))
    assert recall_at(1, [nugget], [world.hit("The notes were written by Ada.", "b.txt")]) == 1


def test_recall_wants_the_whole_alternative_in_one_chunk(world):
    nugget = world.nugget("the notes in 1843")
    halves = [world.hit("Ada wrote the notes"), world.hit("notes in 1843. Babbage")]
    assert recall_at(10, [nugget], halves) == 0


def test_the_same_offsets_in_another_document_are_another_passage(world):
    elsewhere = world.hit("The notes were written by Ada.", "b.txt")
    assert recall_at(1, [world.nugget("Ada wrote")], [elsewhere]) == 0


def test_a_chunk_with_two_needs_pushes_none_out_of_the_first_k(world):
    nuggets = [world.nugget("Ada wrote"), world.nugget("in 1843"), world.nugget("had gears")]
    hits = [world.hit("Ada wrote the notes in 1843."), world.hit("The engine had gears.")]
    assert recall_at(1, nuggets, hits) == pytest.approx(2 / 3)
    assert recall_at(2, nuggets, hits) == 1


def test_a_need_found_twice_is_found_once_where_it_is_found_first(world, miss):
    nuggets = [world.nugget("in 1843"), world.nugget("had gears")]
    again = [world.hit("Ada wrote the notes in 1843."), world.hit("notes in 1843. Babbage")]
    assert recall_at(5, nuggets, again) == 0.5
    for hits in (again, [again[0], miss, again[1]]):
        assert reciprocal_rank(nuggets, hits) == 1
        assert ndcg_at(10, nuggets, hits) == pytest.approx(1 / (1 + 1 / log2(3)))


def test_reciprocal_rank_is_that_of_the_first_need_found(world, miss):
    nuggets = [world.nugget("in 1843"), world.nugget("had gears")]
    hits = [miss, miss, world.hit("The engine had gears."), world.hit("Ada wrote the notes in 1843.")]
    assert reciprocal_rank(nuggets, hits) == pytest.approx(1 / 3)
    assert reciprocal_rank(nuggets, [miss]) == 0


def test_ndcg_discounts_by_the_logarithm_of_the_rank(world, miss):
    nuggets = [world.nugget("in 1843"), world.nugget("had gears")]
    first, second = world.hit("Ada wrote the notes in 1843."), world.hit("The engine had gears.")
    ideal = 1 / log2(2) + 1 / log2(3)
    assert ndcg_at(10, nuggets, [first, second]) == pytest.approx(1)
    assert ndcg_at(10, nuggets, [miss, first, miss, second]) == pytest.approx((1 / log2(3) + 1 / log2(5)) / ideal)
    assert ndcg_at(10, nuggets, [*[miss] * 9, second]) == pytest.approx(1 / log2(11) / ideal)
    assert ndcg_at(10, nuggets, [*[miss] * 10, second]) == 0


def test_a_chunk_with_all_needs_is_the_best_there_is(world):
    nuggets = [world.nugget("in 1843"), world.nugget("Ada wrote")]
    assert ndcg_at(10, nuggets, [world.hit("Ada wrote the notes in 1843.")]) == pytest.approx(1)


def test_nothing_found_is_zero_and_nothing_to_find_is_undefined(world, miss):
    nugget = world.nugget("in 1843")
    for measured in (recall_at(5, [nugget], []), reciprocal_rank([nugget], []), ndcg_at(10, [nugget], [])):
        assert measured == 0
    for measured in (recall_at(5, [], [miss]), reciprocal_rank([], [miss]), ndcg_at(10, [], [miss])):
        assert measured is None
