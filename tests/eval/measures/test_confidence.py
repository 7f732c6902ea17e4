"""Confidence measured: by hand, against scikit-learn, and against truths that are known."""

import random
from statistics import fmean

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import roc_auc_score

from eval.measures.answer import Scores
from eval.measures.confidence import (
    Bin,
    Curve,
    auroc_answerable,
    auroc_right,
    calibration_error,
    reliability,
    risk_at_half_coverage,
    risk_coverage,
    risk_coverage_area,
)
from eval.statistics.bootstrap import UNDEFINED

REST = (
    "exact_match f1 recall_at_1 recall_at_5 recall_at_10 reciprocal_rank ndcg_at_10 evidence_recall citation_recall "
    "citation_precision grounded"
)


def scored(verdict, confidence=0.5, *, answerable=True):
    """Scores of a verdict; what is "wrong" may be the answer to either kind of question."""
    return Scores(
        answerable=verdict in ("right", "missed") or (verdict == "wrong" and answerable),
        answered=verdict in ("right", "wrong"),
        correct=verdict == "right",
        perhaps=None,
        confidence=confidence,
        seconds=1.0,
        **dict.fromkeys(REST.split()),
    )


def answers(right, confidence):
    return [scored("right" if each else "wrong", sure) for each, sure in zip(right, confidence, strict=True)]


def calibrated(draw, count, gap=0.0):
    """Answers that are right as often as their confidence says, less a gap."""
    confidence = draw.uniform(0.35, 0.95, count)
    return answers(draw.random(count) < confidence - gap, confidence)


@pytest.fixture
def eight():
    """Four answered, two of them with the same confidence, and four not."""
    answered = [scored("right", 0.9), scored("wrong", 0.8), scored("right", 0.8), scored("wrong", 0.6)]
    return [*answered, scored("missed", 0.3), scored("missed", 0.2), scored("abstained", 0.1), scored("abstained", 0.4)]


def test_a_curve_by_hand(eight):
    curve = risk_coverage(eight)
    assert curve.points == ((1 / 8, 0), (3 / 8, pytest.approx(1 / 3)), (4 / 8, 1 / 2))
    assert curve.area.value == pytest.approx((1 * 0 + 2 * (1 / 3) + 1 * (1 / 2)) / 4)
    assert curve.risk_at_half.value == 1 / 2
    assert (curve.area.count, curve.risk_at_half.count) == (4, 4)


def test_the_order_of_the_questions_is_no_matter(eight):
    shuffled = random.Random(1).sample(eight, len(eight))
    first, again = risk_coverage(eight), risk_coverage(shuffled)
    assert again.points == first.points
    assert again.area.value == pytest.approx(first.area.value)
    assert auroc_right(shuffled).value == auroc_right(eight).value
    assert reliability(shuffled) == reliability(eight)


def test_abstentions_lower_coverage_and_leave_risk_as_it_is(eight):
    fewer, more = risk_coverage(eight), risk_coverage([*eight, *[scored("abstained", 0.99)] * 8])
    assert [risk for _, risk in more.points] == [risk for _, risk in fewer.points]
    assert [coverage for coverage, _ in more.points] == [coverage / 2 for coverage, _ in fewer.points]
    assert more.area.value == pytest.approx(fewer.area.value)


def test_without_ties_the_area_is_the_mean_risk_over_the_thresholds():
    draw = np.random.default_rng(3)
    right, confidence = draw.random(60) < 0.6, draw.permutation(60) / 60
    best_first = right[np.argsort(-confidence)]
    risks = [1 - fmean(best_first[:shown]) for shown in range(1, 61)]
    assert risk_coverage_area(answers(right, confidence)).value == pytest.approx(fmean(risks))


def test_the_risk_at_half_coverage_is_that_of_the_surest_half():
    draw = np.random.default_rng(4)
    right, confidence = draw.random(60) < 0.6, draw.permutation(60) / 60
    best_first = right[np.argsort(-confidence)]
    scores = answers(right, confidence)
    assert risk_at_half_coverage(scores).value == pytest.approx(1 - fmean(best_first[:30]))
    assert risk_at_half_coverage([*scores, *[scored("missed")] * 60]).value == pytest.approx(1 - fmean(right))
    assert risk_at_half_coverage([*scores, *[scored("missed")] * 61]) == UNDEFINED


def test_an_order_that_sorts_the_wrong_out_has_less_area_than_one_that_does_not():
    right, sure = [True] * 30 + [False] * 30, [at / 60 for at in range(60)]
    assert risk_coverage_area(answers(right, sure[::-1])).high < risk_coverage_area(answers(right, sure)).low


def test_bins_and_their_error_by_hand():
    scores = answers([True] * 10 + [False] * 10 + [True] * 12 + [False] * 8, [0.5] * 20 + [0.9] * 20)
    assert reliability([*scores, scored("missed", 0.7)]) == (
        Bin(0.5, 0.5, 20, 0.5, 0.5),
        Bin(0.9, 0.9, 20, pytest.approx(0.9), 0.6),
    )
    figure = calibration_error([*scores, scored("missed", 0.7)])
    assert (figure.value, figure.count) == (pytest.approx((0 + 0.3) / 2), 40)


def test_bins_are_those_of_scikit_learn():
    draw = np.random.default_rng(5)
    confidence = draw.random(450)
    right = draw.random(450) < confidence
    bins = reliability(answers(right, confidence))
    accuracy, sure = calibration_curve(right, confidence, n_bins=15, strategy="quantile")
    assert [each.accuracy for each in bins] == pytest.approx(list(accuracy))
    assert [each.confidence for each in bins] == pytest.approx(list(sure))


@pytest.mark.parametrize(("count", "bins"), [(1, 1), (39, 1), (40, 2), (90, 4), (200, 10), (300, 15), (1000, 15)])
def test_there_are_as_many_bins_as_the_answers_fill(count, bins):
    counts = [each.count for each in reliability(answers([True] * count, np.linspace(0.4, 0.9, count)))]
    assert (len(counts), sum(counts)) == (bins, count)
    assert max(counts) - min(counts) <= 1


def test_answers_of_equal_confidence_are_in_one_bin():
    (only,) = reliability(answers([True, False] * 100, [0.7] * 200))
    assert (only.count, only.accuracy) == (200, 0.5)


def test_the_interval_of_the_calibration_error_covers_what_is_known():
    draw = np.random.default_rng(6)
    for gap in (0.0, 0.15):
        figures = [calibration_error(calibrated(draw, 100, gap)) for _ in range(60)]
        assert all(figure.low <= figure.value <= figure.high for figure in figures)
        assert sum(figure.low <= gap + 1e-9 and gap <= figure.high for figure in figures) >= 45


def test_auroc_is_that_of_scikit_learn_ties_included():
    draw = np.random.default_rng(7)
    for digits in (1, 8):
        confidence = draw.random(200).round(digits)
        right = draw.random(200) < confidence
        figure = auroc_right([*answers(right, confidence), scored("missed", 0.99)])
        assert (figure.value, figure.count) == (pytest.approx(roc_auc_score(right, confidence)), 200)


def test_the_interval_of_auroc_covers_the_truth_about_95_times_in_100():
    draw, truth = np.random.default_rng(8), 0.7602  # two normals one standard deviation apart: Φ(1 / √2)
    figures = [auroc_right(answers([True] * 40 + [False] * 40, draw.normal([1] * 40 + [0] * 40))) for _ in range(100)]
    assert 88 <= sum(figure.low <= truth <= figure.high for figure in figures) <= 99


def test_auroc_of_the_answerable_counts_the_unanswered_too(eight):
    pairs = [(0.9, 0.1), (0.9, 0.4), (0.8, 0.1), (0.8, 0.4), (0.8, 0.1), (0.8, 0.4), (0.6, 0.1), (0.6, 0.4)]
    pairs += [(0.3, 0.1), (0.3, 0.4), (0.2, 0.1), (0.2, 0.4)]
    figure = auroc_answerable(eight)
    assert (figure.value, figure.count) == (fmean(more > less for more, less in pairs), 8)
    guess = [*eight, scored("wrong", 0.95, answerable=False)]
    assert auroc_answerable(guess).value == pytest.approx(10 / 18)


def test_questions_of_one_cluster_are_drawn_together(eight):
    clusters = [f"{name:02}" for name in range(12) for _ in eight]
    for measure in (risk_coverage_area, risk_at_half_coverage, calibration_error, auroc_right, auroc_answerable):
        alone, together = measure(eight * 12), measure(eight * 12, clusters)
        assert (alone.drawn, together.drawn) == ("questions", "clusters")
        assert alone.value == pytest.approx(together.value)
        # Clusters that are all alike differ in nothing, whichever of them are drawn.
        assert together.high - together.low == pytest.approx(0)
        assert alone.high - alone.low > 0.05


@pytest.mark.parametrize("scores", [[], [scored("missed")], [scored("missed"), scored("abstained")]])
def test_without_answers_there_is_nothing_to_say_of_them(scores):
    assert risk_coverage(scores) == Curve((), UNDEFINED, UNDEFINED)
    assert reliability(scores) == ()
    assert calibration_error(scores) == UNDEFINED
    assert auroc_right(scores) == UNDEFINED


def test_without_both_classes_auroc_is_undefined():
    assert auroc_right([scored("right"), scored("right"), scored("missed")]) == UNDEFINED
    assert auroc_answerable([scored("right"), scored("missed")]) == UNDEFINED
    assert auroc_answerable([scored("abstained"), scored("wrong", answerable=False)]) == UNDEFINED


def test_one_answer_has_a_value_and_no_interval():
    figure = risk_coverage_area([scored("wrong"), scored("missed")])
    assert (figure.value, figure.low, figure.high, figure.count) == (1, None, None, 1)
