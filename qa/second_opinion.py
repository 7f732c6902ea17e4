"""Reader and LLM → the probability that a sentence by the LLM answers right.

p = 1 / (1 + exp(-(intercept + a × logit(reader) + b × logit(answering) + c × agrees))) (Platt 1999, of
several signs), where `reader` is the probability of the answer in quotes, `answering` that of the best quote
supporting the sentence times that of an answer resting on that quote, and `agrees` is 1 where the sentence
has the words that the reader marked.
So an LLM that answers where the reader finds nothing must be surer, and where both agree it is likelier.
Where the LLM says that the sources don't say, p = 1 / (1 + exp(-(intercept + a × logit(reader)))) is the
quotes'. The weights are fitted by python -m eval llm --fit.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.words import content_stems
from qa.calibration import logistic
from qa.datatypes import AnswerSpan

FILE = Path(__file__).parent / "second_opinion.json"
_LEAST = 0.001
"""No probability is taken for surer than this."""


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """The weights of two curves: of what an LLM wrote, and of quotes that it does not believe in."""

    written: tuple[float, ...]
    abstained: tuple[float, ...]

    def of_written(self, reader: float, answering: float, *, agrees: bool) -> float:
        """The probability that a sentence answers right."""
        return _probability(self.written, (1.0, logit(reader), logit(answering), float(agrees)))

    def of_abstained(self, reader: float) -> float:
        """The probability that the quotes answer right though the LLM says that nothing does."""
        return _probability(self.abstained, (1.0, logit(reader)))


def agrees(sentence: str, spans: Sequence[AnswerSpan]) -> bool:
    """Whether a sentence has the words of one of the spans."""
    return any(says(sentence, span.words) for span in spans)


def says(text: str, words: str) -> bool:
    """Whether a text has all words with a meaning of some others, in any form and order."""
    return content_stems(words) <= content_stems(text)


def logit(probability: float) -> float:
    """The log-odds of a probability."""
    kept = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


@cache
def load_second_opinion() -> SecondOpinion:
    """The curves that ship with the project."""
    fitted = json.loads(FILE.read_text("utf-8"))
    return SecondOpinion(*(tuple(map(float, fitted[curve])) for curve in ("written", "abstained")))


def _probability(weights: Sequence[float], signs: Sequence[float]) -> float:
    return round(logistic(sum(weight * sign for weight, sign in zip(weights, signs, strict=True))), 4)
