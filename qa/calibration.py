"""Scores → the probability that the best span is right.

p = 1 / (1 + exp(-(intercept + slope × score)))  (Platt 1999), where score is that of the best span shown.
The weights stand in a readable file with where they come from: articles that the reader was not
trained on (training/calibrate.py).

The curve is fitted on questions of which a share π has no answer, and asked for others of which π' has
none. Prior shift (Saerens, Latinne and Decaestecker 2002) multiplies the odds of each class by the ratio
of its new share to its old one: of right answers by (1 - π') / (1 - π), of the others, which are the
unanswerable and the share 1 - r of the answerable that is read wrong, by
(π' + (1 - π')(1 - r)) / (π + (1 - π)(1 - r)).
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from qa.datatypes import AnswerSpan

FILE = Path(__file__).parent / "calibration.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve over the score of an answer, for questions of which the share `unanswerable` has no answer.

    `read_right` is the share of the answerable ones whose best span was right.
    """

    intercept: float
    slope: float
    unanswerable: float = 0.5
    read_right: float = 0.85

    @classmethod
    def fitted(cls, values: Mapping[str, Any]) -> "Calibration":
        """The curve among the values that the calibration writes."""
        return cls(**{field.name: float(values[field.name]) for field in fields(cls)})

    def probability(self, shown: Sequence[AnswerSpan]) -> float:
        """The probability that the best of the spans shown answers the question; 0 where there is none."""
        if not shown:
            return 0.0
        return round(logistic(self.intercept + self.slope * max(span.score for span in shown)), 4)

    def shifted(self, probability: float, unanswerable: float) -> float:
        """The probability where another share of the questions has no answer, to four places."""
        right = (1 - unanswerable) / (1 - self.unanswerable)
        wrong = (1 - self.read_right * (1 - unanswerable)) / (1 - self.read_right * (1 - self.unanswerable))
        return round(probability * right / (probability * right + (1 - probability) * wrong), 4)


def logistic(log_odds: float) -> float:
    """1 / (1 + exp(-log_odds)), written so that it overflows nowhere."""
    return (1 + math.tanh(log_odds / 2)) / 2


@cache
def load_calibration() -> Calibration:
    """The curve that ships with the project."""
    return Calibration.fitted(json.loads(FILE.read_text("utf-8")))
