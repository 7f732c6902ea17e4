"""Scores → the probability that the best span is right.

p = 1 / (1 + exp(-(intercept + a × score + b × unknown)))  (Platt 1999), where score is the reader's
for its best span and unknown the idf share of the question's words that no document holds. The
weights stand in a readable file with where they come from: articles that the reader was not
trained on (training/calibrate.py).
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index import Term
from qa.datatypes import Span

FILE = Path(__file__).parent / "calibration.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve over the score and the share of unknown words."""

    intercept: float
    score: float
    unknown: float

    def probability(self, spans: Sequence[Span], terms: Sequence[Term]) -> float:
        """The probability that the first span answers the question; 0 where there is none."""
        if not spans:
            return 0.0
        log_odds = self.intercept + self.score * spans[0].score + self.unknown * unknown_share(terms)
        return round(1 / (1 + math.exp(-log_odds)), 4)


def unknown_share(terms: Sequence[Term]) -> float:
    """How much of a question, by idf, is said in words that no document holds; 0 to 1."""
    whole = sum(term.idf for term in terms)
    return sum(term.idf for term in terms if not term.known) / whole if whole else 0.0


@cache
def load_calibration() -> Calibration:
    """The curve that ships with the project."""
    fitted = json.loads(FILE.read_text("utf-8"))
    return Calibration(float(fitted["intercept"]), float(fitted["score"]), float(fitted["unknown"]))
