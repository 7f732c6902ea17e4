"""What the reader found → the passages that an LLM is given: the best sentences, each with its neighbours.

A small model on two cores reads some 50 tokens a second, so whole chunks would make an answer take half
a minute; and what is not there cannot mislead it.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from index import Chunk
from qa.datatypes import AnswerSpan

SENTENCES = 5
"""So many sentences are given, those that the reader thinks most of."""
AROUND = 1
"""Sentences before and after each."""

Place = tuple[str, int, int]


def evidence(spans: Sequence[Sequence[AnswerSpan]]) -> tuple[Chunk, ...]:
    """The passages for a question by the spans of each of its parts, best first; what is near is one passage."""
    found: dict[str, tuple[Chunk, int, int]] = {}
    for span in _best(spans):
        chunk, at = span.chunk, span.chunk.sentences.index(span.sentence)
        _, first, last = found.get(chunk.chunk_id, (chunk, at, at))
        found[chunk.chunk_id] = chunk, min(first, at), max(last, at)
    return tuple(
        chunk.run(max(0, first - AROUND), min(len(chunk.sentences), last + AROUND + 1))
        for chunk, first, last in found.values()
    )


def _best(spans: Sequence[Sequence[AnswerSpan]]) -> Iterator[AnswerSpan]:
    """The best span of every part, then the second best, with no sentence twice."""
    ranked = (span for span in chain.from_iterable(zip_longest(*spans)) if span)
    kept: dict[Place, AnswerSpan] = {}
    for span in ranked:
        kept.setdefault((span.chunk.document_id, *span.sentence), span)
        if len(kept) == SENTENCES:
            break
    yield from kept.values()
