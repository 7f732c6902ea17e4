"""What the reader found → the passages that an LLM is given: what it shows, and the best else, with neighbours.

A small model on two cores reads some 50 tokens a second, so whole chunks would make an answer take half
a minute; and what is not there cannot mislead it.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from index import Chunk
from qa.datatypes import AnswerSpan

SENTENCES = 3
"""So many sentences at least are given, those that the reader thinks most of."""
AROUND = 1
"""Sentences before and after each."""

Place = tuple[str, int, int]


def evidence(shown: Sequence[Sequence[AnswerSpan]], read: Sequence[Sequence[AnswerSpan]]) -> tuple[Chunk, ...]:
    """The passages by what is shown for each sub-question and by what was read, best first; what is near is one."""
    found: dict[str, tuple[Chunk, int, int]] = {}
    for span in _best(shown, read):
        chunk, at = span.chunk, span.chunk.sentences.index(span.sentence)
        _, first, last = found.get(chunk.chunk_id, (chunk, at, at))
        found[chunk.chunk_id] = chunk, min(first, at), max(last, at)
    return tuple(
        chunk.run(max(0, first - AROUND), min(len(chunk.sentences), last + AROUND + 1))
        for chunk, first, last in found.values()
    )


def _best(shown: Sequence[Sequence[AnswerSpan]], read: Sequence[Sequence[AnswerSpan]]) -> Iterator[AnswerSpan]:
    """What is shown, then what else was read until there are enough, with no sentence twice."""
    kept = {_place(span): span for span in _by_turns(shown)}
    for span in _by_turns(read):
        if len(kept) >= SENTENCES:
            break
        kept.setdefault(_place(span), span)
    yield from kept.values()


def _by_turns(spans: Sequence[Sequence[AnswerSpan]]) -> Iterator[AnswerSpan]:
    """The best span of every sub-question, then the second best, and so on."""
    return (span for span in chain.from_iterable(zip_longest(*spans)) if span)


def _place(span: AnswerSpan) -> Place:
    return span.chunk.document_id, *span.sentence
