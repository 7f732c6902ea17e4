"""The reader's spans, given also how high the search had ranked their chunks.

score(span) = log-odds by the reader - ln(rank of its chunk): Bayes' rule with a prior ∝ 1 / rank, so
that the reader decides among near equals of the search, and needs good reasons far down. Reranking
with a reader is Nogueira and Cho's (2019).
"""

from collections.abc import Sequence
from dataclasses import replace
from math import log

from index import Hit
from qa.datatypes import Span


def rerank(spans: Sequence[Span], hits: Sequence[Hit]) -> tuple[Span, ...]:
    """The spans with the rank of their chunks counted in, best first. `hits` is the search's ranking."""
    ranks = {hit.chunk.chunk_id: rank for rank, hit in enumerate(hits, start=1)}
    scored = [replace(span, score=round(span.score - log(ranks[span.chunk.chunk_id]), 4)) for span in spans]
    return tuple(sorted(scored, key=lambda span: (-span.score, span.chunk.chunk_id, span.start)))


def in_order(hits: Sequence[Hit], spans: Sequence[Span]) -> tuple[Hit, ...]:
    """The hits in the order of their best spans; those without a span stay in their order at the end."""
    places = {span.chunk.chunk_id: at for at, span in reversed(list(enumerate(spans)))}
    return tuple(sorted(hits, key=lambda hit: places.get(hit.chunk.chunk_id, len(spans))))
