"""Scores of many questions → figures: means, abstention and latency, of all and of each kind and split.

Abstention is classification with "unanswerable" as the positive class and "not_in_sources" as its
prediction (SQuAD 2.0's no-answer, Rajpurkar et al. 2018). Questions without scores count in no figure.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from eval.bootstrap import UNDEFINED, Figure, mean, percentile, ratio
from eval.metrics import Scores
from eval.runner import Result

Group = Literal["all", "split", "kind"]


@dataclass(frozen=True, slots=True)
class Slice:
    """Some of the questions, and their figures by the names in MEASURES."""

    group: Group
    name: str
    questions: int
    unscored: int
    answered_wrong: int
    figures: dict[str, Figure]


def right(scores: Sequence[Scores]) -> Figure:
    """|answered right or rightly not answered| / |questions|."""
    return mean([float(one.verdict in ("right", "abstained")) for one in scores])


def right_when_answered(scores: Sequence[Scores]) -> Figure:
    """|answered right| / |answered|; answering what the documents do not is wrong."""
    return ratio([one.correct for one in scores], [one.answered for one in scores])


def answer_correctness(scores: Sequence[Scores]) -> Figure:
    """|answered with all the evidence needed| / |answerable|."""
    return ratio([one.correct for one in scores], [one.answerable for one in scores])


def abstention_precision(scores: Sequence[Scores]) -> Figure:
    """|rightly not answered| / |not answered|; undefined without both classes, where only one value is possible."""
    if not _both_classes(scores):
        return UNDEFINED
    return ratio([one.verdict == "abstained" for one in scores], [not one.answered for one in scores])


def abstention_recall(scores: Sequence[Scores]) -> Figure:
    """|rightly not answered| / |unanswerable|."""
    return ratio([one.verdict == "abstained" for one in scores], [not one.answerable for one in scores])


def abstention_f1(scores: Sequence[Scores]) -> Figure:
    """2 |rightly not answered| / (|not answered| + |unanswerable|), the harmonic mean of the two above."""
    if not _both_classes(scores):
        return UNDEFINED
    return ratio(
        [2 * (one.verdict == "abstained") for one in scores],
        [(not one.answered) + (not one.answerable) for one in scores],
    )


def _both_classes(scores: Sequence[Scores]) -> bool:
    return any(one.answerable for one in scores) and not all(one.answerable for one in scores)


def _mean_of(measure: Callable[[Scores], float | None]) -> Callable[[Sequence[Scores]], Figure]:
    """The mean of a measure over the questions that define it."""
    return lambda scores: mean([measure(one) for one in scores])


def _seconds(rank: float) -> Callable[[Sequence[Scores]], Figure]:
    """A percentile of the time that answers took."""
    return lambda scores: percentile([one.seconds for one in scores], rank)


MEASURES: dict[str, Callable[[Sequence[Scores]], Figure]] = {
    "right": right,
    "right_when_answered": right_when_answered,
    "answer_correctness": answer_correctness,
    "evidence_recall": _mean_of(lambda one: one.evidence_recall),
    "citation_precision": _mean_of(lambda one: one.citation_precision),
    "citation_recall": _mean_of(lambda one: one.citation_recall),
    "groundedness": _mean_of(lambda one: one.grounded),
    "abstention_precision": abstention_precision,
    "abstention_recall": abstention_recall,
    "abstention_f1": abstention_f1,
    "recall_at_1": _mean_of(lambda one: one.recall_at_1),
    "recall_at_5": _mean_of(lambda one: one.recall_at_5),
    "recall_at_10": _mean_of(lambda one: one.recall_at_10),
    "mean_reciprocal_rank": _mean_of(lambda one: one.reciprocal_rank),
    "seconds_p50": _seconds(50),
    "seconds_p95": _seconds(95),
}


def summarise(results: Sequence[Result]) -> tuple[Slice, ...]:
    """All questions, the answerable and the unanswerable ones, then every split and every kind."""
    slices = [
        _slice("all", "all", results),
        _slice("all", "answerable", [result for result in results if result.question.answerable]),
        _slice("all", "unanswerable", [result for result in results if not result.question.answerable]),
    ]
    for split in dict.fromkeys(result.question.split for result in results):
        slices.append(_slice("split", split, [result for result in results if result.question.split == split]))
    for kind in dict.fromkeys(result.question.kind for result in results):
        slices.append(_slice("kind", kind, [result for result in results if result.question.kind == kind]))
    return tuple(slices)


def _slice(group: Group, name: str, results: Sequence[Result]) -> Slice:
    scores = [result.scores for result in results if result.scores is not None]
    return Slice(
        group=group,
        name=name,
        questions=len(results),
        unscored=len(results) - len(scores),
        answered_wrong=sum(one.verdict == "wrong" for one in scores),
        figures={measure: figure(scores) for measure, figure in MEASURES.items()},
    )
