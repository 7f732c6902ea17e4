"""Scores → the probability that the best span is right.

p = 1 / (1 + exp(-(intercept + a × score + b × margin)))  (Platt 1999), where score is that of the best
span, and margin by how much it is better than the best one with other words that is not shown, too.
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
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qa.datatypes import Span

GREATEST_MARGIN = 10.0
"""Also the margin where nothing stands against the best span, as for a broad question: many passages may answer it."""
FILE = Path(__file__).parent / "calibration.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve over the signs of an answer, for questions of which the share `unanswerable` has no answer.

    `read_right` is the share of the answerable ones whose best span was right.
    """

    intercept: float
    score: float
    margin: float
    unanswerable: float = 0.5
    read_right: float = 0.85

    def probability(self, spans: Sequence[Span], shown: Sequence[Span], *, broad: bool = False) -> float:
        """The probability that the best span shown answers the question; 0 where there is none."""
        if not spans:
            return 0.0
        score, margin = signs(spans, shown, broad=broad)
        return round(logistic(self.intercept + self.score * score + self.margin * margin), 4)

    def shifted(self, probability: float, unanswerable: float) -> float:
        """The probability where another share of the questions has no answer, to four places."""
        right = (1 - unanswerable) / (1 - self.unanswerable)
        wrong = (1 - self.read_right * (1 - unanswerable)) / (1 - self.read_right * (1 - self.unanswerable))
        return round(probability * right / (probability * right + (1 - probability) * wrong), 4)


def logistic(log_odds: float) -> float:
    """1 / (1 + exp(-log_odds)), written so that it overflows nowhere."""
    return (1 + math.tanh(log_odds / 2)) / 2


def signs(spans: Sequence[Span], shown: Sequence[Span], *, broad: bool = False) -> tuple[float, float]:
    """The best span's score, and its margin over the best one with other words that is not shown beside it."""
    said = {span.words.casefold() for span in shown}
    rival = next((span for span in spans if span not in shown and span.words.casefold() not in said), None)
    score = max(span.score for span in shown)
    margin = GREATEST_MARGIN if broad or not rival else score - rival.score
    return score, max(0.0, min(margin, GREATEST_MARGIN))


@cache
def load_calibration() -> Calibration:
    """The curve that ships with the project."""
    fitted = json.loads(FILE.read_text("utf-8"))
    names = ("intercept", "score", "margin", "unanswerable", "read_right")
    return Calibration(*(float(fitted[name]) for name in names))
