"""Figures with their 95 % percentile bootstrap intervals (Efron 1979).

Questions are drawn with replacement, as many as there are, and the statistic is taken anew; the
interval runs from the 2.5th to the 97.5th percentile of RESAMPLES such draws. The seed is fixed:
the same scores give the same interval. An interval without width says that all questions agreed,
not that the figure is certain.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
LEVEL = 0.95
SEED = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A statistic with its interval, over the `count` questions for which it is defined.

    None is "undefined", never 0: `value` is None where no question defines it, and `low` and
    `high` where fewer than two do, for one question says nothing of the spread.
    """

    value: float | None
    low: float | None
    high: float | None
    count: int


UNDEFINED = Figure(None, None, None, 0)


def ratio(numerators: Sequence[float], denominators: Sequence[float]) -> Figure:
    """sum(numerators) / sum(denominators), one of each a question.

    A mean is a ratio whose denominators are 1 where the question counts and 0 where it does not.
    Draws without any question that counts are left out.
    """
    parts, wholes = np.array(numerators, float), np.array(denominators, float)
    count = int(np.count_nonzero(wholes))
    if not count:
        return UNDEFINED
    draws = _draws(len(wholes))
    sums = wholes[draws].sum(axis=1)
    return _figure(parts.sum() / wholes.sum(), parts[draws].sum(axis=1)[sums > 0] / sums[sums > 0], count)


def mean(values: Sequence[float | None]) -> Figure:
    """The mean of the values that are defined."""
    return ratio([value or 0.0 for value in values], [float(value is not None) for value in values])


def percentile(values: Sequence[float], rank: float) -> Figure:
    """The value below which `rank` percent of the values lie, by linear interpolation."""
    if not values:
        return UNDEFINED
    array = np.array(values, float)
    return _figure(np.percentile(array, rank), np.percentile(array[_draws(len(array))], rank, axis=1), len(array))


def _draws(count: int) -> NDArray[np.intp]:
    """Which questions each resample holds, of shape (RESAMPLES, count)."""
    return np.random.default_rng(SEED).integers(count, size=(RESAMPLES, count), dtype=np.intp)


def _figure(value: float, resampled: NDArray[np.float64], count: int) -> Figure:
    if count == 1:
        return Figure(float(value), None, None, 1)
    low, high = np.percentile(resampled, [50 * (1 - LEVEL), 50 * (1 + LEVEL)])
    return Figure(float(value), float(low), float(high), count)
