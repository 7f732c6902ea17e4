import io
from collections import Counter

import pytest
import sample_files
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from sample_files import BRIDGE, FLOOD

from index.datatypes import DocumentError
from index.loaders import pdf
from index.loaders.extraction import ScannedError
from index.loaders.pdf import load_pdf, load_scanned_pdf
from index.loaders.pdf_layout import without_hyphen
from index.loaders.sandbox import extract


def drawn(*pages: list[tuple[float, float, str]], rotate: int = 0, **about: str) -> bytes:
    """Pages of strings at their places, in points from the lower left corner."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, encrypt=about.get("encrypt"))
    canvas.setTitle(about.get("title", ""))
    for page in pages:
        canvas.setPageRotation(rotate)
        for x, y, text in page:
            if rotate == 90:
                canvas.saveState()
                canvas.rotate(90)
                canvas.drawString(x, y - 750, text)
                canvas.restoreState()
            else:
                canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines(text: str, *, top: float = 700, left: float = 72, width: int = 60) -> list[tuple[float, float, str]]:
    """A text broken into lines of so many characters."""
    broken, line = [], ""
    for word in text.split():
        if len(line) + len(word) > width:
            broken.append(line.strip())
            line = ""
        line += f" {word}"
    return [(left, top - 14 * number, each.strip()) for number, each in enumerate([*broken, line])]


@pytest.mark.parametrize(
    ("text", "following", "elsewhere", "joined"),
    [
        ("infra-", "structure", "", "infrastructure"),
        ("a well-", "known book", "the well-known man", "a well-known book"),
        ("pub-", "lished", "published", "published"),
        ("1998-", "2003", "", "1998-2003"),
    ],
)
def test_a_hyphen_stays_where_the_document_writes_it_elsewhere(text, following, elsewhere, joined):
    assert without_hyphen(text, following, Counter(elsewhere.split())) == joined


def test_a_paragraph_that_goes_on_on_the_next_page_stays_one():
    end = BRIDGE.index(" of Verden")
    first, second = BRIDGE[:end], BRIDGE[end:]
    found = load_pdf(drawn(lines(first), lines(second)))
    assert found.text == BRIDGE
    assert found.pages == (0, BRIDGE.index(second.strip()))


def test_a_word_cut_by_the_end_of_a_page_belongs_to_the_first():
    found = load_pdf(drawn(lines("It was paid for by the infra-"), lines("structure fund of the county.")))
    assert found.text == "It was paid for by the infrastructure fund of the county."
    assert found.text[found.pages[1] :] == "fund of the county."


def test_lines_that_end_early_on_purpose_stay_lines():
    address = [(72, 700, "Ada Lund"), (72, 686, "Long Street 5"), (72, 672, "27283 Verden")]
    found = load_pdf(drawn([*address, *lines(f"Dear Ada, {FLOOD}", top=640)]))
    assert found.text.startswith("Ada Lund\nLong Street 5\n27283 Verden\n\nDear Ada")
    assert FLOOD in found.text


def test_a_page_that_is_turned_reads_as_it_is_shown():
    found = load_pdf(drawn(lines(BRIDGE, width=40), rotate=90))
    assert found.text.replace("\n", " ") == BRIDGE


def test_prose_with_a_wide_gap_is_no_table():
    found = load_pdf(drawn([(72, 700, "A line with"), (200, 700, "a gap."), *lines(BRIDGE, top=686)]))
    assert "|" not in found.text


def test_a_title_that_is_a_files_name_is_none():
    assert load_pdf(drawn(lines("Annual report"), title="Microsoft Word - x.doc")).title == "Annual report"
    assert load_pdf(drawn(lines("Annual report"), title="Verden 2003")).title == "Verden 2003"


def test_a_password_is_asked_for_by_name():
    with pytest.raises(DocumentError, match="password"):
        load_pdf(drawn(lines(BRIDGE), encrypt="secret"))


def test_pages_without_anything_keep_their_number():
    found = load_pdf(drawn(lines(BRIDGE), [], lines(FLOOD)))
    assert len(found.pages) == 3 and found.pages[1] == found.pages[2] == found.text.index(FLOOD)


def test_scanned_pages_are_said_to_need_ocr_where_it_is_missing(monkeypatch):
    monkeypatch.setattr(pdf, "is_installed", lambda: False)
    with pytest.raises(DocumentError, match=r"scanned.*OCR.*pip install 'quoted\[ocr\]'"):
        load_pdf(sample_files.pdf_scanned().data)


def test_a_scanned_page_among_others_is_noted_where_ocr_is_missing(monkeypatch):
    monkeypatch.setattr(pdf, "is_installed", lambda: False)
    found = load_pdf(sample_files.pdf_half_scanned().data)
    assert FLOOD in found.text
    assert found.note.startswith("page(s) 2 are scanned")


def test_scanned_pages_are_recognised_where_ocr_is_installed():
    sample = sample_files.pdf_half_scanned()
    with pytest.raises(ScannedError):
        load_pdf(sample.data)
    found = load_scanned_pdf(sample.data)
    assert FLOOD in found.text and "The office is closed on Friday." in found.text
    assert found.text[found.pages[1] :].startswith("The office")
    assert extract(".pdf", sample.data) == found
