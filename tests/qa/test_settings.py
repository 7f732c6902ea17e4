import dataclasses
import math

import pytest

from qa import QuotedError, Settings
from qa.calibration import load_calibration
from qa.risk import Sample, Scored, write_scored


def test_unknown_and_impossible_settings_are_refused(tmp_path):
    with pytest.raises(QuotedError, match=r"hitz.*embedding_model"):
        Settings.from_mapping({"hitz": 3})
    with pytest.raises(QuotedError, match="hits is 0"):
        Settings(hits=0)
    with pytest.raises(QuotedError, match="min_confidence is 'high'"):
        Settings.from_mapping({"min_confidence": "high"})
    path = tmp_path / "settings.toml"
    path.write_text("hits = = 3", "utf-8")
    with pytest.raises(QuotedError, match=r"settings\.toml"):
        Settings.load(path)
    with pytest.raises(QuotedError, match="missing"):
        Settings.load(tmp_path / "missing.toml")


@pytest.mark.parametrize(
    ("name", "lowest", "highest", "step"),
    [
        ("hits", 1, 50, 1),
        ("unanswerable_share", 0.01, 0.99, 0.01),
        ("min_confidence", 0.0, 1.0, 0.01),
        ("llm_seconds", 1, 600, 0.5),
    ],
)
def test_a_number_can_be_the_lowest_and_the_highest_that_are_named_and_nothing_beyond(name, lowest, highest, step):
    for inside in (lowest, highest):
        assert getattr(Settings(**{name: inside}), name) == inside
    for beyond in (lowest - step, highest + step):
        with pytest.raises(QuotedError, match=f"{name} is {beyond}; it can be {lowest} to {highest}"):
            Settings(**{name: beyond})


def test_settings_from_a_file(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text('hits = 3\nindex_dir = "somewhere"\n', "utf-8")
    assert Settings.load(path) == Settings(hits=3, index_dir=Settings.load(path).index_dir)
    assert str(Settings.load(path).index_dir) == "somewhere"


def test_the_hash_changes_with_what_can_change_an_answer(tmp_path):
    assert Settings(hits=3).hash != Settings().hash
    assert Settings(index_dir=tmp_path).hash == Settings().hash
    assert len(dataclasses.fields(Settings)) <= 20


def written(path, *wrong):
    """A calibration of 19 questions, those of the given confidences wrong."""
    scored = [*(Scored(sure, False) for sure in wrong), *[Scored(0.9, True)] * (19 - len(wrong))]
    write_scored(path, Sample("nineteen", tuple(scored)), command="by hand")
    return path


def test_an_error_budget_takes_the_place_of_the_least_confidence(tmp_path):
    mine = written(tmp_path / "mine.json", 0.8, 0.6)
    assert Settings(min_confidence=0.4).threshold == 0.4
    assert Settings(min_confidence=0.4, calibration=mine).threshold == 0.4
    asked = {"calibration": mine, "unanswerable_share": load_calibration().unanswerable}
    assert Settings(max_error=0.05, **asked).threshold == pytest.approx(0.8)
    assert Settings(max_error=0.1, **asked).threshold == pytest.approx(0.6)
    assert Settings(max_error=0.01, calibration=mine).threshold > 1
    assert 0 < Settings(max_error=0.05).threshold < 1


def test_a_budget_answers_the_same_questions_whatever_share_the_confidences_suppose(tmp_path):
    mine, curve = written(tmp_path / "mine.json", 0.8, 0.6), load_calibration()
    for share in (0.05, 0.25, 0.6):
        least = Settings(max_error=0.05, calibration=mine, unanswerable_share=share).threshold
        assert curve.shifted(0.8, share) < least < curve.shifted(0.801, share)


def test_what_a_budget_guarantees_is_said(tmp_path):
    mine = written(tmp_path / "mine.json", 0.8)
    assert Settings().guarantee == ""
    assert "at most 5 %" in Settings(max_error=0.05, calibration=mine).guarantee
    assert "No question gets an answer" in Settings(max_error=0.01, calibration=mine).guarantee


@pytest.mark.parametrize("share", [0, 1, -0.1, 5, float("nan"), "little"])
def test_an_impossible_budget_is_refused(share):
    with pytest.raises(QuotedError, match=r"max_error is .*; it can be more than 0 and less than 1\."):
        Settings.from_mapping({"max_error": share})


def test_a_calibration_that_cannot_be_used_is_refused_at_once(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text(f"calibration = '{tmp_path / 'missing.json'}'", "utf-8")
    with pytest.raises(QuotedError, match=r"missing\.json cannot be read as a calibration"):
        Settings.load(path)


def test_the_hash_changes_with_the_budget_and_with_what_the_calibration_says(tmp_path):
    one, same, other = (written(tmp_path / name, sure) for name, sure in (("1", 0.8), ("2", 0.8), ("3", 0.7)))
    budget = Settings(max_error=0.05, calibration=one)
    assert budget.hash != Settings(max_error=0.1, calibration=one).hash != Settings().hash
    assert budget.hash == Settings(max_error=0.05, calibration=same).hash
    assert budget.hash != Settings(max_error=0.05, calibration=other).hash != Settings(max_error=0.05).hash


@pytest.mark.parametrize(
    "values", [{"hits": 5.5}, {"hits": True}, {"embedding_model": 5}, {"chunk_tokens": "160"}, {"store": None}]
)
def test_a_setting_of_another_type_is_refused(values):
    (name,) = values
    with pytest.raises(QuotedError, match=f"{name} is .*; it can be"):
        Settings.from_mapping(values)


def test_a_sample_for_budgets_is_made_at_the_share_that_the_curve_was_fitted_with():
    share = load_calibration().unanswerable
    settings = Settings(hits=7, min_confidence=0.4, max_error=0.1, unanswerable_share=share / 2)
    assert settings.holding_nothing_back() == Settings(hits=7, min_confidence=math.ulp(0.0), unanswerable_share=share)
