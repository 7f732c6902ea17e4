"""Documents that say something else: every answer that is nearly as sure as the best is shown, none chosen silently.

Retrieval over documents in conflict (Wang et al. 2025, "RAMDocs"): an ambiguous question has an
answer in each of several documents, and documents can be outdated or wrong. The reader's scores
compare across documents, so the best span of every other document is an answer, too, where its
words mean something else, and its score is within `NEARLY` of the best one's or its sentence is
alike otherwise. In the latter case the documents disagree about one thing; that is said.
"""

import re
from collections.abc import Sequence

from index.english import MONTH
from index.words import content_stems
from qa.datatypes import AnswerSpan
from qa.literals import all_figures

NEARLY = 2.5
"""In log-odds: how much less sure another document's answer may be."""
LEAST = -2.0
"""In log-odds: below this, nothing of another document counts as an answer."""
MOST = 6
ALIKE = 0.6
"""The share of its stems that the shorter of two sentences about one thing has in common, their answers left out."""

_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH}(?: \d{{1,2}},)? \d{{4}}\b"
    r"|\b\d{4}-\d{2}-\d{2}\b"
)
_DATELINE = 300


def answers(spans: Sequence[AnswerSpan]) -> tuple[AnswerSpan, ...]:
    """The best span, and the best of every other document that answers otherwise; best first."""
    kept = list(spans[:1])
    for span in spans[1:]:
        if span.score < LEAST or len(kept) == MOST:
            break
        near = span.score >= kept[0].score - NEARLY
        differs = all(_otherwise(span, one) or disagree(span, one) for one in kept)
        if differs and (near or disagree(kept[0], span)):
            kept.append(span)
    return tuple(kept)


def disagree(one: AnswerSpan, other: AnswerSpan) -> bool:
    """Whether two spans are different answers in sentences that are alike otherwise."""
    left, right = _beside(one), _beside(other)
    alike = len(left & right) >= max(2, ALIKE * min(len(left), len(right)))
    return alike and _otherwise(one, other, shared=1.0)


def dateline(text: str) -> str:
    """The date at the head of a document; "" where it gives none."""
    found = _DATE.search(text[:_DATELINE])
    return found[0] if found else ""


def _otherwise(one: AnswerSpan, other: AnswerSpan, *, shared: float = 0.5) -> bool:
    """Whether the words of two spans of different documents mean something else.

    So they do where a smaller share than `shared` of the shorter one's words is in the other. In sentences that
    are alike otherwise one word of its own is enough: "ADX Florence in Colorado", "Altiplano in Colorado".
    """
    if one.chunk.document_id == other.chunk.document_id:
        return False
    fewer, more = sorted([all_figures(one.words), all_figures(other.words)], key=len)
    if more:
        return bool(fewer) and not fewer <= more
    fewer, more = sorted([content_stems(one.words), content_stems(other.words)], key=len)
    return bool(fewer) and len(fewer & more) < shared * len(fewer)


def _beside(span: AnswerSpan) -> set[str]:
    """The stems of a span's sentence without those of the span."""
    return content_stems(span.chunk.slice(*span.sentence)) - content_stems(span.words)
