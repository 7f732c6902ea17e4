"""Scores of many questions → figures, of all questions and of each kind and split.

Abstention is classification with "unanswerable" as the positive class and "not_in_sources" as its
prediction (SQuAD 2.0's no-answer, Rajpurkar et al. 2018). Questions without scores count in no figure.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from eval.measures import confidence
from eval.measures.answer import Scores
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


def _mean(of: Callable[[Scores], float | None]) -> Measure:
    """The mean of a value over the questions that define it."""
    return lambda scores, clusters: mean([of(one) for one in scores], clusters)


def _share(part: Callable[[Scores], float], whole: Callable[[Scores], float], *, both_classes: bool = False) -> Measure:
    """Σ part / Σ whole; with `both_classes` undefined where all questions are answerable, or none is."""

    def share(scores: Sequence[Scores], clusters: Clusters) -> Figure:
        if both_classes and len({one.answerable for one in scores}) < 2:
            return UNDEFINED
        return ratio([part(one) for one in scores], [whole(one) for one in scores], clusters)

    return share


def _seconds(rank: float) -> Measure:
    return lambda scores, clusters: percentile([one.seconds for one in scores], rank, clusters)


def _abstained(one: Scores) -> bool:
    return one.verdict == "abstained"


MEASURES: dict[str, Measure] = {
    "right": _mean(lambda one: float(one.verdict in ("right", "abstained"))),
    "right_when_answered": _share(lambda one: one.correct, lambda one: one.answered),
    "answer_correctness": _share(lambda one: one.correct, lambda one: one.answerable),
    "perhaps_right": _share(lambda one: one.verdict == "perhaps right", lambda one: one.answerable),
    "perhaps_unanswerable": _share(lambda one: _abstained(one) and one.perhaps, lambda one: not one.answerable),
    "exact_match": _mean(lambda one: one.exact_match),
    "f1": _mean(lambda one: one.f1),
    "evidence_recall": _mean(lambda one: one.evidence_recall),
    "citation_precision": _mean(lambda one: one.citation_precision),
    "citation_recall": _mean(lambda one: one.citation_recall),
    "groundedness": _mean(lambda one: one.grounded),
    "abstention_precision": _share(_abstained, lambda one: not one.answered, both_classes=True),
    "abstention_recall": _share(_abstained, lambda one: not one.answerable),
    "abstention_f1": _share(
        lambda one: 2 * _abstained(one), lambda one: (not one.answered) + (not one.answerable), both_classes=True
    ),
    "recall_at_1": _mean(lambda one: one.recall_at_1),
    "recall_at_5": _mean(lambda one: one.recall_at_5),
    "recall_at_10": _mean(lambda one: one.recall_at_10),
    "mean_reciprocal_rank": _mean(lambda one: one.reciprocal_rank),
    "ndcg_at_10": _mean(lambda one: one.ndcg_at_10),
    "aurc": confidence.aurc,
    "risk_at_half_coverage": confidence.risk_at_half_coverage,
    "calibration_error": confidence.calibration_error,
    "auroc_right": confidence.auroc_right,
    "auroc_answerable": confidence.auroc_answerable,
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
    groups: dict[tuple[Group, str], Sequence[Result]] = {
        ("all", "all"): results,
        ("all", "answerable"): answerable,
        ("all", "unanswerable"): unanswerable,
    }
    for split in dict.fromkeys(result.question.split for result in results):
        groups["split", split] = [result for result in results if result.question.split == split]
    for kind in dict.fromkeys(result.question.kind for result in results):
        groups["kind", kind] = [result for result in results if result.question.kind == kind]
    return tuple(_slice(group, name, some) for (group, name), some in groups.items())


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
