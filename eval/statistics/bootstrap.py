"""Figures with their 95 % bootstrap intervals (Efron 1979).

What is drawn with replacement, as often as there is of it, are clusters of questions: those about
one document, or one article, are not independent (Field and Welsh 2007; Miller 2024). Too few
clusters say nothing of the spread, so with fewer than CLUSTERS the questions themselves are drawn,
and a figure says which. As one cluster may hold most of the questions, clusters count by Kish's
effective number: (Σ size)² / Σ size², which is their number where all are of one size.

The statistic is taken anew of each of RESAMPLES draws; the interval runs from the 2.5th to the
97.5th percentile of them. The seed is fixed: the same scores give the same interval. An interval
without width says that all questions agreed, not that the figure is certain.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
LEVEL = 0.95
SEED = 0
CLUSTERS = 10
_BATCH = 200
"""How many draws are worked out at once, so that thousands of questions fit in memory."""

Drawn = Literal["clusters", "questions"]
Values = NDArray[np.float64]
Statistic = Callable[[Values], Values]
"""How often each question counts, of shape (draws, questions) → the value of each draw; NaN is "undefined"."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A statistic with its interval, over the `count` questions for which it is defined.

    None is "undefined", never 0: `value` is None where no question defines it, and `low` and
    `high` where fewer than two do, for one question says nothing of the spread. `drawn` says what
    the interval supposes to be independent.
    """

    value: float | None
    low: float | None
    high: float | None
    count: int
    drawn: Drawn = "questions"


UNDEFINED = Figure(None, None, None, 0)


def ratio(numerators: Sequence[float], denominators: Sequence[float], clusters: Sequence[str] | None = None) -> Figure:
    """sum(numerators) / sum(denominators), one of each a question.

    A mean is a ratio whose denominators are 1 where the question counts and 0 where it does not.
    """
    parts, wholes = np.array(numerators, float), np.array(denominators, float)
    return figure(lambda weights: quotient(weights @ parts, weights @ wholes), wholes > 0, clusters)


def mean(values: Sequence[float | None], clusters: Sequence[str] | None = None) -> Figure:
    """The mean of the values that are defined."""
    return ratio([value or 0.0 for value in values], [float(value is not None) for value in values], clusters)


def percentile(values: Sequence[float], rank: float, clusters: Sequence[str] | None = None) -> Figure:
    """The value below which `rank` percent of the values lie, by linear interpolation."""
    order = np.argsort(values, kind="stable")
    ascending = np.array(values, float)[order]

    def statistic(weights: Values) -> Values:
        reached = weights[:, order].cumsum(axis=1)
        place = (reached[:, -1] - 1) * rank / 100
        floor, ceiling = np.floor(place), np.ceil(place)
        below = ascending[(reached <= floor[:, None]).sum(axis=1)]
        above = ascending[(reached <= ceiling[:, None]).sum(axis=1)]
        between: Values = below + (above - below) * (place - floor)
        return between

    return figure(statistic, np.ones(len(order), bool), clusters)


def figure(
    statistic: Statistic,
    counts: NDArray[np.bool_],
    clusters: Sequence[str] | None = None,
    *,
    reflected: bool = False,
) -> Figure:
    """A statistic of all questions with its interval; `counts` says which of them define it.

    Draws that leave it undefined are left out. `reflected` is for a statistic of no less than 0
    that noise makes greater: its draws are too great by what the value itself is, so each counts as
    2 value - draw (Davison and Hinkley 1997, 5.2), and the interval is widened to hold the value.
    """
    count = int(counts.sum())
    value = float(statistic(np.ones((1, len(counts))))[0]) if count else np.nan
    if np.isnan(value):
        return UNDEFINED
    if count == 1:
        return Figure(value, None, None, 1)
    units, drawn = _units(counts, clusters)
    draws = np.concatenate([statistic(weights) for weights in _weights(units)])
    draws = np.clip(2 * value - draws, 0, None) if reflected else draws
    low, high = np.nanpercentile(draws, [50 * (1 - LEVEL), 50 * (1 + LEVEL)])
    if reflected:
        low, high = min(low, value), max(high, value)
    return Figure(value, float(low), float(high), count, drawn)


def quotient(parts: Values, wholes: Values) -> Values:
    """parts / wholes, undefined where nothing is there to divide by."""
    return np.divide(parts, wholes, out=np.full_like(wholes, np.nan), where=wholes > 0)


def _units(counts: NDArray[np.bool_], clusters: Sequence[str] | None) -> tuple[NDArray[np.intp], Drawn]:
    """Which unit each question is drawn with, numbered from 0."""
    if clusters is not None:
        _, units = np.unique(clusters, return_inverse=True)
        sizes = np.bincount(units[counts])
        if sizes.sum() ** 2 >= CLUSTERS * (sizes**2).sum():
            return units, "clusters"
    return np.arange(len(counts)), "questions"


def _weights(units: NDArray[np.intp]) -> Iterator[Values]:
    """How often each resample holds each question, of shape (_BATCH, questions)."""
    times = _times(int(units.max()) + 1)
    for first in range(0, RESAMPLES, _BATCH):
        yield times[first : first + _BATCH, units].astype(float)


@lru_cache(maxsize=2)
def _times(units: int) -> NDArray[np.uint16]:
    """How often each resample holds each unit, of shape (RESAMPLES, units)."""
    random = np.random.default_rng(SEED)
    return np.stack(
        [np.bincount(random.integers(units, size=units), minlength=units).astype(np.uint16) for _ in range(RESAMPLES)]
    )
