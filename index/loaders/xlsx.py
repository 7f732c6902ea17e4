"""Excel sheets, read by calamine: every sheet a heading, every row a passage that repeats its header.

What a formula gave when the file was saved is read, not the formula.
"""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from index.datatypes import DocumentError
from index.loaders.archive import open_archive
from index.loaders.extraction import Extraction, MarkdownText
from index.loaders.ooxml import core_properties
from index.loaders.rows import write_rows

_MOST_COLUMNS = 2000

Cell = int | float | str | bool | time | date | datetime | timedelta


def load_xlsx(data: bytes) -> Extraction:
    """The visible sheets of a workbook."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    properties = core_properties(open_archive(data, ".xlsx"))
    out = MarkdownText()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for about in book.sheets_metadata:
            if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible:
                sheet = book.get_sheet_by_name(about.name)
                if sheet.total_height and sheet.total_width:
                    out.heading(about.name, 1)
                    write_rows(_rows(sheet.iter_rows()), out)
    except CalamineError as error:
        raise DocumentError(f"it is no .xlsx file, or a damaged one ({error}).") from error
    return out.extraction(title=properties.title, date=properties.date)


def _rows(rows: Iterator[list[Cell]]) -> Iterator[list[str]]:
    for row in rows:
        yield [_text(cell) for cell in row[:_MOST_COLUMNS]]


def _text(cell: Cell) -> str:
    """A cell as a person would write it."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.12g}"
    if isinstance(cell, datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    return str(cell)
