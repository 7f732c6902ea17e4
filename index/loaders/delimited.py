"""Comma- and tab-separated values: every row a passage that repeats its header."""

import csv
import io
from collections.abc import Iterator

from index.datatypes import DocumentError
from index.loaders.extraction import Extraction, MarkdownText
from index.loaders.plain_text import read_text
from index.loaders.rows import write_rows

_SNIFFED = 20_000
_LONGEST_CELL = 2**20


def load_csv(data: bytes) -> Extraction:
    """Values separated by commas, semicolons, tabs or bars: by what parts the most lines alike."""
    text, note = read_text(data)
    return _extraction(text, _delimiter(text[:_SNIFFED]), note)


def load_tsv(data: bytes) -> Extraction:
    """Values separated by tabs."""
    text, note = read_text(data)
    return _extraction(text, "\t", note)


def _extraction(text: str, delimiter: str, note: str) -> Extraction:
    csv.field_size_limit(_LONGEST_CELL)
    out = MarkdownText()
    try:
        write_rows(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), out)
    except csv.Error as error:
        raise DocumentError(f"its rows cannot be told apart ({error}); is a quotation mark open?") from error
    return out.extraction(note=note)


def _delimiter(beginning: str) -> str:
    """The separator that gives the first rows the same number of cells, more than one, most often."""
    return max(",;\t|", key=lambda delimiter: _agreement(beginning, delimiter))


def _agreement(beginning: str, delimiter: str) -> tuple[float, int]:
    """The share of rows that have as many cells as most, and how many these are; nothing for one cell a row."""
    widths = list(_widths(beginning, delimiter))[:50]
    if not widths:
        return 0.0, 0
    usual = max(set(widths), key=widths.count)
    return (widths.count(usual) / len(widths), usual) if usual > 1 else (0.0, 0)


def _widths(beginning: str, delimiter: str) -> Iterator[int]:
    try:
        for row in csv.reader(io.StringIO(beginning, newline=""), delimiter=delimiter):
            if row:
                yield len(row)
    except csv.Error:  # not this one
        return
