"""Word documents, by python-docx: paragraphs, headings, lists, tables and notes in their order.

Text that was deleted under change tracking is left out, and what was inserted is in. Headers and
footers of pages are left out; so are comments. Word lays out pages only when it shows them: there are none.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from index.loaders.archive import open_archive
from index.loaders.extraction import Extraction, MarkdownText
from index.loaders.ooxml import core_properties, parse_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_HEADING_NAME = re.compile(r"heading (\d)", re.IGNORECASE)
_DEEPEST_STYLE = 20


def load_docx(data: bytes) -> Extraction:
    """The text of a Word document."""
    import docx

    properties = core_properties(open_archive(data, ".docx"))
    document = docx.Document(io.BytesIO(data))
    out = MarkdownText()
    _Writer(document, out).write()
    return out.extraction(title=properties.title or out.first_heading, date=properties.date)


class _Writer:
    """The document's styles, numbering and notes, and how far its lists have counted."""

    def __init__(self, document: Any, out: MarkdownText) -> None:
        self._body, self._out = document.element.body, out
        self._styles = {style.get(f"{W}styleId"): style for style in document.styles.element.iter(f"{W}style")}
        self._formats = dict(_number_formats(document.part))
        self._notes = {kind: dict(_notes(document.part, kind)) for kind in _NOTES.values()}
        self._counts: Counter[tuple[str, int]] = Counter()
        self._style = cache(self._read_style)

    def write(self) -> None:
        for block in _blocks(self._body):
            if block.tag == f"{W}p":
                self._paragraph(block)
            else:
                self._out.table(_rows(block))

    def _paragraph(self, paragraph: Any) -> None:
        text = paragraph_text(paragraph)
        level, numbering, depth = self._style(_value(paragraph, "pPr/pStyle"))
        own = _value(paragraph, "pPr/numPr/numId")
        numbering = own or numbering
        depth = int(_value(paragraph, "pPr/numPr/ilvl") or depth)
        outline = _value(paragraph, "pPr/outlineLvl")
        if outline.isdigit() and int(outline) < 9:
            level = int(outline) + 1
        if level:
            self._out.heading(text, level)
        elif numbering not in ("", "0") and text.strip():
            self._out.item(text, depth, self._mark(numbering, depth))
        else:
            self._out.paragraph(text)
        for reference in paragraph.iter(*_NOTES):
            note = self._notes[_NOTES[reference.tag]].get(reference.get(f"{W}id"), "")
            self._out.paragraph(note)

    def _mark(self, numbering: str, depth: int) -> str:
        if self._formats.get((numbering, depth), "bullet") in ("bullet", "none"):
            return "-"
        self._counts[numbering, depth] += 1
        for deeper in range(depth + 1, 9):
            self._counts[numbering, deeper] = 0
        return f"{self._counts[numbering, depth]}."

    def _read_style(self, style_id: str) -> tuple[int, str, int]:
        """The heading's level (0 for none), the numbering and its depth that a style gives, its bases' included."""
        level, numbering, depth = 0, "", 0
        for _ in range(_DEEPEST_STYLE):
            style = self._styles.get(style_id)
            if style is None:
                break
            name = _value(style, "name")
            heading = _HEADING_NAME.match(name)
            outline = _value(style, "pPr/outlineLvl")
            level = level or (int(heading[1]) if heading else 1 if name.lower() == "title" else 0)
            level = level or (int(outline) + 1 if outline.isdigit() and int(outline) < 9 else 0)
            numbering = numbering or _value(style, "pPr/numPr/numId")
            depth = depth or int(_value(style, "pPr/numPr/ilvl") or 0)
            style_id = _value(style, "basedOn")
        return level, numbering, depth


def paragraph_text(paragraph: Any) -> str:
    """All that a paragraph shows, whatever it is wrapped in."""
    from lxml import etree

    pieces = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        if element.tag == _FALLBACK:  # a text box for older programs, which would be read twice
            walk.skip_subtree()
        elif element.tag == f"{W}t":
            pieces.append(element.text or "")
        elif element.tag == f"{W}p" and element is not paragraph:
            pieces.append("\n")
        else:
            pieces.append(_MARKS.get(element.tag, ""))
    return "".join(pieces)


def _blocks(body: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body, those in content controls included."""
    waiting = [iter(body)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag in (f"{W}p", f"{W}tbl"):
            yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}smartTag"):
            waiting.append(iter(element))


def _rows(table: Any) -> Iterator[list[str]]:
    """The cells of a table, a merged one with empty ones behind it; a table inside a cell is part of its text."""
    for row in table.iterchildren(f"{W}tr", f"{W}sdt"):
        cells = []
        for cell in row.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tbl")) is table:
                cells.append("\n".join(paragraph_text(each) for each in cell.iter(f"{W}p")))
                span = _value(cell, "tcPr/gridSpan")
                cells += [""] * (min(int(span), 64) - 1 if span.isdigit() else 0)
        yield cells


def _number_formats(part: Any) -> Iterator[tuple[tuple[str, int], str]]:
    """(numbering, depth) → "bullet", "decimal" and so on."""
    tree = _related(part, "numbering")
    if tree is None:
        return
    abstract = {each.get(f"{W}abstractNumId"): each for each in tree.iter(f"{W}abstractNum")}
    for number in tree.iter(f"{W}num"):
        levels = abstract.get(_value(number, "abstractNumId"))
        for level in levels.iter(f"{W}lvl") if levels is not None else ():
            yield (number.get(f"{W}numId"), int(level.get(f"{W}ilvl") or 0)), _value(level, "numFmt")


def _notes(part: Any, kind: str) -> Iterator[tuple[str, str]]:
    """A note's id → its text."""
    tree = _related(part, kind)
    for note in tree.iterchildren() if tree is not None else ():
        yield note.get(f"{W}id"), "\n".join(paragraph_text(each) for each in note.iter(f"{W}p")).strip()


def _related(part: Any, kind: str) -> Any:
    """The tree of a part that belongs to the document, or None."""
    found = (
        each.target_part for each in part.rels.values() if not each.is_external and each.reltype.endswith(f"/{kind}")
    )
    target = next(found, None)
    return parse_xml(target.blob) if target is not None else None


def _value(element: Any, path: str) -> str:
    """The w:val at a path below an element; "" where there is none."""
    found = element.find("/".join(W + step for step in path.split("/")))
    return (found.get(f"{W}val") or "") if found is not None else ""
