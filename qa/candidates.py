"""The candidate answer to a sub-question: which of the spans read answer it, and how probably."""

from collections.abc import Sequence
from dataclasses import dataclass

from index import Hit
from qa.calibration import load_calibration
from qa.conflict import answers
from qa.datatypes import AnswerSpan
from qa.decomposition import SubQuestion
from qa.mmr import diverse

EVIDENT, NOT_RULED_OUT = 0.3, -4.0
"""From which evidence on, and which score in log-odds, a sentence beside the best one is part of its answer."""
MOST = 8
"""Such sentences."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sub-question with all its spans, best first, and those of them that are shown as its answer.

    `probability` is that of the best of them being right; `hits` are what was read.
    """

    sub_question: SubQuestion
    spans: tuple[AnswerSpan, ...]
    shown: tuple[AnswerSpan, ...]
    probability: float
    hits: tuple[Hit, ...] = ()


def whole(shown: Sequence[AnswerSpan], spans: Sequence[AnswerSpan]) -> tuple[AnswerSpan, ...]:
    """What is shown, best first, with the rest of its answer: the other evidence of the best span's document, in order.

    So a list comes with all its items, and a comparison with both its sides.
    """
    document = {span.chunk.document_id for span in shown[:1]}
    evident = [span for span in spans if span.evidence >= EVIDENT and span.score >= NOT_RULED_OUT]
    rest = [span for span in evident if span.chunk.document_id in document and span not in shown]
    return (*shown, *sorted(rest, key=lambda span: span.start)[:MOST])


def select(
    sub_question: SubQuestion, hits: Sequence[Hit], spans: Sequence[AnswerSpan], unanswerable: float
) -> Candidate:
    """Select, of spans with the best first, several passages for a broad question, else each document's answer.

    `unanswerable` is the share of questions that the documents are likely not to answer.
    """
    shown = diverse(sub_question.question, spans, hits) if sub_question.broad else whole(answers(spans), spans)
    curve = load_calibration()
    probability = curve.shifted(curve.probability(shown), unanswerable)
    return Candidate(sub_question, tuple(spans), shown, probability, tuple(hits))
