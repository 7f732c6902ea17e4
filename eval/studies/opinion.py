"""Pairs of answers → the weights of the second opinion, by logistic regression (Platt 1999).

Each question weighs the same, however many sentences an LLM wrote; a little of each weight's square is
added to the loss, so that few questions give no certainty. Knows nothing of how the pairs came about.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from eval.questions.schema import DatasetError

RIDGE = 0.5


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence: the signs that there are of it, the share of its question that it is, and whether it is right."""

    signs: tuple[float, ...]
    share: float
    right: bool


def weights(rows: Sequence[Row]) -> list[float]:
    """The intercept, and a weight for each sign. Raises DatasetError where there is nothing to tell apart."""
    right = np.array([row.right for row in rows], float)
    if len(set(right)) < 2:
        raise DatasetError(f"fit: found {len(rows)} sentences, expected right and wrong ones. Ask more questions.")
    signs = np.array([(1.0, *row.signs) for row in rows])
    shares = np.array([row.share for row in rows])

    def loss(values: NDArray[np.float64]) -> float:
        margins = (signs @ values) * (2 * right - 1)
        return float(shares @ np.logaddexp(0, -margins) / shares.sum() + RIDGE * (values[1:] ** 2).sum() / len(rows))

    return [round(float(value), 4) for value in minimize(loss, np.zeros(signs.shape[1])).x]


def write(path: Path, written: Sequence[Row], abstained: Sequence[Row], about: str, command: str) -> None:
    """Fit both curves and write them as qa/second_opinion.py reads them."""
    curves = {"written": weights(written), "abstained": weights(abstained)}
    path.write_text(f"{json.dumps({'command': command, 'about': about, **curves}, indent=2)}\n", "utf-8")
