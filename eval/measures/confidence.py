"""What an answer's confidence is worth: selective prediction, calibration and ranking.

Risk and coverage (El-Yaniv and Wiener 2010; Geifman and El-Yaniv 2017): were only those answers
shown whose confidence is at least t,

    coverage(t) = |shown| / |questions|, risk(t) = |shown and wrong| / |shown|.

Only what was answered can be shown; answers of equal confidence are shown together. A right abstention
counts in the measures of abstention, not here.

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
    aurc: Figure
    risk_at_half: Figure


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same confidence: its least, greatest and mean, and the share that is right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


class _Columns:
    """The scores as arrays."""

    def __init__(self, scores: Sequence[Scores]) -> None:
        self.confidence = np.array([one.confidence for one in scores], float)
        self.correct = np.array([one.correct for one in scores], float)
        self.answered = np.array([one.answered for one in scores], bool)
        self.answerable = np.array([one.answerable for one in scores], bool)

    def steps(self) -> Callable[[Values], tuple[Values, Values]]:
        """Weights → coverage and risk at every threshold, of shape (draws, thresholds)."""
        answered = np.flatnonzero(self.answered)
        order = answered[np.argsort(-self.confidence[answered], kind="stable")]
        ends = np.flatnonzero(np.diff(self.confidence[order], append=-np.inf))

        def steps(weights: Values) -> tuple[Values, Values]:
            shown = weights[:, order].cumsum(axis=1)[:, ends]
            wrong = (weights * (1 - self.correct))[:, order].cumsum(axis=1)[:, ends]
            return shown / weights.sum(axis=1, keepdims=True), quotient(wrong, shown)

        return steps

    def bins(self) -> list[NDArray[np.intp]]:
        """The answered questions by rank of confidence; those of equal confidence stay together."""
        members = np.flatnonzero(self.answered)
        own = self.confidence[members]
        number = min(BINS, max(1, len(members) // BIN_ANSWERS))
        before, up_to = (np.searchsorted(np.sort(own), own, side) for side in ("left", "right"))
        places = number * (before + up_to) // (2 * max(1, len(members)))
        return [members[places == place] for place in range(number) if (places == place).any()]


def risk_coverage(scores: Sequence[Scores], clusters: Clusters = None) -> Curve:
    """The curve of all questions; without answers it has no points."""
    coverage, risk = _Columns(scores).steps()(np.ones((1, len(scores))))
    points = tuple(zip(coverage[0].tolist(), risk[0].tolist(), strict=True))
    return Curve(points, aurc(scores, clusters), risk_at_half_coverage(scores, clusters))


def aurc(scores: Sequence[Scores], clusters: Clusters = None) -> Figure:
    """The area under the risk-coverage curve, Σ risk(t) Δcoverage(t) / max coverage; less is better."""
    columns = _Columns(scores)
    steps = columns.steps()

    def area(weights: Values) -> Values:
        coverage, risk = steps(weights)
        widths = np.diff(coverage, axis=1, prepend=0)
        return quotient((widths * np.nan_to_num(risk)).sum(axis=1), coverage[:, -1])

    return figure(area, columns.answered, clusters)


def risk_at_half_coverage(scores: Sequence[Scores], clusters: Clusters = None) -> Figure:
    """The risk at the highest threshold that answers half of the questions, undefined where fewer are answered."""
    columns = _Columns(scores)
    steps = columns.steps()

    def at_half(weights: Values) -> Values:
        coverage, risk = steps(weights)
        reached = coverage >= 0.5
        first = np.take_along_axis(risk, reached.argmax(axis=1)[:, None], axis=1)[:, 0]
        return np.where(reached.any(axis=1), first, np.nan)

    return figure(at_half, columns.answered, clusters)


def reliability(scores: Sequence[Scores]) -> tuple[Bin, ...]:
    """The answers in bins, the least confident first; a perfectly calibrated bin's accuracy is its confidence."""
    columns = _Columns(scores)
    found = []
    for members in columns.bins():
        confidence = columns.confidence[members]
        low, high, mean = float(confidence.min()), float(confidence.max()), float(confidence.mean())
        found.append(Bin(low, high, len(members), mean, float(columns.correct[members].mean())))
    return tuple(found)


def calibration_error(scores: Sequence[Scores], clusters: Clusters = None) -> Figure:
    """The expected calibration error of the answers, over the bins of `reliability`; less is better.

    Noise biases it upwards, and its draws twice: the interval is the reflected one, which can reach 0
    where the plain one never does.
    """
    columns = _Columns(scores)
    bins, gap = columns.bins(), columns.correct - columns.confidence

    def error(weights: Values) -> Values:
        gaps = [abs(weights[:, members] @ gap[members]) for members in bins]
        return quotient(np.sum(gaps, axis=0), weights @ columns.answered)

    return figure(error, columns.answered, clusters, reflected=True)


def auroc_right(scores: Sequence[Scores], clusters: Clusters = None) -> Figure:
    """The probability that a right answer has more confidence than a wrong one."""
    columns = _Columns(scores)
    return _auroc(columns.confidence, columns.correct > 0, columns.answered, clusters)


def auroc_answerable(scores: Sequence[Scores], clusters: Clusters = None) -> Figure:
    """The probability that an answerable question gets more confidence than an unanswerable one, answered or not."""
    columns = _Columns(scores)
    return _auroc(columns.confidence, columns.answerable, np.ones(len(scores), bool), clusters)


def _auroc(confidence: Values, positive: NDArray[np.bool_], counts: NDArray[np.bool_], clusters: Clusters) -> Figure:
    """The area under the ROC curve, by Mann and Whitney's statistic (Hanley and McNeil 1982); equals count one half.

    Computed for all draws at once: scikit-learn's takes one draw at a time, and a report's 80,000 would
    take minutes. The tests hold the one against the other.
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
