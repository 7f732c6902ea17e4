"""Public question sets → training examples for the reader: question + chunk → span, or no answer.

Chunks are those that the index makes. Every positive comes with a hard negative for the same
question: the best chunk by BM25, of the same article first, that does not hold the answer.
"""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import Chunk, Document
from index.chunking import chunk
from index.embedding import BUNDLED, load_embedder
from index.opening import CHUNK_TOKENS
from index.words import stems

HELD_OUT = 12
"""Every twelfth article of the training file is kept for choosing and calibrating."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a chunk's text; `span` is the answer's (start, end) in it, None where it holds none."""

    question: str
    text: str
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Pair:
    """One question with a chunk that answers and one that does not; either may be missing."""

    positive: Example | None
    negative: Example | None


def calibration_articles(data: Path) -> list[dict[str, Any]]:
    """Articles that only the calibration sees."""
    first, second = squad(data / "squad/squad1-train.json.gz"), squad(data / "squad/squad2-dev-open.json.gz")
    return first[::HELD_OUT] + second[::4]


def clean_articles(data: Path) -> list[dict[str, Any]]:
    """Articles that nothing is fitted on."""
    return squad(data / "squad/squad2-dev-open.json.gz")[2::4]


def squad(path: Path) -> list[dict[str, Any]]:
    """The articles of a SQuAD file, by title."""
    data: list[dict[str, Any]] = json.loads(gzip.decompress(path.read_bytes()))["data"]
    return sorted(data, key=lambda article: str(article["title"]))


def article_pairs(article: dict[str, Any], draw: random.Random) -> Iterator[Pair]:
    """The pairs of one article; an unanswerable question brings its own paragraph as the negative."""
    import bm25s

    chunks = [chunks_of(paragraph["context"]) for paragraph in article["paragraphs"]]
    every = [piece for pieces in chunks for piece in pieces]
    engine = bm25s.BM25()
    engine.index([stems(piece.text) for piece in every], show_progress=False)
    for pieces, paragraph in zip(chunks, article["paragraphs"], strict=True):
        for qa in paragraph["qas"]:
            question = " ".join(qa["question"].split())
            if qa.get("is_impossible"):
                yield Pair(None, Example(question, draw.choice(pieces).text, None))
                continue
            answer = qa["answers"][0]
            positive = _positive(question, pieces, answer["answer_start"], answer["text"])
            negative = _negative(question, every, [each["text"] for each in qa["answers"]], engine, draw)
            if positive:
                yield Pair(positive, negative)


def chunks_of(text: str) -> list[Chunk]:
    """The chunks that the index makes of a text."""
    document = Document("0" * 64, "a", "a", text)
    return chunk(document, token_spans=load_embedder(BUNDLED).token_spans, max_tokens=CHUNK_TOKENS)


def _positive(question: str, pieces: Sequence[Chunk], start: int, answer: str) -> Example | None:
    for piece in pieces:
        if piece.start <= start and start + len(answer) <= piece.end:
            return Example(question, piece.text, (start - piece.start, start - piece.start + len(answer)))
    return None


def _negative(
    question: str, every: Sequence[Chunk], answers: Sequence[str], engine: Any, draw: random.Random
) -> Example | None:
    """One of the 8 chunks nearest to the question that hold none of its answers."""
    ranked, _ = engine.retrieve([stems(question)], k=min(16, len(every)), show_progress=False)
    texts = [every[int(at)].text for at in ranked[0]]
    wrong = [text for text in texts if not any(answer.lower() in text.lower() for answer in answers)][:8]
    return Example(question, draw.choice(wrong), None) if wrong else None


def natural_questions(path: Path) -> Iterator[Pair]:
    """Questions as people type them, each with the passage that answers and no negative."""
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        row = json.loads(line)
        text = row["ctxs"][0]["text"]
        for answer in row["answers"]:
            start = text.find(answer)
            if start >= 0 and (positive := _positive(row["question"], chunks_of(text), start, answer)):
                yield Pair(positive, None)
                break
