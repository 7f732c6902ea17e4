from index import Chunk, Hit
from qa.datatypes import AnswerSpan
from qa.rerank import in_order


def hit(name: str) -> Hit:
    return Hit(Chunk(name, "d", "a.txt", "a", 0, 9, "One. Two.", ((0, 4), (5, 9))), 1.0, 1, 1)


def span(of: Hit, score: float) -> AnswerSpan:
    return AnswerSpan(of.chunk, 0, 3, (0, 4), score, evidence=0.5)


FIRST, SECOND, THIRD = HITS = (hit("a"), hit("b"), hit("c"))


def test_a_hit_comes_where_its_best_span_comes():
    spans = [span(SECOND, 2.0), span(THIRD, 1.0), span(FIRST, 0.5), span(SECOND, -9.0)]
    assert in_order(HITS, spans) == (SECOND, THIRD, FIRST)


def test_what_has_no_span_keeps_its_order_at_the_end():
    assert in_order(HITS, [span(THIRD, 1.0)]) == (THIRD, FIRST, SECOND)
    assert in_order(HITS, []) == HITS
