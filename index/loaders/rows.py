"""Rows of a sheet → passages: each row one line that repeats its header, "Header: value; Header: value".

What a header is: the first row of words alone, none twice, that is nearly as wide as the widest
beginning row. Where there is none, a row is its values.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from index.loaders.extraction import MarkdownText, one_line

_LOOKED_AT = 20
_NUMBER = re.compile(r"[-+(]?[^\w\s]?\s?\d[\d.,:/ -]*\)?\s?[^\w\s]?\w{0,3}$")

Row = Sequence[str]


def write_rows(rows: Iterable[Row], out: MarkdownText) -> None:
    """Append the rows."""
    cleaned = _without_empty(rows)
    first = list(islice(cleaned, _LOOKED_AT))
    at = _header_at(first)
    for row in first[: at or 0]:
        out.paragraph("; ".join(filter(None, row)))
    header = first[at] if at is not None else []
    for row in chain(first[at + 1 if at is not None else 0 :], cleaned):
        out.paragraph(_line(header, row))
    if at is not None and len(first) == at + 1:  # a header and nothing below it
        out.paragraph("; ".join(filter(None, header)))


def _without_empty(rows: Iterable[Row]) -> Iterator[list[str]]:
    for row in rows:
        cells = [one_line(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield cells


def _header_at(rows: list[list[str]]) -> int | None:
    """The number of the header's row, if one of the first is it."""
    widest = max((len(list(filter(None, row))) for row in rows), default=0)
    for number, row in enumerate(rows):
        names = [cell for cell in row if cell]
        if len(names) < max(2, 0.6 * widest):
            continue
        plain = all(len(name) <= 80 and not _NUMBER.match(name) for name in names)
        return number if plain and len(set(names)) == len(names) else None
    return None


def _line(header: Row, row: Row) -> str:
    named = [
        f"{header[column]}: {cell}" if column < len(header) and header[column] else cell
        for column, cell in enumerate(row)
        if cell
    ]
    return "; ".join(named)
