import pytest

from index.datatypes import DocumentError
from index.loaders import extraction
from index.loaders.extraction import MarkdownText


def test_blocks_headings_and_pages_stand_where_they_say():
    out = MarkdownText()
    out.page()
    out.heading("  The  Long\nBridge ", 1)
    out.paragraph("One.")
    out.item("a")
    out.item("b", 1, "2.")
    out.page()
    out.page()
    out.continued("and so on")
    out.table([["x", "y"], ["1", ""], ["", ""]])
    out.page()
    made = out.extraction(title=" A\ntitle ")
    assert made.text == "# The Long Bridge\n\nOne.\n\n- a\n  2. b and so on\n\n| x | y |\n| --- | --- |\n| 1 | |"
    assert made.title == "A title"
    (heading,) = made.headings
    assert made.text[heading.start : heading.end] == "The Long Bridge"
    second = made.text.index("and so on")
    assert made.pages == (0, second, second, len(made.text))


def test_the_first_heading_is_none_until_there_is_one():
    out = MarkdownText()
    assert out.first_heading == ""
    out.heading("The Long Bridge", 1)
    out.heading("Tolls", 2)
    assert out.first_heading == "The Long Bridge"


def test_no_half_characters_and_no_zeros_get_into_a_text():
    out = MarkdownText()
    out.paragraph("a\ud800b\0c")
    assert out.extraction().text == "a\ufffdb\ufffdc"


def test_a_text_that_grows_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(extraction, "MAX_TEXT", 1000)
    out = MarkdownText()
    with pytest.raises(DocumentError, match="unpacks to more than"):
        for _ in range(1000):
            out.paragraph("word")
