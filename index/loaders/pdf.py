"""PDF, read by pdfium: text with pages, headings, lists and tables; scanned pages by OCR where it is installed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from index.datatypes import DocumentError
from index.loaders.dates import iso_date
from index.loaders.extraction import Extraction, MarkdownText, ScannedError, one_line
from index.loaders.ocr import is_installed, recognised_lines
from index.loaders.pdf_layout import write_pages
from index.loaders.pdf_lines import Line, page_lines
from index.loaders.plain_text import first_line_title

_OCR_HINT = "OCR makes text of them: pip install 'quoted[ocr]', or save the file with a text layer."


def load_pdf(data: bytes) -> Extraction:
    """The text of a PDF. Raises ScannedError where pages could be recognised that hold no text."""
    with _opened(data) as document:
        pages = [page_lines(page) for page in _pages(document)]
        scanned = [
            number
            for number, (lines, page) in enumerate(zip(pages, _pages(document), strict=True))
            if not any(line.text for line in lines) and _shows_an_image(page)
        ]
        if scanned and is_installed():
            raise ScannedError(len(scanned))
        if len(scanned) == len(pages) or (scanned and not any(pages)):
            raise DocumentError(f"its pages are scanned: they hold pictures and no text. {_OCR_HINT}")
        return _extraction(document, pages, _note(scanned))


def load_scanned_pdf(data: bytes) -> Extraction:
    """The text of a PDF, that of scanned pages recognised."""
    with _opened(data) as document:
        pages, recognised = [], 0
        for page in _pages(document):
            lines = page_lines(page)
            if not lines and _shows_an_image(page):
                lines = recognised_lines(page)
                recognised += 1
            pages.append(lines)
        return _extraction(document, pages, f"{recognised} scanned page(s) read by OCR, which makes mistakes")


def _extraction(document: Any, pages: list[list[Line]], note: str) -> Extraction:
    out = MarkdownText()
    write_pages(pages, out)
    about = document.get_metadata_dict()
    made = out.extraction(date=iso_date(about.get("CreationDate", "")), note=note)
    first = made.headings[0].text if made.headings else first_line_title(made.text)
    title = about.get("Title", "")
    return replace(made, title=first if _is_no_title(title) else one_line(title))


def _is_no_title(title: str) -> bool:
    """What programs write as a title: nothing, or the name of a file."""
    ends = (".doc", ".docx", ".odt", ".pdf", ".tex", ".dvi", ".indd", ".qxd", ".rtf", ".ppt", ".pptx", ".xls", ".xlsx")
    return (
        not title.strip()
        or title.lower().startswith(("microsoft word", "untitled", "(anonymous"))
        or title.lower().endswith(ends)
    )


def _note(scanned: list[int]) -> str:
    if not scanned:
        return ""
    shown = ", ".join(str(number + 1) for number in scanned[:10]) + (", …" if len(scanned) > 10 else "")
    return f"page(s) {shown} are scanned and not read. {_OCR_HINT}"


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError("it is protected by a password; save it without.") from error
        raise DocumentError(f"it is no PDF, or a damaged one ({error}).") from error
    try:
        if not len(document):
            raise DocumentError("it has no pages.")
        yield document
    finally:
        document.close()


def _pages(document: Any) -> Iterator[Any]:
    for number in range(len(document)):
        page = document[number]
        try:
            yield page
        finally:
            page.close()


def _shows_an_image(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    return next(iter(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4)), None) is not None
