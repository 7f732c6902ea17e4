"""Figures and their intervals."""

import numpy as np
import pytest

from eval.statistics.bootstrap import (
    CLUSTERS,
    RESAMPLES,
    SEED,
    UNDEFINED,
    Figure,
    figure,
    mean,
    percentile,
    quotient,
    ratio,
)


def test_a_mean_leaves_out_what_is_undefined():
    found = mean([1.0, None, 0.0, None, 1.0, 1.0])
    assert (found.value, found.count) == (0.75, 4)
    assert found.low <= 0.75 <= found.high


def test_a_ratio_sums_before_it_divides():
    found = ratio([1, 0, 2], [1, 1, 4])
    assert (found.value, found.count) == (0.5, 3)


def test_two_that_differ_may_both_be_drawn_twice():
    assert mean([0.0, 1.0]) == Figure(0.5, 0.0, 1.0, 2)


def test_what_all_agree_on_has_no_width():
    assert mean([1.0] * 30) == Figure(1.0, 1.0, 1.0, 30)


@pytest.mark.parametrize("found", [mean([]), mean([None, None]), ratio([0, 0], [0, 0]), percentile([], 50)])
def test_without_values_a_figure_is_undefined(found):
    assert found == UNDEFINED


@pytest.mark.parametrize("found", [mean([0.5]), mean([None, 0.5, None]), percentile([0.5], 95)])
def test_one_value_has_no_interval(found):
    assert found == Figure(0.5, None, None, 1)


def test_draws_in_which_nothing_counts_are_left_out():
    found = ratio([1, 1, 0, 0, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0, 0, 0])
    assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)


def test_percentiles_are_interpolated():
    values = [0.1, 0.2, 0.3, 0.4, 0.5]
    assert percentile(values, 50).value == pytest.approx(0.3)
    assert percentile(values, 95).value == pytest.approx(0.48)


def test_the_same_values_give_the_same_interval():
    values = list(np.random.default_rng(7).random(40))
    assert mean(values) == mean(values)
    assert percentile(values, 95) == percentile(values, 95)


def test_the_interval_is_near_the_one_of_the_normal_approximation():
    found = mean([1.0] * 70 + [0.0] * 30)
    margin = 1.96 * (0.7 * 0.3 / 100) ** 0.5
    assert found.low == pytest.approx(0.7 - margin, abs=0.015)
    assert found.high == pytest.approx(0.7 + margin, abs=0.015)


def test_the_interval_covers_the_truth_about_95_times_in_100():
    samples = np.random.default_rng(1).random((200, 80)) < 0.7
    figures = [mean(list(sample.astype(float))) for sample in samples]
    covered = sum(found.low <= 0.7 <= found.high for found in figures)
    assert 180 <= covered <= 198


def names(count, size):
    """The clusters of `count` times `size` questions, in an order that numbers keep."""
    return [f"{name:03}" for name in range(count) for _ in range(size)]


@pytest.mark.parametrize(("count", "drawn"), [(CLUSTERS, "clusters"), (CLUSTERS - 1, "questions")])
def test_with_few_clusters_the_questions_are_drawn(count, drawn):
    assert mean([0.0, 1.0] * count, names(count, 2)).drawn == drawn
    assert percentile([0.0, 1.0] * count, 50, names(count, 2)).drawn == drawn


def test_two_clusters_with_most_of_the_questions_are_few_however_many_there_are_beside_them():
    clusters = names(2, 48) + [f"alone {number}" for number in range(54)]
    assert mean([0.0, 1.0] * 75, clusters) == mean([0.0, 1.0] * 75)


def test_only_clusters_in_which_the_figure_is_defined_count():
    values = [0.0, 1.0] * 3 + [None] * 20
    assert mean(values, names(13, 2)) == mean(values)


def test_questions_that_always_agree_say_as_much_as_one():
    values = list((np.random.default_rng(2).random(30) < 0.6).astype(float))
    repeated = [value for value in values for _ in range(7)]
    alone, together = mean(values), mean(repeated, names(30, 7))
    assert (together.count, together.drawn) == (210, "clusters")
    assert (together.low, together.high) == (pytest.approx(alone.low), pytest.approx(alone.high))
    assert percentile(repeated, 50, names(30, 7)).value == percentile(repeated, 50).value


def test_clusters_of_unlike_sizes_weigh_what_they_hold():
    values, clusters = [1.0] * 3 + [0.0] * 13, ["big"] * 3 + names(13, 1)
    found = mean(values, clusters)
    assert (found.value, found.drawn) == (3 / 16, "clusters")
    # Of 14 clusters drawn, the big one may be missing, and holds 3 questions each time that it comes.
    shares = [3 * times / (3 * times + 14 - times) for times in range(15)]
    assert found.low == 0
    assert min(abs(found.high - share) for share in shares) < 1e-9


def test_where_questions_hang_together_clusters_cover_the_truth_and_questions_do_not():
    draw, clusters = np.random.default_rng(3), names(30, 10)
    covered = dict.fromkeys(("clusters", "questions"), 0)
    for _ in range(100):
        chances = np.repeat(draw.choice([0.3, 0.9], 30), 10)
        values = list((draw.random(300) < chances).astype(float))
        for found in (mean(values, clusters), mean(values)):
            covered[found.drawn] += found.low <= 0.6 <= found.high
    assert covered["clusters"] >= 88
    assert covered["questions"] <= 75


def test_the_interval_is_that_of_drawing_the_values_themselves():
    values = np.random.default_rng(4).random(25)
    drawn = values[np.random.default_rng(SEED).integers(25, size=(RESAMPLES, 25))]
    for rank in (0, 50, 95, 100):
        found = percentile(list(values), rank)
        assert found.value == pytest.approx(np.percentile(values, rank))
        expected = np.percentile(np.percentile(drawn, rank, axis=1), [2.5, 97.5])
        assert [found.low, found.high] == pytest.approx(list(expected))
    found = mean(list(values))
    assert [found.low, found.high] == pytest.approx(list(np.percentile(drawn.mean(axis=1), [2.5, 97.5])))


def test_draws_that_leave_a_statistic_undefined_are_left_out():
    first = np.array([1.0, 0.0, 0.0, 0.0])
    found = figure(lambda weights: quotient(weights @ first, weights @ first), np.ones(4, bool))
    assert (found.value, found.low, found.high, found.count) == (1, 1, 1, 4)


def test_what_is_undefined_of_all_questions_is_undefined():
    assert figure(lambda weights: quotient(weights[:, 0], 0 * weights[:, 0]), np.ones(4, bool)) == UNDEFINED


def test_a_reflected_interval_lies_as_far_below_as_the_draws_lie_above():
    errors = np.array([0.3, -0.1, 0.2, -0.2, 0.1, 0.0] * 5)

    def size(weights):
        return abs(weights @ errors) / weights.sum(axis=1)

    plain, reflected = (figure(size, np.ones(30, bool), reflected=turned) for turned in (False, True))
    assert plain.value == reflected.value == pytest.approx(0.05)
    assert reflected.low == pytest.approx(max(0, 2 * plain.value - plain.high))
    assert reflected.high == pytest.approx(2 * plain.value - plain.low)


def test_a_reflected_interval_holds_its_value_though_every_draw_is_greater():
    def gaps(weights):
        """Ten pairs that are even together, and uneven in almost every draw."""
        return 0.2 + abs(weights[:, 0::2] - weights[:, 1::2]).sum(axis=1) / weights.sum(axis=1)

    plain, reflected = (figure(gaps, np.ones(20, bool), reflected=turned) for turned in (False, True))
    assert plain.low > plain.value == 0.2
    assert reflected.low < reflected.high == 0.2
