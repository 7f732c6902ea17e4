"""A table of questions, as CSV with the names of its columns in the first row.

    question    what is asked; blank, where the row only adds a document
    context     the text of a document; the same text in several rows is one document
    answer      words of the context, several of them with "|" between; blank, where nothing answers

and, where they are wanted, id, title (of the document), kind, split, note and cluster, as in a
questions file. Every place of the context where an answer stands is evidence.
"""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from pydantic import ValidationError

from eval.importers.places import mentions, quotes
from eval.importers.reading import read_bytes
from eval.importers.writing import ALL, Choice, Documents, Prepared, draw, plain, write
from eval.questions.schema import DatasetError, Record, damage, refusal

NEEDED = ("question", "context", "answer")
OPTIONAL = ("id", "title", "kind", "split", "note", "cluster")


def write_table(file: Path, out: Path, choice: Choice = ALL) -> Prepared:
    """Write a table's documents and its questions."""
    documents = Documents()
    records: list[Record] = []
    for number, row in _rows(file):
        try:
            records += _records(row, number, documents)
        except DatasetError as error:
            raise DatasetError(f"{file}, line {number}, {error}") from error
    return write(out, documents, draw(records, choice), origin=file)


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row by the names of its columns, with the number of the line on which it ends."""
    try:
        table = csv.DictReader(StringIO(read_bytes(file).decode("utf-8-sig"), newline=""), strict=True)
        names = table.fieldnames or []
        wrong = [name for name in names if name not in NEEDED + OPTIONAL]
        missing = [name for name in NEEDED if name not in names]
        if wrong or missing or len(set(names)) < len(names):
            expected = f"{', '.join(NEEDED)} and perhaps {', '.join(OPTIONAL)}, each once"
            raise DatasetError(f"{file}: found the columns {', '.join(names)}, expected {expected}. Rename them.")
        for row in table:
            if None in row or None in row.values():
                cells = sum(value is not None for value in row.values()) + len(row.get(None, [])) - (None in row)
                raise DatasetError(f"{file}, line {table.line_num}: found {cells} cells, expected {len(names)}.")
            yield table.line_num, row
    except (csv.Error, UnicodeDecodeError) as error:
        raise DatasetError(f"{file}: expected a table as CSV in UTF-8, found {error}. Save it so.") from error


def _records(row: dict[str, str], number: int, documents: Documents) -> Iterator[Record]:
    """The question of a row, if it asks one."""
    text = plain(row["context"])
    source = documents.add(text, row.get("title") or f"{number:04d}")
    answers = [answer.strip() for answer in row["answer"].split("|") if answer.strip()]
    places = quotes(source, text, [span for answer in answers for span in mentions(text, answer)])
    if answers and not places:
        raise damage("answer", row["answer"], "words that stand in the context", "Copy them from it.")
    if not row["question"].strip():
        return
    given = {name: row[name] for name in ("kind", "split", "note", "cluster") if row.get(name)}
    fields = {"id": row.get("id") or f"line-{number}", "question": row["question"], "answers": answers, **given}
    try:
        yield Record.model_validate(
            {**fields, "answerable": bool(places), "evidence": [places] if places else []},
        )
    except ValidationError as error:
        raise refusal(error) from error
