"""The threshold of an error budget: by hand, against its definition, and against risks that are known."""

import math
import random
from statistics import fmean

import pytest

from index import QuotedError
from qa.__main__ import main
from qa.calibration import Calibration
from qa.risk import SHIPPED, Sample, Scored, coverage, guarantee, load_scored, threshold, write_scored

BUDGETS = (0.01, 0.05, 0.1, 0.2, 0.29, 0.5, 0.9)


def sample(right=(), wrong=()):
    return [Scored(sure, True) for sure in right] + [Scored(sure, False) for sure in wrong]


def just_above(confidence):
    return math.nextafter(confidence, 1)


def test_the_threshold_by_hand():
    # Nine questions: ⌊.2 (9 + 1)⌋ - 1 = 1 may be wrong, and so none of .7 or less may be given.
    nine = sample([0.95, 0.8, 0.75, 0.6, 0.5, 0.3], [0.9, 0.7, 0.4])
    assert threshold(nine, 0.2) == just_above(0.7)
    assert coverage(nine, threshold(nine, 0.2)) == 4 / 9
    assert threshold(nine, 0.3) == just_above(0.4)
    assert threshold(nine, 0.1) == just_above(0.9)
    assert threshold(reversed(nine), 0.2) == threshold(nine, 0.2)


def test_where_few_enough_are_wrong_every_answer_is_given_but_none_of_confidence_0():
    nine = sample([0.95, 0.8, 0.01], [0.9, 0.7, 0.4, 0.0, 0.0, 0.0])
    assert threshold(nine, 0.4) == just_above(0)
    assert threshold(sample([0.9] * 9), 0.1) == just_above(0)


def test_answers_tied_with_a_wrong_one_too_many_are_not_given():
    tied = sample([0.9, 0.8, 0.8, 0.8, 0.5, 0.4, 0.3], [0.8, 0.8])
    assert threshold(tied, 0.2) == just_above(0.8)
    assert coverage(tied, threshold(tied, 0.2)) == 1 / 9


@pytest.mark.parametrize("scored", [[], sample([0.9] * 18), sample(wrong=[1.0] * 30)])
def test_no_data_or_an_impossible_budget_is_silence(scored):
    assert threshold(scored, 0.05) > 1
    assert coverage(scored, threshold(scored, 0.05)) == 0


def test_a_budget_counts_as_it_is_written():
    # In floats .29 * 100 is less than 29, so that one fewer could be wrong.
    scored = sample([0.1] * 70, [(200 + at) / 1000 for at in range(29)])
    assert threshold(scored, 0.29) == just_above(0.2)


def drawn(draw, count):
    """Questions whose confidence c, in steps so that there are ties, is the probability of being right."""
    sure = [draw.randrange(101) / 100 for _ in range(count)]
    return [Scored(each, draw.random() < each) for each in sure]


def test_it_is_the_infimum_of_the_definition():
    draw = random.Random(0)
    for count in (1, 5, 20, 60, 99):
        scored = drawn(draw, count)
        for budget in BUDGETS:
            found = threshold(scored, budget)

            def held(least, scored=scored, budget=budget):
                wrong = sum(each.confidence >= least and not each.right for each in scored)
                return (wrong + 1) / (len(scored) + 1) <= budget + 1e-12

            if found > 1:
                assert not held(just_above(max(each.confidence for each in scored))) or found == just_above(1.0)
            else:
                assert held(found)
                assert found == just_above(0) or not held(math.nextafter(found, 0))


def test_a_greater_budget_never_has_a_higher_threshold():
    scored = drawn(random.Random(1), 200)
    found = [threshold(scored, budget) for budget in BUDGETS]
    assert found == sorted(found, reverse=True)


def risk_at(least):
    """The expected loss of one of `drawn`'s questions, exactly."""
    return sum(1 - step / 100 for step in range(101) if step / 100 >= least) / 101


@pytest.mark.parametrize(("count", "budget"), [(39, 0.05), (99, 0.05), (99, 0.1), (400, 0.2)])
def test_the_budget_holds_in_expectation_and_is_used(count, budget):
    draw = random.Random(2)
    realised = fmean(risk_at(threshold(drawn(draw, count), budget)) for _ in range(500))
    assert realised <= budget
    assert realised >= budget - 2 / (count + 1) - 0.015  # 0.015 for the ties, of which all or none are given


def test_the_words_say_what_is_guaranteed_and_what_is_not():
    said = guarantee(0.05, Sample("the questions of mine.jsonl", tuple(sample([0.9] * 1200))))
    assert said.startswith("Of all questions asked, at most 5 % in expectation get a wrong answer")
    assert "the 1,200 that this was calibrated on (the questions of mine.jsonl)" in said
    assert "Nothing is guaranteed for other documents or other kinds of questions" in said
    assert said.count(". ") == 1
    silent = guarantee(0.025, Sample("few", tuple(sample([0.9] * 10))))
    assert silent.startswith("No question gets an answer") and "2.5 %" in silent


def test_a_sample_comes_back_from_its_file(tmp_path):
    path = tmp_path / "mine.json"
    write_scored(path, Sample("mine", (Scored(0.25, False), Scored(0.5, True), Scored(1.0, True))), command="by hand")
    assert load_scored(path) == Sample("mine", (Scored(1.0, True), Scored(0.5, True), Scored(0.25, False)))


def test_what_is_no_sample_of_this_reader_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "mine.json"
    with pytest.raises(QuotedError, match=r"mine\.json cannot be read.*python -m eval calibrate"):
        load_scored(path)
    write_scored(path, Sample("mine", (Scored(0.5, True),)), command="by hand")
    path.write_text(path.read_text("utf-8").replace("[0.5,true]", "[1.5,true]"), "utf-8")
    with pytest.raises(QuotedError, match=r"scored\.0\.0: .*less than or equal to 1"):
        load_scored(path)
    write_scored(path, Sample("mine", ()), command="by hand", curve=Calibration(0.0, 1.5))
    with pytest.raises(QuotedError, match="another reader"):
        load_scored(path)


def test_the_shipped_sample_is_of_the_shipped_curve_and_can_keep_a_budget():
    shipped = load_scored()
    assert len(shipped.scored) >= 700
    assert 0 < threshold(shipped.scored, 0.05) < 1
    assert SHIPPED.stat().st_size < 100_000


def test_the_terminal_takes_a_budget_and_says_what_it_guarantees(folder, tmp_path, index_dir, capsys):
    config = tmp_path / "settings.toml"
    config.write_text(f'index_dir = "{index_dir}"', "utf-8")
    asked = ["What is the capital of Mongolia?", "--sources", str(folder), "--settings", str(config)]
    assert main([*asked, "--max-error", "0.05"]) == 0
    assert "\n\nOf all questions asked, at most 5 % in expectation" in capsys.readouterr().out
    assert main([*asked, "--max-error", "0.05", "--json"]) == 0
    assert "Of all questions" not in capsys.readouterr().out
    assert main([*asked, "--max-error", "5"]) == 2
    assert capsys.readouterr().err.strip() == "max_error is 5.0; it can be more than 0 and less than 1."
