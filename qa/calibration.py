"""Scores → the probability that the best span is right.

p = 1 / (1 + exp(-(intercept + weight * score of the best span)))
(Platt 1999). The weights stand in a readable file with where they come from: it was fitted on
articles that neither the reader nor the threshold was fitted on (training/sentence_reader.py).
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qa.datatypes import Span

_FILE = Path(__file__).parent / "calibration.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve over the reader's score."""

    intercept: float
    weight: float

    def probability(self, spans: Sequence[Span]) -> float:
        """The probability that the first span answers the question; 0 where there is none."""
        if not spans:
            return 0.0
        return round(1 / (1 + math.exp(-(self.intercept + self.weight * spans[0].score))), 4)


@cache
def load_calibration() -> Calibration:
    """The curve that ships with the project."""
    fitted = json.loads(_FILE.read_text("utf-8"))
    return Calibration(float(fitted["intercept"]), float(fitted["weight"]))
