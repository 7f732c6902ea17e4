"""Hits in the order of what a reader says of them (Nogueira and Cho 2019)."""

from collections.abc import Sequence

from index import Hit
from qa.datatypes import AnswerSpan


def in_order(hits: Sequence[Hit], spans: Sequence[AnswerSpan]) -> tuple[Hit, ...]:
    """The hits in the order of their best spans; those without a span stay in their order at the end."""
    places = {span.chunk.chunk_id: at for at, span in reversed(list(enumerate(spans)))}
    return tuple(sorted(hits, key=lambda hit: places.get(hit.chunk.chunk_id, len(spans))))
