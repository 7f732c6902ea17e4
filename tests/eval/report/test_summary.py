"""Figures of many scores, worked out by hand."""

import dataclasses

import pytest

from eval.measures.answer import score
from eval.report.summary import MEASURES, scored, summarise
from eval.run.runner import Result


@pytest.fixture
def rescored(world):
    """Scores a result again after a change of its question."""

    def made(result, **changes):
        question = dataclasses.replace(result.question, **changes)
        return Result(question, result.answer, score(question, result.answer, read=world.read, seconds=1.0))

    return made


@pytest.fixture
def result(world):
    """Makes a scored result of a verdict."""

    def made(verdict, seconds=1.0, *, perhaps=False, **fields):
        answerable = verdict in ("right", "perhaps", "missed") or fields.pop("answerable", False)
        question = world.question(*[world.nugget("in 1843")] * answerable, **fields)
        words = "in 1843" if verdict in ("right", "perhaps") else "had gears"
        status = "answered" if verdict in ("right", "wrong") else "not_in_sources"
        answer = dataclasses.replace(
            world.answer(world.cite(words), status=status), perhaps=perhaps or verdict == "perhaps"
        )
        scores = score(question, answer, read=world.read, seconds=seconds)
        assert scores.verdict == verdict
        return Result(question, answer, scores)

    return made


def values(slices, name):
    (found,) = [part for part in slices if part.name == name]
    return {measure: figure.value for measure, figure in found.figures.items()}


def test_the_figures_of_ten_questions(result):
    # 6 answerable: 3 right, 1 wrong, 2 missed. 4 unanswerable: 3 abstained, 1 answered.
    results = [result("right")] * 3 + [result("wrong", answerable=True)] + [result("missed")] * 2
    results += [result("abstained")] * 3 + [result("wrong")]
    found = values(summarise(results), "all")
    assert found["right"] == 6 / 10
    assert found["right_when_answered"] == 3 / 5
    assert found["answer_correctness"] == 3 / 6
    assert found["evidence_recall"] == 3 / 6
    assert found["citation_recall"] == 3 / 6
    assert found["citation_precision"] == 3 / 5
    assert found["groundedness"] == 1
    assert found["abstention_precision"] == 3 / 5
    assert found["abstention_recall"] == 3 / 4
    assert found["abstention_f1"] == pytest.approx(2 * (3 / 5) * (3 / 4) / (3 / 5 + 3 / 4))
    assert found["mean_reciprocal_rank"] == found["ndcg_at_10"] == 0
    # All are equally sure, with .5.
    assert found["risk_coverage_area"] == found["risk_at_half_coverage"] == pytest.approx(2 / 5)
    assert found["calibration_error"] == pytest.approx(3 / 5 - 0.5)
    assert found["auroc_right"] == found["auroc_answerable"] == 0.5
    assert summarise(results)[0].answered_wrong == 2


def test_what_is_said_to_be_perhaps_the_answer_is_a_third_outcome(result):
    results = [result("right"), result("perhaps"), result("missed", perhaps=True), result("missed")]
    results += [result("abstained", perhaps=True), result("abstained")]
    found = values(summarise(results), "all")
    assert found["answer_correctness"] == found["perhaps_right"] == 1 / 4
    assert found["perhaps_precision"] == 1 / 3
    assert found["abstention_recall"] == 1


def test_precision_and_f1_are_undefined_where_there_is_one_class_only(result):
    slices = summarise([result("right"), result("missed"), result("abstained"), result("wrong")])
    answerable, unanswerable = values(slices, "answerable"), values(slices, "unanswerable")
    for found in (answerable, unanswerable):
        assert found["abstention_precision"] is None
        assert found["abstention_f1"] is None
    assert answerable["abstention_recall"] is None
    assert unanswerable["abstention_recall"] == 0.5
    assert unanswerable["answer_correctness"] is None
    assert unanswerable["recall_at_5"] is None


def test_nobody_abstaining_leaves_precision_undefined_and_recall_zero(result):
    found = values(summarise([result("right"), result("wrong")]), "all")
    assert (found["abstention_precision"], found["abstention_recall"], found["abstention_f1"]) == (None, 0, 0)


def test_nothing_answered_leaves_what_is_said_of_answers_undefined(result):
    found = values(summarise([result("missed"), result("abstained")]), "all")
    assert found["right_when_answered"] is None
    assert found["groundedness"] is None
    assert found["citation_precision"] is None
    assert found["risk_coverage_area"] is None
    assert found["calibration_error"] is None
    assert found["right"] == 0.5


def test_the_unscored_are_counted_and_count_in_no_figure(world, result):
    unscored = Result(world.question(world.nugget("in 1843")), None, None, "ValueError: broken")
    whole = summarise([result("right"), unscored])[0]
    assert (whole.questions, whole.unscored, whole.answered_wrong) == (2, 1, 0)
    assert whole.figures["right"].value == 1
    assert whole.figures["right"].count == 1
    nothing = summarise([unscored])[0]
    assert {figure.value for figure in nothing.figures.values()} == {None}


def test_latency_is_in_seconds(result):
    found = values(summarise([result("right", seconds=second) for second in (1.0, 2.0, 3.0)]), "all")
    assert found["seconds_p50"] == 2
    assert found["seconds_p95"] == pytest.approx(2.9)


def test_words_count_where_some_are_accepted(result, rescored):
    with_words = [rescored(result(verdict), answers=("1843",)) for verdict in ("right", "missed")]
    whole = summarise([*with_words, result("right"), result("abstained")])[0]
    # "in 1843" for "1843", and nothing for "1843".
    assert (whole.figures["f1"].value, whole.figures["f1"].count) == (pytest.approx((2 / 3 + 0) / 2), 2)
    assert (whole.figures["exact_match"].value, whole.figures["exact_match"].count) == (0, 2)


def test_every_figure_is_drawn_by_clusters(result, rescored):
    results = []
    for name in range(12):
        for one in [result(each) for each in ("right", "right", "perhaps", "missed", "abstained", "wrong")] * 2:
            results.append(rescored(one, cluster=str(name), answers=("1843",) * one.question.answerable))
    scores, clusters = scored([*results, dataclasses.replace(results[0], scores=None)])
    assert (len(scores), clusters) == (144, [str(name) for name in range(12) for _ in range(12)])
    whole = summarise(results)[0]
    assert {name: figure.drawn for name, figure in whole.figures.items()} == dict.fromkeys(MEASURES, "clusters")
    # The clusters are all alike, so that nothing depends on which of them are drawn.
    for name in set(MEASURES) - {"calibration_error"}:
        assert whole.figures[name].high - whole.figures[name].low == pytest.approx(0), name


def test_slices_are_of_all_then_of_splits_then_of_kinds(result):
    results = [result("right", kind="typo", split="test"), result("abstained", kind="off_topic")]
    slices = summarise([*results, result("right", kind="typo")])
    assert [(part.group, part.name, part.questions) for part in slices] == [
        ("all", "all", 3),
        ("all", "answerable", 2),
        ("all", "unanswerable", 1),
        ("split", "test", 1),
        ("split", "dev", 2),
        ("kind", "typo", 2),
        ("kind", "off_topic", 1),
    ]
    assert all(list(part.figures) == list(MEASURES) for part in slices)


def test_every_interval_holds_its_figure(result):
    results = [result("right"), result("missed"), result("abstained"), result("wrong")] * 5
    for part in summarise(results):
        for figure in part.figures.values():
            if figure.low is not None:
                assert figure.low <= figure.value <= figure.high, dataclasses.asdict(figure)
