"""Anybody's answer against passages: the same check that an LLM's sentences go through; and what measures it."""

from collections.abc import Iterator, Sequence

from index import Chunk, Document
from index.chunking import chunk
from index.embedding import BUNDLED, load_embedder
from index.opening import CHUNK_TOKENS
from qa.reader import load_reader
from qa.second_opinion import logit
from qa.stream import sentences
from qa.verify import SUPPORTED, Verdict, check
from qa.written import WITHOUT

__all__ = ["SUPPORTED", "WITHOUT", "Verdict", "ground", "logit"]


def ground(answer: str, passages: Sequence[str], *, question: str = "", least: float = SUPPORTED) -> Iterator[Verdict]:
    """The verdict on each sentence of an answer, in order.

    Numbers such as [2] in it cite the passages, counted from 1; a sentence without any is compared with
    all of them. A quote's offsets count in its passage, whose number is its chunk's `source`. `least` is
    the probability from which on a sentence counts as supported.
    """
    chunks = [_chunks(str(number), text) for number, text in enumerate(passages, start=1)]
    for drafted in sentences([answer]):
        yield check(drafted, chunks, load_reader(), question=question, least=least)


def _chunks(number: str, text: str) -> list[Chunk]:
    """The chunks that the index would make of a passage."""
    document = Document(number, number, "", text)
    return chunk(document, token_spans=load_embedder(BUNDLED).token_spans, max_tokens=CHUNK_TOKENS)
