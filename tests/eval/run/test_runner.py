"""A run from question to score, with the real answers to the documents that ship with the project."""

import dataclasses

import pytest

from eval.questions.dataset import QuestionSet, load_questions
from eval.run.runner import evaluate
from index import QuotedError
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


def test_a_run_goes_on_where_it_stopped(some, settings, tmp_path):
    kept = tmp_path / "results.jsonl"
    before = list(zip(range(2), evaluate(some, settings=settings, kept=kept), strict=False))
    results = list(evaluate(some, settings=settings, kept=kept))
    assert [result.question for result in results] == list(some.questions)
    assert [result.scores for result in results[:2]] == [result.scores for _, result in before]
    assert results[0].answer == before[0][1].answer
    other = dataclasses.replace(settings, min_confidence=0.9)
    anew = list(evaluate(some, settings=other, kept=kept))
    assert {result.answer.settings_hash for result in anew} == {other.hash}


def test_sources_that_cannot_be_opened_are_an_error(some, settings, tmp_path):
    with pytest.raises(QuotedError):
        next(evaluate(some, sources=tmp_path / "nowhere", settings=settings))


def test_documents_that_change_during_the_run_are_seen_in_the_answers(world, tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text(world.documents["a.txt"], "utf-8")
    questions = QuestionSet("some", "", (world.question(name="one"), world.question(name="two")))
    running = evaluate(questions, sources=folder, settings=Settings(index_dir=tmp_path / "index"))
    first = next(running)
    (folder / "b.txt").write_text(world.documents["b.txt"], "utf-8")
    assert next(running).answer.index_version != first.answer.index_version


def test_no_questions_give_no_results():
    assert list(evaluate(QuestionSet("none", "", ()))) == []
