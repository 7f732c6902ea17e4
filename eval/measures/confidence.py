"""What an answer's confidence is worth: is more of it more often right, and as often as it says?

Risk and coverage (El-Yaniv and Wiener 2010; Geifman and El-Yaniv 2017): were only those answers
shown whose confidence is at least t,

    coverage(t) = |shown| / |questions|, risk(t) = |shown and wrong| / |shown|.

Only what was answered can be shown. A right abstention counts in the measures of abstention, not
here. Answers of equal confidence are shown together.

Calibration (Guo et al. 2017): answers of about the same confidence are put into a bin, and
Σ |bin| / |answers| · |right in the bin - its mean confidence| is the expected calibration error.
The bins hold equally many answers, not equal ranges of confidence: nothing is answered below
`min_confidence`, so that equal ranges would leave some bins empty and others with a handful, and
the error is less biased that way (Roelofs et al. 2022).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.measures.answer import Scores
from eval.statistics.bootstrap import Figure, Values, figure, quotient

BINS = 15
BIN_ANSWERS = 20
"""With fewer in a bin, chance alone makes a calibration error of a tenth: few answers get fewer bins."""

Clusters = Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Curve:
    """(coverage, risk) at every threshold, the highest first; the area below, and the risk at half the coverage."""

    points: tuple[tuple[float, float], ...]
    area: Figure
    risk_at_half: Figure


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same confidence: its least, greatest and mean, and the share that is right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def risk_coverage(scores: Sequence[Scores], clusters: Clusters = None) -> Curve:
    """The curve of all questions; without answers it has no points."""
    coverage, risk = _steps(scores)(np.ones((1, len(scores))))
    points = tuple(zip(coverage[0].tolist(), risk[0].tolist(), strict=True))
    return Curve(points, risk_coverage_area(scores, clusters), risk_at_half_coverage(scores, clusters))


def risk_coverage_area(scores: Sequence[Scores], clusters: Clusters = None) -> Figure:
    """Σ risk(t) Δcoverage(t) / max coverage: the mean risk over the places where one may stop; less is better."""
    steps = _steps(scores)

    def area(weights: Values) -> Values:
        coverage, risk = steps(weights)
        widths = np.diff(coverage, axis=1, prepend=0)
        return quotient((widths * np.nan_to_num(risk)).sum(axis=1), coverage[:, -1])

    return figure(area, _answered(scores), clusters)


def risk_at_half_coverage(scores: Sequence[Scores], clusters: Clusters = None) -> Figure:
    """The risk at the highest threshold that still shows an answer to half of the questions; less is better.

    Undefined where fewer are answered.
    """
    steps = _steps(scores)

    def at_half(weights: Values) -> Values:
        coverage, risk = steps(weights)
        reached = coverage >= 0.5
        first = np.take_along_axis(risk, reached.argmax(axis=1)[:, None], axis=1)[:, 0]
        return np.where(reached.any(axis=1), first, np.nan)

    return figure(at_half, _answered(scores), clusters)


def reliability(scores: Sequence[Scores]) -> tuple[Bin, ...]:
    """The answers in bins, the least confident first; a perfectly calibrated bin's accuracy is its confidence."""
    confidence, correct = _confidence(scores), _correct(scores)
    found = []
    for members in _bins(confidence, _answered(scores)):
        sure = confidence[members]
        accuracy = float(correct[members].mean())
        found.append(Bin(float(sure.min()), float(sure.max()), len(members), float(sure.mean()), accuracy))
    return tuple(found)


def calibration_error(scores: Sequence[Scores], clusters: Clusters = None) -> Figure:
    """The expected calibration error of the answers, over the bins of `reliability`; less is better.

    Chance makes it greater than it is, all the more in few answers, and its draws twice: the
    interval is the reflected one, which can reach 0 where the plain one never does.
    """
    confidence, correct = _confidence(scores), _correct(scores)
    answered = _answered(scores)
    bins = _bins(confidence, answered)

    def error(weights: Values) -> Values:
        gaps = [abs(weights[:, members] @ (correct - confidence)[members]) for members in bins]
        return quotient(np.sum(gaps, axis=0), weights @ answered)

    return figure(error, answered, clusters, reflected=True)


def auroc_right(scores: Sequence[Scores], clusters: Clusters = None) -> Figure:
    """The probability that a right answer has more confidence than a wrong one."""
    return _auroc(_confidence(scores), _correct(scores) > 0, _answered(scores), clusters)


def auroc_answerable(scores: Sequence[Scores], clusters: Clusters = None) -> Figure:
    """The probability that an answerable question gets more confidence than an unanswerable one, answered or not."""
    answerable = np.array([one.answerable for one in scores], bool)
    return _auroc(_confidence(scores), answerable, np.ones(len(scores), bool), clusters)


def _auroc(confidence: Values, positive: NDArray[np.bool_], counts: NDArray[np.bool_], clusters: Clusters) -> Figure:
    """The area under the ROC curve, by Mann and Whitney's statistic (Hanley and McNeil 1982); equals count one half.

    Worked out for all draws at once: scikit-learn's takes one at a time, and all of a report's
    figures would take minutes. The tests hold the one against the other.
    """
    order = np.argsort(confidence, kind="stable")
    starts = np.flatnonzero(np.diff(confidence[order], prepend=-np.inf))

    def area(weights: Values) -> Values:
        above, below = (
            np.add.reduceat((weights * (counts & chosen))[:, order], starts, axis=1) for chosen in (positive, ~positive)
        )
        less = below.cumsum(axis=1) - below / 2
        return quotient((above * less).sum(axis=1), above.sum(axis=1) * below.sum(axis=1))

    return figure(area, counts, clusters)


def _steps(scores: Sequence[Scores]) -> Callable[[Values], tuple[Values, Values]]:
    """Weights → coverage and risk at every threshold, of shape (draws, thresholds)."""
    confidence, correct = _confidence(scores), _correct(scores)
    answered = np.flatnonzero(_answered(scores))
    order = answered[np.argsort(-confidence[answered], kind="stable")]
    ends = np.flatnonzero(np.diff(confidence[order], append=-np.inf))

    def steps(weights: Values) -> tuple[Values, Values]:
        shown = weights[:, order].cumsum(axis=1)[:, ends]
        wrong = (weights * (1 - correct))[:, order].cumsum(axis=1)[:, ends]
        return shown / weights.sum(axis=1, keepdims=True), quotient(wrong, shown)

    return steps


def _bins(confidence: Values, answered: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """The answered questions by rank of confidence; those of equal confidence stay together."""
    members = np.flatnonzero(answered)
    if not len(members):
        return []
    own = confidence[members]
    ascending = np.sort(own)
    number = min(BINS, max(1, len(members) // BIN_ANSWERS))
    before, up_to = np.searchsorted(ascending, own, "left"), np.searchsorted(ascending, own, "right")
    places = number * (before + up_to) // (2 * len(members))
    return [members[places == place] for place in range(number) if (places == place).any()]


def _confidence(scores: Sequence[Scores]) -> Values:
    return np.array([one.confidence for one in scores], float)


def _correct(scores: Sequence[Scores]) -> Values:
    return np.array([one.correct for one in scores], float)


def _answered(scores: Sequence[Scores]) -> NDArray[np.bool_]:
    return np.array([one.answered for one in scores], bool)
