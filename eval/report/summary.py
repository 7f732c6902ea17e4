"""Scores of many questions → figures: means, abstention, confidence and latency, of all and of each kind and split.

Abstention is classification with "unanswerable" as the positive class and "not_in_sources" as its
prediction (SQuAD 2.0's no-answer, Rajpurkar et al. 2018). Questions without scores count in no figure.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from eval.measures.answer import Scores
from eval.measures.confidence import (
    auroc_answerable,
    auroc_right,
    calibration_error,
    risk_at_half_coverage,
    risk_coverage_area,
)
from eval.run.runner import Result
from eval.statistics.bootstrap import UNDEFINED, Figure, mean, percentile, ratio

Group = Literal["all", "split", "kind"]
Clusters = Sequence[str]
Measure = Callable[[Sequence[Scores], Clusters], Figure]


@dataclass(frozen=True, slots=True)
class Slice:
    """Some of the questions, and their figures by the names in MEASURES."""

    group: Group
    name: str
    questions: int
    unscored: int
    answered_wrong: int
    figures: dict[str, Figure]


def _share(of: Callable[[Scores], float], among: Callable[[Scores], float] = lambda one: 1) -> Measure:
    """Σ of / Σ among, over all questions."""
    return lambda scores, clusters: ratio([of(one) for one in scores], [among(one) for one in scores], clusters)


def _with_both_classes(measure: Measure) -> Measure:
    """A measure that is undefined unless some questions are answerable and others not, for it else has one value."""

    def measured(scores: Sequence[Scores], clusters: Clusters) -> Figure:
        classes = {one.answerable for one in scores}
        return measure(scores, clusters) if len(classes) == 2 else UNDEFINED

    return measured


def _mean_of(measure: Callable[[Scores], float | None]) -> Measure:
    """The mean of a measure over the questions that define it."""
    return lambda scores, clusters: mean([measure(one) for one in scores], clusters)


def _seconds(rank: float) -> Measure:
    """A percentile of the time that answers took."""
    return lambda scores, clusters: percentile([one.seconds for one in scores], rank, clusters)


def _abstained(one: Scores) -> bool:
    return one.verdict == "abstained"


MEASURES: dict[str, Measure] = {
    "right": _share(lambda one: one.verdict in ("right", "abstained")),
    # Answering what the documents do not is wrong.
    "right_when_answered": _share(lambda one: one.correct, among=lambda one: one.answered),
    "answer_correctness": _share(lambda one: one.correct, among=lambda one: one.answerable),
    # "Perhaps:" before the words that answer, of what could be answered, and of all that it stands before.
    "perhaps_right": _share(lambda one: one.verdict == "perhaps", among=lambda one: one.answerable),
    "perhaps_precision": _share(lambda one: one.verdict == "perhaps", among=lambda one: one.perhaps is not None),
    "exact_match": _mean_of(lambda one: one.exact_match),
    "f1": _mean_of(lambda one: one.f1),
    "evidence_recall": _mean_of(lambda one: one.evidence_recall),
    "citation_precision": _mean_of(lambda one: one.citation_precision),
    "citation_recall": _mean_of(lambda one: one.citation_recall),
    "groundedness": _mean_of(lambda one: one.grounded),
    "abstention_precision": _with_both_classes(_share(_abstained, among=lambda one: not one.answered)),
    "abstention_recall": _share(_abstained, among=lambda one: not one.answerable),
    # 2 |rightly not answered| / (|not answered| + |unanswerable|), the harmonic mean of the two above.
    "abstention_f1": _with_both_classes(
        _share(lambda one: 2 * _abstained(one), among=lambda one: (not one.answered) + (not one.answerable))
    ),
    "recall_at_1": _mean_of(lambda one: one.recall_at_1),
    "recall_at_5": _mean_of(lambda one: one.recall_at_5),
    "recall_at_10": _mean_of(lambda one: one.recall_at_10),
    "mean_reciprocal_rank": _mean_of(lambda one: one.reciprocal_rank),
    "ndcg_at_10": _mean_of(lambda one: one.ndcg_at_10),
    "risk_coverage_area": risk_coverage_area,
    "risk_at_half_coverage": risk_at_half_coverage,
    "calibration_error": calibration_error,
    "auroc_right": auroc_right,
    "auroc_answerable": auroc_answerable,
    "seconds_p50": _seconds(50),
    "seconds_p95": _seconds(95),
}


def scored(results: Sequence[Result]) -> tuple[list[Scores], list[str]]:
    """The scores that there are, and the cluster of each one's question."""
    pairs = [(result.scores, result.question.cluster) for result in results if result.scores is not None]
    return [scores for scores, _ in pairs], [cluster for _, cluster in pairs]


def summarise(results: Sequence[Result]) -> tuple[Slice, ...]:
    """All questions, the answerable and the unanswerable ones, then every split and every kind."""
    answerable = [result for result in results if result.question.answerable]
    unanswerable = [result for result in results if not result.question.answerable]
    slices = [
        _slice("all", "all", results),
        _slice("all", "answerable", answerable),
        _slice("all", "unanswerable", unanswerable),
    ]
    groups: tuple[Group, ...] = ("split", "kind")
    for group in groups:
        for name in dict.fromkeys(getattr(result.question, group) for result in results):
            slices.append(_slice(group, name, [one for one in results if getattr(one.question, group) == name]))
    return tuple(slices)


def _slice(group: Group, name: str, results: Sequence[Result]) -> Slice:
    scores, clusters = scored(results)
    return Slice(
        group=group,
        name=name,
        questions=len(results),
        unscored=len(results) - len(scores),
        answered_wrong=sum(one.verdict == "wrong" for one in scores),
        figures={measure: figure(scores, clusters) for measure, figure in MEASURES.items()},
    )
