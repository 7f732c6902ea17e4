"""Questions → Results: every question is asked as a person would ask it, and its answer scored."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Literal

from eval.measures.answer import Scores, Verdict, score
from eval.questions.dataset import Question, QuestionSet
from eval.run.resume import Attempt, Conditions, KeptAnswers, software_hash
from index import QuotedError, open_document
from qa import Answer, Settings, Turn, ask


@dataclass(frozen=True, slots=True)
class Result:
    """A question with its answer and scores; where asking raised, with the `error` in their place."""

    question: Question
    answer: Answer | None
    scores: Scores | None
    error: str = ""

    @property
    def verdict(self) -> Verdict | Literal["unscored"]:
        """The scores' verdict, or "unscored"."""
        return self.scores.verdict if self.scores else "unscored"


def evaluate(
    questions: QuestionSet,
    *,
    sources: str | Path | None = None,
    settings: Settings | None = None,
    kept: str | Path | None = None,
) -> Iterator[Result]:
    """Ask every question, and yield each as it is scored, in their order.

    One that raises, whatever it raises, is unscored, and the run goes on. The index is opened and
    the first question asked once before, so that neither is part of any answer's time. With `kept`, a
    file, a run that was ended goes on where it stopped. Raises QuotedError where the index cannot be opened.
    """
    if not questions.questions:
        return
    settings = settings or Settings()
    ask_one = partial(_ask, sources=sources, settings=settings)
    read = cache(partial(_read, sources=sources))
    with settings.open_index(sources).snapshot() as content:
        version = content.version
    conditions = Conditions(questions.sha256, settings.hash, version, software_hash("index", "qa"))
    for question, attempt in _ask_all(questions.questions, ask_one, KeptAnswers(kept, conditions)):
        answer = attempt.answer
        scores = score(question, answer, read=read, seconds=attempt.seconds) if answer else None
        yield Result(question, answer, scores, attempt.error)


def _ask_all(
    questions: Sequence[Question], ask_one: Callable[[Question], Attempt], kept: KeptAnswers
) -> Iterator[tuple[Question, Attempt]]:
    """Every question as it went, now or in the run that this one goes on with."""
    if any(question.id not in kept.attempts for question in questions):
        ask_one(questions[0])
    for question in questions:
        if question.id not in kept.attempts:
            kept.keep(question.id, ask_one(question))
        yield question, kept.attempts[question.id]


def _ask(question: Question, *, sources: str | Path | None, settings: Settings) -> Attempt:
    history = [Turn(turn.question, turn.answer) for turn in question.history]
    start = time.perf_counter()
    try:
        answer = ask(question.question, sources=sources, history=history, settings=settings)
        return Attempt(answer, time.perf_counter() - start)
    except Exception as error:
        return Attempt(None, time.perf_counter() - start, f"{type(error).__name__}: {error}")


def _read(source: str, *, sources: str | Path | None) -> str:
    try:
        return open_document(source, sources).text
    except QuotedError:  # a citation of what is not there: its words stand nowhere
        return ""
