"""Figures and their intervals."""

import numpy as np
import pytest

from eval.bootstrap import UNDEFINED, Figure, mean, percentile, ratio


def test_a_mean_leaves_out_what_is_undefined():
    figure = mean([1.0, None, 0.0, None, 1.0, 1.0])
    assert (figure.value, figure.count) == (0.75, 4)
    assert figure.low <= 0.75 <= figure.high


def test_a_ratio_sums_before_it_divides():
    figure = ratio([1, 0, 2], [1, 1, 4])
    assert (figure.value, figure.count) == (0.5, 3)


def test_two_that_differ_may_both_be_drawn_twice():
    assert mean([0.0, 1.0]) == Figure(0.5, 0.0, 1.0, 2)


def test_what_all_agree_on_has_no_width():
    assert mean([1.0] * 30) == Figure(1.0, 1.0, 1.0, 30)


@pytest.mark.parametrize("figure", [mean([]), mean([None, None]), ratio([0, 0], [0, 0]), percentile([], 50)])
def test_without_values_a_figure_is_undefined(figure):
    assert figure == UNDEFINED


@pytest.mark.parametrize("figure", [mean([0.5]), mean([None, 0.5, None]), percentile([0.5], 95)])
def test_one_value_has_no_interval(figure):
    assert figure == Figure(0.5, None, None, 1)


def test_draws_in_which_nothing_counts_are_left_out():
    figure = ratio([1, 1, 0, 0, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0, 0, 0])
    assert (figure.value, figure.low, figure.high) == (1.0, 1.0, 1.0)


def test_percentiles_are_interpolated():
    values = [0.1, 0.2, 0.3, 0.4, 0.5]
    assert percentile(values, 50).value == pytest.approx(0.3)
    assert percentile(values, 95).value == pytest.approx(0.48)


def test_the_same_values_give_the_same_interval():
    values = list(np.random.default_rng(7).random(40))
    assert mean(values) == mean(values)
    assert percentile(values, 95) == percentile(values, 95)


def test_the_interval_is_near_the_one_of_the_normal_approximation():
    figure = mean([1.0] * 70 + [0.0] * 30)
    margin = 1.96 * (0.7 * 0.3 / 100) ** 0.5
    assert figure.low == pytest.approx(0.7 - margin, abs=0.015)
    assert figure.high == pytest.approx(0.7 + margin, abs=0.015)


def test_the_interval_covers_the_truth_about_95_times_in_100():
    samples = np.random.default_rng(1).random((200, 80)) < 0.7
    figures = [mean(list(sample.astype(float))) for sample in samples]
    covered = sum(figure.low <= 0.7 <= figure.high for figure in figures)
    assert 180 <= covered <= 198
