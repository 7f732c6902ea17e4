import math

import pytest

from index import Chunk
from qa.calibration import Calibration, load_calibration
from qa.datatypes import AnswerSpan

CHUNK = Chunk("c", "d", "a.txt", "a", 0, 7, "May may", ((0, 7),))


def span(start: int, score: float) -> AnswerSpan:
    return AnswerSpan(CHUNK, start, start + 3, (0, 7), score, evidence=0.5)


def test_the_curve_by_hand():
    curve = Calibration(intercept=-1.0, slope=0.5)
    assert curve.probability([span(0, 4.0)]) == pytest.approx(1 / (1 + math.exp(-1)), abs=1e-4)
    assert curve.probability(()) == 0.0


def test_another_share_of_unanswerable_questions_shifts_the_odds_by_the_ratio_of_the_classes():
    curve = Calibration(0.0, 1.0, unanswerable=0.5, read_right=0.8)
    # Of 100 questions .5 x .8 = 40 are right; of 100 others, of which 25 have no answer, .75 x .8 = 60.
    odds = (0.3 * (60 / 40)) / (0.7 * (40 / 60))
    assert curve.shifted(0.3, 0.25) == pytest.approx(odds / (1 + odds), abs=1e-4)
    assert curve.shifted(0.3, 0.5) == Calibration(0.0, 1.0).shifted(0.3, 0.5) == 0.3
    assert curve.shifted(0.0, 0.25) == 0.0 and curve.shifted(1.0, 0.25) == 1.0
    assert curve.shifted(0.4, 0.75) < 0.4 < curve.shifted(0.4, 0.25)


def test_the_best_of_what_is_shown_counts():
    curve = Calibration(intercept=-1.0, slope=0.5)
    assert curve.probability([span(0, -3.0), span(1, 4.0)]) == curve.probability([span(1, 4.0)])


def test_the_shipped_curve_rises_with_the_score_and_stays_a_probability():
    curve = load_calibration()
    values = [curve.probability([span(0, score)]) for score in (-1e3, -10, -3, 0, 3, 10, 1e3)]
    assert values == sorted(values)
    assert values[0] < 0.1 and values[-1] > 0.9
    assert all(0 <= value <= 1 for value in values)
