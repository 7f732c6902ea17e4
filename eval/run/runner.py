"""Questions → Results: every question is asked as a person would ask it, and its answer scored.

In one process: with the sets at hand several would save less than a minute.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from eval.measures.answer import Scores, Verdict, score
from eval.questions.dataset import Question, QuestionSet
from eval.run.resume import Attempt, Conditions, KeptAnswers, software_hash
from index import QuotedError, Sources, open_document
from qa import Answer, Settings, Turn, ask


@dataclass(frozen=True, slots=True)
class Result:
    """A question with its answer and scores; where asking raised, with the `error` in their place."""

    question: Question
    answer: Answer | None
    scores: Scores | None
    error: str = ""

    @property
    def verdict(self) -> Verdict:
        """How the question went."""
        return self.scores.verdict if self.scores else "unscored"

    def shown(self, show_test: bool) -> bool:
        """Whether the words of the question may be read: those of the test split only where asked for."""
        return show_test or self.question.split == "dev"


def evaluate(
    questions: QuestionSet,
    *,
    sources: str | Path | None = None,
    settings: Settings | None = None,
    kept: str | Path | None = None,
) -> Iterator[Result]:
    """Ask every question, and yield each as it is scored, in their order.

    One that raises is unscored, and the run goes on. The first question is asked once before, so
    that loading is no part of any answer's time. With `kept`, a file, an interrupted run is resumed.
    Raises QuotedError where the index cannot be opened.
    """
    if not questions.questions:
        return
    settings = settings or Settings()

    @cache
    def read(source: str) -> str:
        try:
            return open_document(source, sources).text
        except QuotedError:  # a citation of what is not there: its words stand nowhere
            return ""

    with settings.open_index(sources).snapshot() as content:
        version = content.version
    conditions = Conditions(
        questions_sha256=questions.sha256,
        settings_hash=settings.hash,
        index_version=version,
        software=software_hash("index", "qa"),
    )
    answers = KeptAnswers(kept, conditions)
    if any(question.id not in answers for question in questions.questions):
        _ask(questions.questions[0], sources, settings)
    for question in questions.questions:
        attempt = answers.get(question.id, lambda question=question: _ask(question, sources, settings))
        scores = score(question, attempt.answer, read=read, seconds=attempt.seconds) if attempt.answer else None
        yield Result(question, attempt.answer, scores, attempt.error)


def _ask(question: Question, sources: Sources, settings: Settings) -> Attempt:
    history = [Turn(turn.question, turn.answer) for turn in question.history]
    start = time.perf_counter()
    try:
        answer = ask(question.question, sources=sources, history=history, settings=settings)
        return Attempt(answer, time.perf_counter() - start)
    except Exception as error:
        return Attempt(None, time.perf_counter() - start, f"{type(error).__name__}: {error}")
