"""A run from question to score, with the real answers to the documents that ship with the project."""

import dataclasses

import pytest

from eval.dataset import QuestionSet, load_questions
from eval.runner import evaluate
from qa import Settings


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return Settings(index_dir=tmp_path_factory.mktemp("run") / "index")


@pytest.fixture(scope="module")
def some():
    """The first dev question of every kind."""
    shipped = load_questions().only("dev")
    first = {question.kind: question for question in reversed(shipped.questions)}
    return dataclasses.replace(shipped, questions=tuple(first.values()))


@pytest.fixture(scope="module")
def results(some, settings):
    return list(evaluate(some, settings=settings))


def test_every_question_is_scored_in_order(some, results):
    assert tuple(result.question for result in results) == some.questions
    assert {result.error for result in results} == {""}
    assert all(result.answer.question == result.question.question for result in results)
    assert all(result.scores.seconds > 0 for result in results)


def test_every_answer_is_grounded(results):
    answered = [result for result in results if result.answer.status == "answered"]
    assert answered
    assert all(result.scores.grounded for result in answered)


def test_the_evidence_is_among_the_chunks_considered(results):
    recalls = [result.scores.recall_at_10 for result in results if result.question.answerable]
    assert max(recalls) == 1


def test_history_is_handed_on(results):
    follow_ups = [result for result in results if result.question.history]
    assert follow_ups
    assert any(result.answer.standalone_question != result.question.question for result in follow_ups)


def test_results_come_one_by_one(some, settings):
    assert next(evaluate(some, settings=settings)).question == some.questions[0]


def test_a_question_that_raises_is_unscored_and_the_run_goes_on(some, settings):
    broken = dataclasses.replace(some.questions[0], id="broken", question=" ")
    mixed = dataclasses.replace(some, questions=(broken, some.questions[0]))
    first, second = evaluate(mixed, settings=settings)
    assert (first.answer, first.scores) == (None, None)
    assert first.error.startswith("QuestionError: ")
    assert second.scores is not None


def test_no_questions_give_no_results():
    assert list(evaluate(QuestionSet("none", "", ()))) == []
