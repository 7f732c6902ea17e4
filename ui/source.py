"""Document → HTML, a window of it at a time, with the cited passage marked in its place. Pure functions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from index import Document, Span
from qa import Answer, Citation
from ui.escaping import button_html, name_html, text_html

WINDOW = 16_000
"""Characters that are shown on either side of the passage at first, and that scrolling adds."""
_BREAK = 400
"""So many characters of a window are given up for it to end at the end of a line."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in a document: a citation's own words strongly, those of the answer's other citations faintly."""

    current: Citation | None = None
    others: tuple[Span, ...] = ()
    conversation: str = ""
    turn: int = 0

    @property
    def marker(self) -> int:
        """The number of the citation; 0 for none."""
        return self.current.marker if self.current else 0


def marks_of(answer: Answer, document: Document, *, conversation: str, turn: int, marker: int) -> Marks:
    """The marks of an answer's citations in a document."""
    cited = [citation for citation in answer.citations if stands(citation, document)]
    current = next((citation for citation in cited if citation.marker == marker), None)
    return Marks(current, tuple((citation.start, citation.end) for citation in cited), conversation, turn)


def source(document: Document, marks: Marks | None = None, *, end: bool = False) -> str:
    """A document: the window around the passage that is marked, or its beginning or end."""
    marks = marks or Marks()
    current, text = marks.current, document.text
    middle = (current.start, current.end) if current else (len(text), len(text)) if end else (0, 0)
    window = _before(text, middle[0])[0], _after(text, middle[1])[1]
    data = {
        "document": document.document_id,
        "length": str(len(text)),
        "conversation": marks.conversation,
        "turn": str(marks.turn),
        "marker": str(marks.marker),
    }
    attributes = "".join(f' data-{name}="{text_html(value)}"' for name, value in data.items())
    return _panel(
        f'<header><h2>{name_html(document.title)}</h2><p class="file">{name_html(document.source)}{_page(current)}'
        f" · {_link(document, current)}</p>{_long(document, window)}{_back(marks)}</header>"
        f'<div class="text" dir="auto"{attributes}>{segment(text, window, marks)}</div>'
    )


def more(document: Document, marks: Marks, at: int, *, before: bool) -> str:
    """The window that ends or begins at an offset."""
    at = min(at, len(document.text))
    window = _before(document.text, at) if before else _after(document.text, at)
    return segment(document.text, window, marks)


def segment(text: str, window: Span, marks: Marks) -> str:
    """A window of a text, the passages in it marked."""
    body = "".join(_marked(text, window, marks))
    return f'<span class="segment" data-start="{window[0]}" data-end="{window[1]}">{body}</span>'


def gone(citation: Citation, marks: Marks) -> str:
    """What is left to say where the cited document is not as it was."""
    return _panel(
        f'<header><h2>{name_html(citation.title)}</h2><p class="file">{name_html(citation.source)}</p>'
        f"<p>This document has changed or gone since the answer was given. The answer quoted:</p>"
        f'{_back(marks)}</header><blockquote class="text" dir="auto" tabindex="-1" id="{_mark_id(marks, citation)}">'
        f"{text_html(citation.quote)}</blockquote>"
    )


def stands(citation: Citation, document: Document) -> bool:
    """Whether the document holds the citation's words at its offsets."""
    return (
        citation.document_id == document.document_id and document.text[citation.start : citation.end] == citation.quote
    )


def _panel(body: str) -> str:
    return f'<section class="document" tabindex="0" aria-label="Source">{body}</section>'


def _page(citation: Citation | None) -> str:
    return f", page {citation.page}" if citation and citation.page else ""


def _link(document: Document, citation: Citation | None) -> str:
    """A link to the file itself, at the page."""
    page = f"#page={citation.page}" if citation and citation.page else ""
    address = text_html(f"files/{document.document_id}/{quote(document.source.rsplit('/', 1)[-1])}{page}")
    return f'<a href="{address}" target="_blank" rel="noopener">Open the file</a>'


def _long(document: Document, window: Span) -> str:
    """For a document of which only a window is shown: where that is, and the way to both ends."""
    if window == (0, len(document.text)):
        return ""
    ends = "".join(
        button_html(label, data_event="read", data_document=document.document_id, data_end=end)
        for label, end in (("Beginning", ""), ("End", "true"))
    )
    return f'<p class="ends">A long document ({len(document.text):,} characters). Go to: {ends}</p>'


def _back(marks: Marks) -> str:
    if not marks.current:
        return ""
    return button_html("Back to the answer", class_="back", data_goto=f"cite-{marks.turn}-{marks.marker}")


def _before(text: str, at: int) -> Span:
    """The window that ends at an offset, beginning after the end of a line where one is near."""
    start = max(0, at - WINDOW)
    line = text.find("\n", start, min(at, start + _BREAK)) + 1 if start else 0
    return line or start, at


def _after(text: str, at: int) -> Span:
    """The window that begins at an offset, ending at the end of a line where one is near."""
    end = min(len(text), at + WINDOW)
    line = text.rfind("\n", max(at, end - _BREAK), end) + 1 if end < len(text) else 0
    return at, line or end


def _mark_id(marks: Marks, citation: Citation) -> str:
    return f"mark-{marks.turn}-{citation.marker}"


def _marked(text: str, window: Span, marks: Marks) -> Iterator[str]:
    """A window of a text; the current passage in one unbroken <mark>, the others around it."""
    current = marks.current
    chosen = (current.start, current.end) if current else None
    spans = [(span, 'class="other"') for span in _outside(_union(marks.others), chosen)]
    if current and chosen:
        label = text_html(f"Source {current.marker}")
        spans.append((chosen, f'class="current" tabindex="-1" aria-label="{label}" id="{_mark_id(marks, current)}"'))
    at = window[0]
    for (start, end), attributes in sorted(spans):
        first, last = max(start, at), min(end, window[1])
        if first < last:
            yield f"{text_html(text[at:first])}<mark {attributes}>{text_html(text[first:last])}</mark>"
            at = last
    yield text_html(text[at : window[1]])


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
