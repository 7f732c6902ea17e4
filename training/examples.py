"""What the reader is trained on: a question or a statement, a chunk's text, and what is known of both.

Where the examples come from is in the modules beside this one: `questions.py` (SQuAD, Natural
Questions), `statements.py` (FEVER and others, edited sentences), `tables.py` (made lists and tables).
Knows nothing of models.
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import Chunk, Document, Span
from index.chunking import chunk
from index.embedding import BUNDLED, load_embedder
from index.opening import CHUNK_TOKENS

SUPPORTED, CONTRADICTED, UNMENTIONED, UNSUPPORTED = range(4)
"""What a chunk says of a statement; UNSUPPORTED is said where it is one of the two before it."""

HELD_OUT = 12
"""Every twelfth article of SQuAD 1.1's training file is kept for calibrating."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question or a statement, and a chunk's text.

    `span` is the answer's (start, end) in the text, None where it holds none. `evidence` are the
    sentences' (start, end), each with whether the answer rests on it; empty where that is not known.
    `stance` is None for a question.
    """

    asked: str
    text: str
    span: Span | None = None
    evidence: tuple[tuple[Span, bool], ...] = ()
    stance: int | None = None


Group = tuple[Example, ...]
"""The examples of one question: the positive first, if there is one."""


def training_articles(data: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """SQuAD 1.1's without every twelfth; SQuAD 2.0's: 12 of the 18 open ones, and the 8 that are for training alone."""
    first = [article for at, article in enumerate(squad1(data)) if at % HELD_OUT]
    second = [article for at, article in enumerate(squad2(data)) if at % 2 or at % 8 == 0]
    return first, second + _squad(data / "squad/squad2-dev-more.json.gz")


def calibration_articles(data: Path) -> list[dict[str, Any]]:
    """Articles that only the calibration sees."""
    return squad1(data)[::HELD_OUT] + squad2(data)[4::8]


def clean_articles(data: Path) -> list[dict[str, Any]]:
    """Articles that nothing is fitted on."""
    return squad2(data)[2::4]


def squad1(data: Path) -> list[dict[str, Any]]:
    """The articles of SQuAD 1.1's training file, by title."""
    return _squad(data / "squad/squad1-train.json.gz")


def squad2(data: Path) -> list[dict[str, Any]]:
    """The articles of the open half of SQuAD 2.0's development file, by title."""
    return _squad(data / "squad/squad2-dev-open.json.gz")


def _squad(path: Path) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = json.loads(gzip.decompress(path.read_bytes()))["data"]
    return sorted(data, key=lambda article: str(article["title"]))


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a gzipped file, one a line."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def chunks_of(text: str) -> list[Chunk]:
    """The chunks that the index makes of a text."""
    document = Document("0" * 64, "a", "a", text)
    return chunk(document, token_spans=load_embedder(BUNDLED).token_spans, max_tokens=CHUNK_TOKENS)


def sentences_in(piece: Chunk) -> list[Span]:
    """The sentences of a chunk, by offsets in the chunk's own text."""
    return [(start - piece.start, end - piece.start) for start, end in piece.sentences]


def marked(sentences: Iterable[Span], spans: Iterable[Span]) -> tuple[tuple[Span, bool], ...]:
    """Each sentence with whether it shares a character with one of the spans."""
    kept = list(spans)
    return tuple(((start, end), any(start < last and first < end for first, last in kept)) for start, end in sentences)
