"""Files made to hurt: each is read, or refused with a reason, soon and in little memory."""

import io
import random
import re
import zipfile
from collections.abc import Callable

import pytest
import sample_files
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_files import ALL

from index.datatypes import DocumentError
from index.loaders.registry import LOADERS
from index.loaders.sandbox import extract
from index.loaders.worker import answer_to

LAUGHS = b'<!DOCTYPE x [<!ENTITY a "haha">%s<!ENTITY file SYSTEM "file:///etc/passwd">]>' % b"".join(
    b'<!ENTITY %c "%s">' % (code, b"&%c;" % (code - 1) * 20) for code in range(ord("b"), ord("k"))
)


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """An archive with one of its parts changed."""
    out = io.BytesIO()
    assert name in zipfile.ZipFile(io.BytesIO(data)).namelist()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return out.getvalue()


PARTS = [
    (sample_files.docx_report, "word/document.xml", b"<w:t>"),
    (sample_files.pptx_talk, "ppt/slides/slide1.xml", b"<a:t>"),
    (sample_files.xlsx_tolls, "xl/sharedStrings.xml", b"<t>"),
    (sample_files.epub_book, "OPS/text/c 0.xhtml", b"<p>"),
]


@pytest.mark.parametrize(("make", "part", "tag"), PARTS, ids=lambda value: getattr(value, "__name__", ""))
@pytest.mark.parametrize("entity", [b"&j;", b"&file;"])
def test_entities_are_not_resolved(make, part, tag, entity):
    sample = make()

    def laughing(xml: bytes) -> bytes:
        head = re.match(rb"\s*(<\?xml.*?\?>)?", xml)
        assert head
        assert tag in xml
        return head[0] + LAUGHS + xml[head.end() :].replace(tag, tag + entity, 1)

    data = with_part(sample.data, part, laughing)
    try:
        text = extract(sample.name[sample.name.index(".") :], data).text
    except DocumentError:
        return
    assert "hahahaha" not in text and "root:" not in text


@pytest.mark.parametrize(("make", "part", "tag"), PARTS, ids=lambda value: getattr(value, "__name__", ""))
def test_an_archive_that_inflates_is_refused(make, part, tag):
    sample = make()
    data = with_part(sample.data, part, lambda xml: xml + b" " * 2**29)
    assert len(data) < 2**21
    with pytest.raises(DocumentError, match=r"unpacks to 51\d MiB"):
        extract(sample.name[sample.name.index(".") :], data)


@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        (".html", b"<div>" * 200_000 + b"x"),
        (".html", b"<table><tr><td>" * 100_000),
        (".html", b"<ul><li>" * 1000 + b"x"),
        (".html", b"<p " + b"a=b " * 10**6 + b">x"),
        (".json", b"[" * 10**6),
        (".json", b'{"a":' * 10**5 + b"1" + b"}" * 10**5),
        (".json", b"[" + b"9" * 10**6 + b"]"),
        (".jsonl", b"[1]\n" * 10**5),
        (".csv", b"a," * 10**6),
        (".csv", b'"' + b"a\n" * 10**6),
        (".tsv", b"\t" * 10**6 + b"\nx"),
        (".eml", b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 10**5),
        (".eml", b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\nx"),
        (".rst", b"*" * 10**5),
        (".rst", b"a\n" + b" " * 10**5 + b"b"),
        (".pdf", b"%PDF-1.7\n" + b"1 0 obj<</Kids[1 0 R]/Type/Pages/Count 9>>endobj trailer<</Root 1 0 R>>"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:12]),
)
def test_deep_wide_and_endless_files_are_read_or_refused(suffix, data):
    try:
        extract(suffix, data)
    except DocumentError as error:
        assert "longer than" not in str(error) and "broke the reader" not in str(error)


def test_names_inside_an_archive_lead_nowhere(tmp_path):
    sample = sample_files.epub_book()
    data = with_part(sample.data, "OPS/book.opf", lambda opf: opf.replace(b"text/c%200", b"../../../../etc/passwd#"))
    assert "root:" not in extract(".epub", data).text
    assert "chapters are missing" in extract(".epub", data).note


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes_or_refused(make, share):
    sample = make()
    try:
        found = extract(sample.name[sample.name.index(".") :], sample.data[: int(len(sample.data) * share)])
    except DocumentError as error:
        assert "broke the reader" not in str(error)
        return
    assert all(found.text[heading.start : heading.end] == heading.text for heading in found.headings)


def mutated(data: bytes, seed: int) -> bytes:
    """A file with some of its bytes changed, doubled or taken out."""
    random_ = random.Random(seed)
    changed = bytearray(data)
    for _ in range(random_.randint(1, 8)):
        at = random_.randrange(len(changed) or 1)
        length = random_.choice([1, 1, 4, 64])
        action = random_.randrange(3)
        if action == 0:
            changed[at : at + length] = random_.randbytes(length)
        elif action == 1:
            changed[at:at] = changed[at : at + length]
        else:
            del changed[at : at + length]
    return bytes(changed)


SAMPLES = [(sample.name[sample.name.index(".") :], sample.data) for sample in (make() for make in ALL)]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SAMPLES), st.integers(0, 2**32))
def test_a_changed_file_gives_a_text_or_a_reason(sample, seed):
    suffix, data = sample
    answer, _ = answer_to(suffix, mutated(data, seed))
    assert set(answer) <= {"extraction", "error", "scanned"}
    if "extraction" in answer:
        found = answer["extraction"]
        assert list(found["pages"]) == sorted(found["pages"])
        for heading in found["headings"]:
            assert found["text"][heading["start"] : heading["end"]] == heading["text"]
        found["text"].encode("utf-8")


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(LOADERS)), st.binary(max_size=300))
def test_any_bytes_give_a_text_or_a_reason(suffix, data):
    answer, _ = answer_to(suffix, data)
    assert set(answer) <= {"extraction", "error"}
