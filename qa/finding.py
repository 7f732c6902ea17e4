"""What was found for one part of a question: which spans answer it, and how probably."""

from collections.abc import Sequence
from dataclasses import dataclass

from index import Hit
from qa.calibration import load_calibration
from qa.conflict import answers
from qa.datatypes import Span
from qa.diversity import diverse
from qa.parts import Part
from qa.rerank import in_order


@dataclass(frozen=True, slots=True)
class Finding:
    """A part of the question with all its spans, best first, and those of them that are shown as its answer.

    `probability` is that of the best of them being right; `hits` are what was read, in the order of their best spans.
    """

    part: Part
    spans: tuple[Span, ...]
    shown: tuple[Span, ...]
    probability: float
    hits: tuple[Hit, ...] = ()


def find(part: Part, hits: Sequence[Hit], spans: Sequence[Span], unanswerable: float) -> Finding:
    """Judge the spans of a part, best first: several passages for a broad one, else one a document's answer.

    `unanswerable` is the share of questions that the documents are likely not to answer.
    """
    shown = diverse(part.question, spans, hits) if part.broad else answers(spans)
    curve = load_calibration()
    probability = curve.shifted(curve.probability(shown), unanswerable)
    return Finding(part, tuple(spans), shown, probability, in_order(hits, spans))
