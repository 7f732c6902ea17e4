"""Questions → Results: every question is asked as a person would ask it, and its answer scored."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from eval.dataset import Question, QuestionSet
from eval.metrics import Scores, score
from index import QuotedError, open_document
from qa import Answer, Settings, Turn, ask


@dataclass(frozen=True, slots=True)
class Result:
    """A question with its answer and scores; where asking raised, with the `error` in their place."""

    question: Question
    answer: Answer | None
    scores: Scores | None
    error: str = ""


def evaluate(
    questions: QuestionSet, *, sources: str | Path | None = None, settings: Settings | None = None
) -> Iterator[Result]:
    """Ask every question, and yield each as it is scored.

    One that raises, whatever it raises, is unscored, and the run goes on. The first is asked once
    before, so that opening the index and loading the models is no part of any answer's time.
    """

    @cache
    def read(source: str) -> str:
        try:
            return open_document(source, sources).text
        except QuotedError:  # a citation of what is not there: its words stand nowhere
            return ""

    def result(question: Question) -> Result:
        history = [Turn(turn.question, turn.answer) for turn in question.history]
        start = time.perf_counter()
        try:
            answer = ask(question.question, sources=sources, history=history, settings=settings)
            seconds = time.perf_counter() - start
            return Result(question, answer, score(question, answer, read=read, seconds=seconds))
        except Exception as error:
            return Result(question, None, None, f"{type(error).__name__}: {error}")

    for question in questions.questions[:1]:
        result(question)
    yield from map(result, questions.questions)
