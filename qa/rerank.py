"""Hits in the order of what the reader says of them: a chunk is as good as its best span (Nogueira and Cho 2019)."""

from collections.abc import Sequence

from index import Hit
from qa.datatypes import Span


def rerank(hits: Sequence[Hit], spans: Sequence[Span]) -> tuple[Hit, ...]:
    """The hits by their best span, best first; those without a span stay in their order at the end."""
    best: dict[str, float] = {}
    for span in spans:
        best[span.chunk.chunk_id] = max(span.score, best.get(span.chunk.chunk_id, span.score))
    return tuple(sorted(hits, key=lambda hit: -best.get(hit.chunk.chunk_id, float("-inf"))))
