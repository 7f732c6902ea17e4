import dataclasses

from index import Chunk, Hit
from qa.datatypes import Span
from qa.rerank import rerank


def hit(name: str) -> Hit:
    return Hit(Chunk(name, "d", "a.txt", "a", 0, 9, "One. Two.", ((0, 4), (5, 9))), 1.0, 1, 1)


def span(of: Hit, score: float) -> Span:
    return Span(of.chunk, 0, 3, (0, 4), score)


def test_a_chunk_is_as_good_as_its_best_span():
    first, second, third = hits = [hit("a"), hit("b"), hit("c")]
    spans = [span(first, -3.0), span(first, 0.5), span(second, 2.0), span(second, -9.0), span(third, 1.0)]
    assert rerank(hits, spans) == (second, third, first)


def test_equals_and_what_has_no_span_keep_their_order():
    first, second, third = hits = [hit("a"), hit("b"), hit("c")]
    assert rerank(hits, [span(third, 1.0)]) == (third, first, second)
    assert rerank(hits, [span(second, 1.0), span(first, 1.0)]) == (first, second, third)
    assert rerank(hits, []) == tuple(hits)
    assert rerank([dataclasses.replace(first, score=5.0)], [])[0].score == 5.0
