"""Document → HTML, with the cited passage marked in its place. Pure functions."""

from collections.abc import Iterable, Iterator

from index import Document
from qa import Answer, Citation
from ui.escaping import button_html, name_html, text_html

Span = tuple[int, int]

SHOWN = 200_000
"""Characters shown on either side of the passage; a browser chokes on much more."""


def source(document: Document, *, clicked: bool, answer: Answer | None = None, marker: int = 0, turn: int = 0) -> str:
    """A whole document; of an answer's citations in it, the one of `marker` strongly marked, the others faintly.

    Where the reader has `clicked` for it, the page scrolls to the passage, and otherwise only the panel does.
    """
    cited = [citation for citation in answer.citations if stands(citation, document)] if answer else []
    current = next((citation for citation in cited if citation.marker == marker), None)
    others = [(citation.start, citation.end) for citation in cited]
    shown = _shown(document.text, current)
    body = "".join(_marked(document.text, shown, current, others, mark_id=f"mark-{turn}-{marker}"))
    return _panel(
        f'<header><h2>{name_html(document.title)}</h2><p class="file">{name_html(document.source)}{_page(current)}</p>'
        f"{_part(document.text, shown)}{_back(turn)}</header>"
        f'<div class="text" dir="auto">{body}</div>',
        clicked=clicked,
    )


def gone(citation: Citation, *, turn: int, clicked: bool) -> str:
    """What is left to say where the cited document is not as it was."""
    return _panel(
        f'<header><h2>{name_html(citation.title)}</h2><p class="file">{name_html(citation.source)}</p>'
        f'<p role="status">This document has changed or gone since the answer was given. The answer quoted:</p>'
        f'{_back(turn)}</header><blockquote class="text" dir="auto">{text_html(citation.quote)}</blockquote>',
        clicked=clicked,
    )


def notice(sentence: str) -> str:
    """A sentence in the place of a document."""
    return _panel(f'<p class="notice" role="status">{text_html(sentence)}</p>', clicked=False)


def stands(citation: Citation, document: Document) -> bool:
    """Whether the document holds the citation's words at its offsets."""
    return (
        citation.document_id == document.document_id and document.text[citation.start : citation.end] == citation.quote
    )


def _panel(body: str, *, clicked: bool) -> str:
    attributes = 'class="document" tabindex="0" aria-label="Source"' + (" data-clicked" if clicked else "")
    return f"<section {attributes}>{body}</section>"


def _page(citation: Citation | None) -> str:
    return f", page {citation.page}" if citation and citation.page else ""


def _part(text: str, shown: Span) -> str:
    if shown == (0, len(text)):
        return ""
    return f"<p>A long document: characters {shown[0] + 1:,} to {shown[1]:,} of {len(text):,} are shown.</p>"


def _back(turn: int) -> str:
    return button_html("Back to the answer", data_goto=f"turn-{turn}") if turn else ""


def _shown(text: str, current: Citation | None) -> Span:
    start, end = (current.start, current.end) if current else (0, 0)
    return max(0, start - SHOWN), min(len(text), end + SHOWN)


def _marked(text: str, shown: Span, current: Citation | None, others: Iterable[Span], *, mark_id: str) -> Iterator[str]:
    """The shown part of a text; the current passage in one unbroken <mark>, the others around it."""
    chosen = (current.start, current.end) if current else None
    marks = [(span, 'class="other"') for span in _outside(_union(others), chosen)]
    if chosen:
        marks.append((chosen, f'class="current" id="{mark_id}"'))
    at = shown[0]
    for (start, end), attributes in sorted(marks):
        first, last = max(start, at), min(end, shown[1])
        if first < last:
            yield f"{text_html(text[at:first])}<mark {attributes}>{text_html(text[first:last])}</mark>"
            at = last
    yield text_html(text[at : shown[1]])


def _union(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans in order, those that touch joined."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    yield from joined


def _outside(spans: Iterable[Span], hole: Span | None) -> Iterator[Span]:
    """What of the spans lies before or after the hole."""
    for start, end in spans:
        parts = ((start, min(end, hole[0])), (max(start, hole[1]), end)) if hole else ((start, end),)
        yield from (part for part in parts if part[0] < part[1])
