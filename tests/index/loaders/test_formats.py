"""Every format, through the front door: what is in the file is in the text, in order, and found where it is said."""

from pathlib import Path

import pytest
import sample_files
from sample_files import ALL, SIGHTS, Sample

from index.datatypes import Document, DocumentError
from index.files import SourceFile
from index.loaders import load, open_document
from index.loaders.registry import LOADERS


def read(folder: Path, name: str, data: bytes) -> Document:
    path = folder / name
    path.write_bytes(data)
    stat = path.stat()
    return load(SourceFile(str(path), name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns))


def opened(folder: Path, make) -> Document:
    sample = make()
    return read(folder, sample.name, sample.data)


def test_every_format_has_a_sample():
    suffixes = {Path(make().name).suffix for make in ALL} | {".txt", ".md"}
    assert suffixes == set(LOADERS)


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_what_a_file_holds_is_read_in_order_and_its_furniture_is_not(tmp_path, make):
    sample: Sample = make()
    document = read(tmp_path, sample.name, sample.data)
    at = 0
    for fact in sample.facts:
        at = document.text.find(fact, at)
        assert at >= 0, f"{fact!r} is missing, or out of order"
    assert not [piece for piece in sample.furniture if piece in document.text]
    assert all(document.text[heading.start : heading.end] == heading.text for heading in document.headings)
    assert document == open_document(tmp_path / sample.name)


@pytest.mark.parametrize(
    ("make", "title", "date"),
    [
        (sample_files.html_article, "The Long Bridge", "2003-04-05"),
        (sample_files.pdf_report, "Annual report", "2000-01-01"),
        (sample_files.docx_report, "Annual report", "2013-12-23"),
        (sample_files.pptx_talk, "The Long Bridge", "2013-01-27"),
        (sample_files.epub_book, "River & Town", "2003-04-05"),
        (sample_files.eml_letter, "Die Brücke über die Aller", "2003-04-05"),
        (sample_files.rst_guide, "The Long Bridge", "2003-04-05"),
        (sample_files.csv_tolls, "tolls", ""),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_titles_and_dates(tmp_path, make, title, date):
    document = opened(tmp_path, make)
    assert (document.title, document.date) == (title, date)


@pytest.mark.parametrize(
    ("make", "headings"),
    [
        (sample_files.html_article, [(1, "The Long Bridge"), (2, "The ferry"), (2, "Tolls")]),
        (sample_files.docx_report, [(1, "The Long Bridge"), (2, "The ferry")]),
        (sample_files.pptx_talk, [(1, "The Long Bridge"), (1, "Tolls")]),
        (sample_files.xlsx_tolls, [(1, "Tolls"), (1, "Levels")]),
        (sample_files.rst_guide, [(1, "The Long Bridge"), (2, "The ferry")]),
        (sample_files.pdf_report, [(1, "The Long Bridge"), (1, "Building it"), (1, "Tolls"), (1, "Floods")]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_headings(tmp_path, make, headings):
    assert [(heading.level, heading.text) for heading in opened(tmp_path, make).headings] == headings


def test_pages_of_pdfs_and_slides(tmp_path):
    report, talk = opened(tmp_path, sample_files.pdf_report), opened(tmp_path, sample_files.pptx_talk)
    assert [report.page(report.text.index(words)) for words in ("Ada Lund", "Bicycle", "eleven days")] == [1, 2, 3]
    assert [talk.page(talk.text.index(words)) for words in (SIGHTS[0], "Lorry", "eleven days")] == [1, 2, 3]


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_lists_and_tables_look_as_in_markdown(tmp_path, make):
    text, name = opened(tmp_path, make).text, make.__name__
    if SIGHTS[0] in text:
        assert f"- {SIGHTS[0]}\n- {SIGHTS[1]}" in text.replace("* ", "- ")
    if name in ("html_article", "docx_report", "pptx_talk", "pdf_report"):
        assert "| Vehicle | Toll | Since |\n| --- | --- | --- |\n| Car | 4.50 € | 1998 |" in text


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "0 bytes"),
        ("a.pdf", b"", "0 bytes"),
        ("a.txt", b" \n\t ", "no text"),
        ("a.html", b"<html></html>", "no text"),
        ("a.json", b"{}", "no text"),
        ("a.txt", b"good text with a \0 in it", "binary"),
        ("a.xyz", b"x", r"\.xyz is not read; these are: \.txt"),
        ("a.doc", b"x", r"\.doc is not read; save it as \.docx"),
        ("Makefile", b"all:", "without a suffix"),
        ("a.pdf", b"no pdf", "no PDF, or a damaged one"),
        ("a.docx", b"no zip", r"no \.docx file"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99, "password"),
        ("a.eml", b"no mail", "no headers"),
        ("a.json", b'{"a": ', "no JSON"),
        ("a.jsonl", b'{"a": 1}\n{"a": ', "line 2"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, name, data, says):
    with pytest.raises(DocumentError, match=says):
        read(tmp_path, name, data)


@pytest.mark.parametrize(("name", "limit"), [("a.txt", "64 MiB"), ("a.csv", "64 MiB"), ("a.pdf", "256 MiB")])
def test_a_huge_file_is_refused_before_it_is_read(tmp_path, name, limit):
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(2**31)
    with pytest.raises(DocumentError, match=f"2,048 MiB, the limit is {limit}"):
        open_document(path)


def test_a_file_that_may_not_be_opened_says_so(tmp_path):
    with pytest.raises(DocumentError, match="cannot be opened"):
        load(SourceFile(str(tmp_path / "gone.txt"), "gone.txt", 5, 0, 0))
