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


def right(scores: Sequence[Scores], clusters: Clusters) -> Figure:
    """|answered right or rightly not answered| / |questions|."""
    return mean([float(one.verdict in ("right", "abstained")) for one in scores], clusters)


def right_when_answered(scores: Sequence[Scores], clusters: Clusters) -> Figure:
    """|answered right| / |answered|; answering what the documents do not is wrong."""
    return ratio([one.correct for one in scores], [one.answered for one in scores], clusters)


def answer_correctness(scores: Sequence[Scores], clusters: Clusters) -> Figure:
    """|answered with all the evidence needed| / |answerable|."""
    return ratio([one.correct for one in scores], [one.answerable for one in scores], clusters)


def perhaps_right(scores: Sequence[Scores], clusters: Clusters) -> Figure:
    """|"Perhaps:" before the words that answer| / |answerable|."""
    return ratio([one.verdict == "perhaps" for one in scores], [one.answerable for one in scores], clusters)


def perhaps_precision(scores: Sequence[Scores], clusters: Clusters) -> Figure:
    """|"Perhaps:" before the words that answer| / |"Perhaps:"|."""
    said = [one.perhaps is not None for one in scores]
    return ratio([one.verdict == "perhaps" for one in scores], said, clusters)


def abstention_precision(scores: Sequence[Scores], clusters: Clusters) -> Figure:
    """|rightly not answered| / |not answered|; undefined without both classes, where only one value is possible."""
    if not _both_classes(scores):
        return UNDEFINED
    return ratio([one.verdict == "abstained" for one in scores], [not one.answered for one in scores], clusters)


def abstention_recall(scores: Sequence[Scores], clusters: Clusters) -> Figure:
    """|rightly not answered| / |unanswerable|."""
    return ratio([one.verdict == "abstained" for one in scores], [not one.answerable for one in scores], clusters)


def abstention_f1(scores: Sequence[Scores], clusters: Clusters) -> Figure:
    """2 |rightly not answered| / (|not answered| + |unanswerable|), the harmonic mean of the two above."""
    if not _both_classes(scores):
        return UNDEFINED
    both = [2 * (one.verdict == "abstained") for one in scores]
    return ratio(both, [(not one.answered) + (not one.answerable) for one in scores], clusters)


def _both_classes(scores: Sequence[Scores]) -> bool:
    return any(one.answerable for one in scores) and not all(one.answerable for one in scores)


def _mean_of(measure: Callable[[Scores], float | None]) -> Measure:
    """The mean of a measure over the questions that define it."""
    return lambda scores, clusters: mean([measure(one) for one in scores], clusters)


def _seconds(rank: float) -> Measure:
    """A percentile of the time that answers took."""
    return lambda scores, clusters: percentile([one.seconds for one in scores], rank, clusters)


MEASURES: dict[str, Measure] = {
    "right": right,
    "right_when_answered": right_when_answered,
    "answer_correctness": answer_correctness,
    "perhaps_right": perhaps_right,
    "perhaps_precision": perhaps_precision,
    "exact_match": _mean_of(lambda one: one.exact_match),
    "f1": _mean_of(lambda one: one.f1),
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
    scores, clusters = scored(results)
    return Slice(
        group=group,
        name=name,
        questions=len(results),
        unscored=len(results) - len(scores),
        answered_wrong=sum(one.verdict == "wrong" for one in scores),
        figures={measure: figure(scores, clusters) for measure, figure in MEASURES.items()},
    )
