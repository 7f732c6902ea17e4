"""The curve and the sample of a calibration, from outcomes whose truth is known."""

import json
import math
import random
from collections import Counter

import pytest

from training.calibrate import SHARES, Outcome, cross_fitted, drawn, values, write


@pytest.fixture(scope="module")
def found():
    """Outcomes of twelve articles; those that have an answer are right by a logistic curve of the score."""
    draw = random.Random(0)
    outcomes = []
    for at in range(900):
        kind = ("answerable", "answerable", "impossible", "taken out")[at % 4]
        score = draw.gauss(2 if kind == "answerable" else -2, 3)
        right = kind == "answerable" and draw.random() < 1 / (1 + math.exp(-(0.5 * score)))
        outcomes.append(Outcome(score, right, kind, f"article {at % 12}"))
    return outcomes


def test_the_curve_rises_with_the_score(found):
    fitted = values(found)
    assert fitted["slope"] > 0
    assert fitted["questions"] == {"answerable": 450, "impossible": 225, "taken out": 225}


def test_each_kind_has_its_share_and_nothing_is_drawn_twice(found):
    places = drawn(found, random.Random(0))
    kinds = Counter(found[at].kind for at in places)
    assert kinds == {"answerable": 281, "impossible": 225, "taken out": 56}
    assert len(set(places)) == len(places)
    assert sum(SHARES.values()) == 1


def test_a_probability_owes_nothing_to_its_own_article(found):
    """Whatever went right in an article, its own probabilities stay what the others make them."""
    turned = [
        Outcome(each.score, each.right != (each.article == "article 3"), each.kind, each.article) for each in found
    ]
    for before, after, outcome in zip(cross_fitted(found), cross_fitted(turned), found, strict=True):
        if outcome.article == "article 3":
            assert before.confidence == after.confidence
    assert cross_fitted(found) != cross_fitted(turned)


def test_both_files_are_written_and_belong_together(found, tmp_path, capsys):
    curve, sample = tmp_path / "curve.json", tmp_path / "sample.json"
    write(found, random.Random(0), curve, sample)
    fitted, written = json.loads(curve.read_text("utf-8")), json.loads(sample.read_text("utf-8"))
    assert written["curve"] == [fitted[name] for name in ("intercept", "slope", "unanswerable", "read_right")]
    assert len(written["scored"]) == 562
    assert "5% of 562 wrong" in capsys.readouterr().out
    again = tmp_path / "again.json"
    write(found, random.Random(0), curve, again)
    assert again.read_bytes() == sample.read_bytes()
