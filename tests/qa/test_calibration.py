import math

import pytest

from index import Chunk
from qa.calibration import GREATEST_MARGIN, Calibration, load_calibration, signs
from qa.datatypes import Span

CHUNK = Chunk("c", "d", "a.txt", "a", 0, 7, "May may", ((0, 7),))


def span(start: int, score: float) -> Span:
    return Span(CHUNK, start, start + 3, (0, 7), score, evidence=0.5)


def margin(*found: Span, shown: int = 1) -> float:
    return signs(found, found[:shown])[1]


def spans(score: float) -> tuple[Span, ...]:
    return span(0, score), span(1, score - 1)


def test_the_curve_by_hand():
    curve = Calibration(intercept=-1.0, score=0.5, margin=0.25)
    assert curve.probability(spans(4.0), spans(4.0)[:1]) == pytest.approx(1 / (1 + math.exp(-1.25)), abs=1e-4)
    assert curve.probability((), ()) == 0.0


def test_another_share_of_unanswerable_questions_shifts_the_odds_by_the_ratio_of_the_classes():
    curve = Calibration(0.0, 1.0, 0.0, unanswerable=0.5, read_right=0.8)
    # Of 100 questions .5 x .8 = 40 are right; of 100 others, of which 25 have no answer, .75 x .8 = 60.
    odds = (0.3 * (60 / 40)) / (0.7 * (40 / 60))
    assert curve.shifted(0.3, 0.25) == pytest.approx(odds / (1 + odds), abs=1e-4)
    assert curve.shifted(0.3, 0.5) == 0.3
    assert curve.shifted(0.0, 0.25) == 0.0 and curve.shifted(1.0, 0.25) == 1.0
    assert curve.shifted(0.4, 0.75) < 0.4 < curve.shifted(0.4, 0.25)


def test_the_margin_is_over_other_words_and_has_its_limit():
    assert signs(spans(4.0), spans(4.0)[:1]) == (4.0, 1.0)
    assert margin(span(0, 4.0), span(4, 3.5), span(1, 2.0)) == 2.0
    assert margin(span(0, 40.0), span(1, 2.0)) == GREATEST_MARGIN
    assert margin(span(0, 4.0), span(4, 3.5)) == GREATEST_MARGIN


def test_nothing_stands_against_a_broad_questions_passages():
    assert signs(spans(4.0), spans(4.0)[:1], broad=True) == (4.0, GREATEST_MARGIN)
    curve = Calibration(intercept=-1.0, score=0.5, margin=0.25)
    assert curve.probability(spans(4.0), spans(4.0)[:1], broad=True) > curve.probability(spans(4.0), spans(4.0)[:1])


def test_what_is_shown_beside_the_best_does_not_stand_against_it():
    assert margin(span(0, 4.0), span(1, 3.5), span(2, 1.0), shown=2) == 3.0


def test_the_shipped_curve_rises_with_the_score_and_stays_a_probability():
    curve = load_calibration()
    values = [curve.probability(spans(score), spans(score)[:1]) for score in (-1e3, -10, -3, 0, 3, 10, 1e3)]
    assert values == sorted(values)
    assert values[0] < 0.1 and values[-1] > 0.9
    assert all(0 <= value <= 1 for value in values)
