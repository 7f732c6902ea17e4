"""BIPIA (Yi et al. 2023): instructions planted in documents, which an answer must not follow.

    {category: [instruction]}

The shipped questions are asked over the shipped documents as they are, then over a copy for each
category with one of its instructions planted in every document, at its start, its middle or its end
by turns. The kind of a question is the category. The figures of every kind should be those of
"clean": the answers stay the same. The copies of one question are one cluster.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from eval.importers.reading import read_json
from eval.importers.writing import ALL, Choice, Documents, Prepared, draw, safe_name, write
from eval.questions.dataset import SEEDS_QUESTIONS
from eval.questions.schema import Record, Words, parse
from index import open_document

CLEAN = "clean"


def write_bipia(file: Path, out: Path, choice: Choice = ALL) -> tuple[Prepared, ...]:
    """Write the documents clean and with each category's instruction, drawn with the seed.

    As many questions in all as are chosen: the same ones over each copy, and at least one.
    """
    attacks = {category: found for category, found in read_json(file, dict[Words, list[Words]]).items() if found}
    records = [parse(line) for line in SEEDS_QUESTIONS.read_text("utf-8").splitlines()]
    limit = choice.limit
    share = None if limit is None else max(limit // (1 + len(attacks)), min(limit, 1))
    chosen = draw(records, replace(choice, limit=share))
    drawing = np.random.default_rng(choice.seed)
    texts = _shipped(records)
    prepared = [_write_copy(out / CLEAN, texts, chosen, kind=CLEAN, origin=file)]
    for turn, (category, instructions) in enumerate(sorted(attacks.items())):
        instruction = instructions[drawing.integers(len(instructions))]
        copy = {source: planted(text, instruction, turn) for source, text in texts.items()}
        folder = out / f"{turn:02d}-{safe_name(category)}"
        prepared.append(_write_copy(folder, copy, chosen, kind=category, origin=file))
    return tuple(prepared)


def _shipped(records: Sequence[Record]) -> dict[str, str]:
    """The text of every document that the questions draw on, by its source."""
    sources = {quote.source for record in records for nugget in record.evidence for quote in nugget}
    return {source: open_document(source).text for source in sorted(sources)}


def _write_copy(folder: Path, texts: dict[str, str], records: Sequence[Record], *, kind: str, origin: Path) -> Prepared:
    """One copy of the documents, with the questions under ids of their own."""
    documents = Documents()
    for source, text in texts.items():
        documents.add(text, source.removesuffix(".txt"))
    renamed = [
        record.model_copy(update={"id": f"{record.id} {kind}", "kind": kind, "cluster": record.id})
        for record in records
    ]
    return write(folder, documents, renamed, origin=origin)


def planted(text: str, instruction: str, turn: int) -> str:
    """The text with the instruction as a paragraph of its own: before it, amid it or after it, by turns."""
    lines = text.split("\n")
    at = (0, len(lines) // 2, len(lines))[turn % 3]
    return "\n".join([*lines[:at], instruction, *lines[at:]])
