import math

import pytest

from index import Chunk, Term
from qa.calibration import Calibration, load_calibration, unknown_share
from qa.datatypes import Span

CHUNK = Chunk("c", "d", "a.txt", "a", 0, 1, "x", ((0, 1),))
TERMS = (Term("bridge", "bridg", 1.0, True), Term("dragon", "dragon", 3.0, False))


def spans(score: float) -> tuple[Span, ...]:
    return (Span(CHUNK, 0, 1, (0, 1), score), Span(CHUNK, 0, 1, (0, 1), score - 1))


def test_the_curve_by_hand():
    curve = Calibration(intercept=-1.0, score=0.5, unknown=-2.0)
    assert curve.probability(spans(4.0), TERMS) == pytest.approx(1 / (1 + math.exp(0.5)), abs=1e-4)
    assert curve.probability((), TERMS) == 0.0


def test_unknown_share_weighs_by_idf():
    assert unknown_share(TERMS) == 0.75
    assert unknown_share(TERMS[:1]) == 0.0
    assert unknown_share(()) == 0.0


def test_the_shipped_curve_rises_with_the_score_and_stays_a_probability():
    curve = load_calibration()
    values = [curve.probability(spans(score), TERMS[:1]) for score in (-1e3, -10, -3, 0, 3, 10, 1e3)]
    assert values == sorted(values)
    assert values[0] < 0.1 and values[-1] > 0.9
    assert all(0 <= value <= 1 for value in values)
