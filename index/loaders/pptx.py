"""Presentations, by python-pptx: a slide is a page, its title a heading, its notes below it.

Text inside pictures, charts and drawn diagrams is not read.
"""

import io
from collections.abc import Iterator
from typing import Any

from index.loaders.archive import open_archive
from index.loaders.extraction import Extraction, MarkdownText
from index.loaders.ooxml import core_properties


def load_pptx(data: bytes) -> Extraction:
    """The slides of a presentation, in their order."""
    import pptx

    properties = core_properties(open_archive(data, ".pptx"))
    out = MarkdownText()
    for slide in pptx.Presentation(io.BytesIO(data)).slides:
        out.page()
        title = slide.shapes.title
        if title is not None:
            out.heading(title.text_frame.text, 1)
        for shape in _shapes(slide.shapes):
            if title is None or shape.shape_id != title.shape_id:
                _write(shape, out)
        if slide.has_notes_slide and (notes := slide.notes_slide.notes_text_frame):
            out.paragraph(notes.text.replace("\v", "\n"))
    stated = "" if properties.title == "PowerPoint Presentation" else properties.title
    return out.extraction(title=stated or out.first_heading, date=properties.date)


def _shapes(shapes: Any) -> Iterator[Any]:
    """The shapes of a slide, those of groups among them."""
    waiting = [iter(shapes)]
    while waiting:
        shape = next(waiting[-1], None)
        if shape is None:
            waiting.pop()
        elif hasattr(shape, "shapes"):
            waiting.append(iter(shape.shapes))
        else:
            yield shape


def _write(shape: Any, out: MarkdownText) -> None:
    if getattr(shape, "has_table", False):
        out.table([cell.text for cell in row.cells] for row in shape.table.rows)
    elif shape.has_text_frame:
        paragraphs = [each for each in shape.text_frame.paragraphs if each.text.strip()]
        out.end_block()
        for paragraph in paragraphs:
            text = paragraph.text.replace("\v", "\n")
            if shape.is_placeholder and len(paragraphs) > 1:
                out.item(text, paragraph.level)
            else:
                out.paragraph(text)
        out.end_block()
