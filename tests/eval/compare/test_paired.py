"""Two runs side by side: what changed, what is sure, and what shuts the gate."""

import dataclasses
import json

import numpy as np
import pytest

from eval import compare
from eval.compare.comparison import to_markdown
from eval.compare.gate import GATED, gate
from eval.compare.paired import MEANS
from eval.compare.run_file import ComparisonError, Row, RunFile
from eval.measures.answer import Scores, score
from eval.questions.dataset import QuestionSet
from eval.report.files import to_json, write_report
from eval.report.report import make_report
from eval.report.summary import MEASURES
from eval.run.runner import Result


def run(*rows, **changes):
    fields = {"questions_file": "some.jsonl", "questions_sha256": "abc", "settings_hash": "s", "index_versions": ("i",)}
    return RunFile(**{**fields, **changes}, rows=rows)


def row(name, verdict="right", *, split="dev", cluster="", **scores):
    return Row(id=name, split=split, cluster=cluster or name, verdict=verdict, scores=scores or {"seconds": 1.0})


def rows(verdicts, **fields):
    return [row(f"q{at}", verdict, **fields) for at, verdict in enumerate(verdicts)]


def changes(comparison):
    return {change.measure: change for change in comparison.changes}


def noisy(random, ability, **split):
    """A run of a system that is right on each question as often as its ability says."""
    drawn = random.random(len(ability)) < ability
    near = np.clip(ability + random.normal(0, 0.2, len(ability)), 0, 1)
    return run(
        *(
            row(f"q{at}", "right" if one else "wrong", f1=float(f1), **split)
            for at, (one, f1) in enumerate(zip(drawn, near, strict=True))
        )
    )


def test_a_run_against_itself_changed_nowhere():
    same = noisy(np.random.default_rng(0), np.full(40, 0.6))
    comparison = compare(same, same)
    assert {(change.p, change.adjusted, change.difference.value) for change in comparison.changes} == {(1, 1, 0)}
    assert (comparison.flips, comparison.unpaired, comparison.newly_unscored) == ((), 0, 0)
    assert not gate(comparison)


def test_right_is_compared_by_the_questions_that_turned():
    comparison = compare(
        run(*rows(["right"] * 3 + ["missed"] * 7)), run(*rows(["right", "right", "wrong"] + ["right"] * 6 + ["missed"]))
    )
    right = changes(comparison)["right"]
    assert (right.old, right.new, right.difference.value) == (0.3, 0.8, pytest.approx(0.5))
    assert right.p == pytest.approx(2 * (1 + 7) / 2**7)
    assert [(flip.id, flip.old, flip.new) for flip in comparison.flips][:2] == [
        ("q2", "right", "wrong"),
        ("q3", "missed", "right"),
    ]


def test_a_rightly_unanswered_question_is_right():
    right = changes(compare(run(*rows(["abstained", "wrong"])), run(*rows(["wrong", "abstained"]))))["right"]
    assert (right.old, right.new, right.p) == (0.5, 0.5, 1)


def test_a_mean_is_of_the_questions_that_define_it_in_both():
    old = run(row("one", f1=0.2), row("two", f1=0.4), row("three", f1=None), row("four", f1=0.9))
    new = run(row("one", f1=0.4), row("two", f1=0.8), row("three", f1=1.0), row("four", f1=None))
    found = changes(compare(old, new))
    assert list(found) == ["right", "f1"]
    f1 = found["f1"]
    assert (f1.old, f1.new, f1.difference.count) == (pytest.approx(0.3), pytest.approx(0.6), 2)
    assert f1.p == pytest.approx(2 / 2**2)
    assert f1.adjusted == pytest.approx(1)


def test_questions_of_a_cluster_count_together_where_there_are_enough():
    many = [f"c{at // 4}" for at in range(48)]
    old = run(*(row(f"q{at}", cluster=cluster, f1=0.0) for at, cluster in enumerate(many)))
    new = run(*(row(f"q{at}", cluster=cluster, f1=float(cluster in ("c0", "c1"))) for at, cluster in enumerate(many)))
    clustered = changes(compare(old, new))["f1"]
    assert clustered.difference.drawn == "clusters"
    assert clustered.p == pytest.approx(2 / 2**2)
    few = run(*(row(f"q{at}", cluster="c", f1=0.0) for at in range(48)))
    alone = changes(compare(few, run(*(row(f"q{at}", cluster="c", f1=float(at < 8)) for at in range(48)))))["f1"]
    assert alone.difference.drawn == "questions"
    assert alone.p == pytest.approx(2 / 2**8)


def test_held_questions_are_numbers_only():
    old = rows(["right", "right", "wrong", "missed"], split="test")
    new = rows(["right", "wrong", "right", "wrong"], split="test")
    comparison = compare(run(*old, row("open")), run(*new, row("open", "missed")))
    assert (comparison.test_lost, comparison.test_gained) == (1, 1)
    assert [flip.id for flip in comparison.flips] == ["open"]
    assert "q1" not in to_markdown(comparison)


def test_questions_of_one_run_alone_are_counted_and_left_out():
    unscored = Row(id="three", split="dev", cluster="three", verdict="unscored", scores=None)
    old, new = run(row("one"), row("two"), row("three")), run(row("one"), unscored, row("four"))
    comparison = compare(old, new)
    assert (comparison.pairs, comparison.unpaired, comparison.newly_unscored) == (1, 2, 1)
    assert compare(new, old).newly_unscored == 0


def test_a_question_that_cannot_be_scored_any_more_shuts_the_gate():
    unscored = Row(id="two", split="dev", cluster="two", verdict="unscored", scores=None)
    reasons = gate(compare(run(row("one"), row("two")), run(row("one"), unscored)))
    assert reasons == ("1 questions could be scored before, and now cannot",)


def test_runs_of_other_questions_are_not_compared():
    with pytest.raises(ComparisonError, match=r"asked different questions: some\.jsonl with the SHA-256 abc…, and o\."):
        compare(run(row("one")), run(row("one"), questions_file="o.jsonl", questions_sha256="def"))
    with pytest.raises(ComparisonError, match="share no question that both could score: one asked 1, the other 2"):
        compare(run(row("one")), run(row("two"), row("three")))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "cannot be read"),
        ("{", "no eval.json of this version: the whole file: Invalid JSON"),
        ('{"rows": []}', "questions_file: Field required"),
        ("\xff", "Make the run anew"),
    ],
)
def test_a_file_that_is_no_run_is_refused(tmp_path, text, message):
    path = tmp_path / "eval.json"
    if text is not None:
        path.write_text(text, "latin-1")
    with pytest.raises(ComparisonError) as caught:
        compare(path, run(row("one")))
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


def test_reports_their_files_and_their_runs_compare_alike(world, tmp_path):
    questions = tuple(world.question(world.nugget("in 1843"), name=name) for name in ("one", "two"))
    tested = world.question(world.nugget("had gears"), name="secret", split="test")

    def report(*cited):
        asked = [
            (question, world.answer(world.cite(words)))
            for question, words in zip((*questions, tested), cited, strict=True)
        ]
        scored = [score(question, answer, read=world.read, seconds=0.5) for question, answer in asked]
        results = [Result(*pair, scores) for pair, scores in zip(asked, scored, strict=True)]
        return make_report(QuestionSet("some.jsonl", "abc", (*questions, tested)), results)

    old, new = report("in 1843", "in 1843", "had gears"), report("in 1843", "had gears", "in 1843")
    write_report(new, tmp_path)
    comparison = compare(old, tmp_path / "eval.json")
    assert comparison == compare(old, str(tmp_path / "eval.json")) == compare(old, new)
    assert [(flip.id, flip.new) for flip in comparison.flips] == [("two", "wrong")]
    assert (comparison.pairs, comparison.test_lost) == (3, 1)
    assert {"right", "evidence_recall", "citation_precision", "groundedness"} <= set(changes(comparison))
    content = json.loads(to_json(new))
    assert [(one["id"], one["cluster"]) for one in content["rows"]] == [
        ("one", "one"),
        ("two", "two"),
        ("secret", "secret"),
    ]


def test_every_measure_is_one_of_a_report_and_of_an_answer():
    assert {"right", *MEANS} <= set(MEASURES)
    assert set(MEANS.values()) <= {field.name for field in dataclasses.fields(Scores)}
    assert set(GATED) <= {"right", *MEANS}


def test_the_page_shows_the_table_and_the_questions_that_turned():
    old = run(*rows(["right"] * 12 + ["missed"]), settings_hash="before")
    new = run(*rows(["wrong"] * 12 + ["missed"]), settings_hash="after")
    lines = to_markdown(compare(old, new)).splitlines()
    assert any("Settings before → after, index i. 13 questions were scored in both" in line for line in lines)
    table = [line for line in lines if line.startswith("|")]
    assert len({line.count("|") for line in table}) == 1
    assert any(
        line.startswith("| right | 0.923 | 0.000 | -0.923 (") and line.endswith("| 0.000488 | 0.000488 | 13 |")
        for line in table
    )
    assert "- q0: right → wrong" in lines
    assert not any(line.startswith("- q12") for line in lines)


def test_many_indexes_are_counted():
    old, new = run(row("one"), index_versions=("a", "b")), run(row("one"), index_versions=tuple("abcd"))
    assert "index a, b → 4 of them." in to_markdown(compare(old, new))


def test_one_pair_has_no_interval():
    lines = to_markdown(compare(run(row("one")), run(row("one", "missed")))).splitlines()
    assert "| right | 1.000 | 0.000 | -1.000 | 1 | 1 | 1 |" in lines


@pytest.mark.parametrize("measure", GATED)
def test_a_planted_loss_shuts_the_gate_and_is_named(measure):
    field = MEANS.get(measure, measure)
    names = [f"q{at}" for at in range(60)]
    good = run(*(row(name, **{field: 1.0}) for name in names))
    lost = ["wrong" if measure == "right" else "right"] * 12 + ["right"] * 48
    bad = run(
        *(
            row(name, verdict, **{field: float(at >= 12)})
            for at, (name, verdict) in enumerate(zip(names, lost, strict=True))
        )
    )
    (reason,) = gate(compare(good, bad))
    assert reason.startswith(f"{measure} fell from 1.000 to 0.800 (p = ")
    assert not gate(compare(bad, good))


def test_a_loss_in_what_is_not_gated_leaves_the_gate_open():
    good = run(*(row(f"q{at}", recall_at_10=1.0) for at in range(60)))
    bad = run(*(row(f"q{at}", recall_at_10=0.0) for at in range(60)))
    comparison = compare(good, bad)
    assert changes(comparison)["recall_at_10"].p < 0.001
    assert not gate(comparison)


def test_a_small_loss_may_be_chance():
    bad = run(*rows(["wrong"] * 3 + ["right"] * 57))
    comparison = compare(run(*rows(["right"] * 60)), bad)
    assert not gate(comparison)
    assert gate(comparison, alpha=0.2)


def test_two_runs_of_one_system_raise_an_alarm_no_more_often_than_alpha_says():
    random = np.random.default_rng(8)
    alarms, differ, small = [], [], []
    for _ in range(150):
        ability = random.random(40)
        comparison = compare(noisy(random, ability), noisy(random, ability))
        alarms.append(bool(gate(comparison)))
        differ.append(any(change.adjusted <= 0.05 for change in comparison.changes))
        small.append(changes(comparison)["f1"].p <= 0.2)
    assert np.mean(alarms) <= 0.08
    assert np.mean(differ) <= 0.08
    assert 0.12 <= np.mean(small) <= 0.28


def test_a_real_loss_in_noise_is_caught_mostly():
    random = np.random.default_rng(6)
    caught = []
    for _ in range(20):
        ability = random.random(150) * 0.4 + 0.6
        caught.append(bool(gate(compare(noisy(random, ability), noisy(random, ability - 0.25)))))
    assert np.mean(caught) >= 0.9
