"""The candidate answer to a sub-question: which of the spans read answer it, and how probably."""

from collections.abc import Sequence
from dataclasses import dataclass

from index import Hit
from qa.calibration import load_calibration
from qa.conflict import answers
from qa.datatypes import Span
from qa.decomposition import SubQuestion
from qa.mmr import diverse


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sub-question with all its spans, best first, and those of them that are shown as its answer.

    `probability` is that of the best of them being right; `hits` are what was read.
    """

    sub_question: SubQuestion
    spans: tuple[Span, ...]
    shown: tuple[Span, ...]
    probability: float
    hits: tuple[Hit, ...] = ()


def select(sub_question: SubQuestion, hits: Sequence[Hit], spans: Sequence[Span], unanswerable: float) -> Candidate:
    """Select, of spans with the best first, several passages for a broad question, else one answer a document.

    `unanswerable` is the share of questions that the documents are likely not to answer.
    """
    shown = diverse(sub_question.question, spans, hits) if sub_question.broad else answers(spans)
    curve = load_calibration()
    probability = curve.shifted(curve.probability(shown), unanswerable)
    return Candidate(sub_question, tuple(spans), shown, probability, tuple(hits))
