"""Two runs over the same questions → what changed, and how surely: every measure paired by question.

Only the questions that both runs scored are compared, and for a measure only those that define it
in both. McNemar's test takes every question as independent; the tests of means take clusters of
them where there are enough (eval/statistics/bootstrap.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from eval.compare.run_file import ComparisonError, Row, RunFile
from eval.report.report import Report
from eval.report.tables import Table, label
from eval.statistics.bootstrap import LEVEL, Figure, mean
from eval.statistics.significance import holm, mcnemar, paired_permutation

MEANS = {
    "exact_match": "exact_match",
    "f1": "f1",
    "evidence_recall": "evidence_recall",
    "citation_precision": "citation_precision",
    "citation_recall": "citation_recall",
    "groundedness": "grounded",
    "recall_at_5": "recall_at_5",
    "recall_at_10": "recall_at_10",
    "ndcg_at_10": "ndcg_at_10",
}
"""The measures that are means, each with the score it is the mean of."""

Pair = tuple[Row, Row]


@dataclass(frozen=True, slots=True)
class Change:
    """A measure in both runs, over the questions that define it in both. `difference` is new - old.

    `p` is two-sided; `adjusted` is p corrected for the number of measures (Holm 1979).
    """

    measure: str
    old: float
    new: float
    difference: Figure
    p: float
    adjusted: float

    @property
    def p_of_loss(self) -> float:
        """The one-sided p value of a loss; the tests are symmetric."""
        return self.p / 2 if self.new < self.old else 1 - self.p / 2


@dataclass(frozen=True, slots=True)
class Flip:
    """A question whose verdict changed."""

    id: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from the old run to the new one; `settings` and `indexes` are theirs, in this order.

    `flips` are dev questions; of test questions only the numbers are told that were right in one run
    alone. `unpaired` questions were asked in one run alone, `newly_unscored` ones were scored in the
    old run only.
    """

    settings: tuple[str, str]
    indexes: tuple[tuple[str, ...], tuple[str, ...]]
    pairs: int
    unpaired: int
    newly_unscored: int
    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]
    test_lost: int
    test_gained: int

    def markdown(self) -> str:
        """A table of the measures, then the questions that went otherwise."""
        # A suite may have an index a question.
        versions = [", ".join(some) if len(some) <= 3 else f"{len(some)} of them" for some in self.indexes]
        settings, indexes = (" → ".join(dict.fromkeys(names)) for names in (self.settings, versions))
        about = (
            f"Settings {settings}, index {indexes}. {self.pairs} questions were scored in both runs, {self.unpaired} "
            f"asked in one alone, and {self.newly_unscored} could be scored in the old one only. In brackets the "
            f"{LEVEL:.0%} interval of the difference; p is two-sided, from McNemar's exact test for right, from a "
            "paired permutation test for the others, and then Holm's correction for their number."
        )
        header = ("", "old", "new", "difference", "p", "p, corrected", "questions")
        table = Table(header, tuple(map(_cells, self.changes)))
        flips = [f"- {flip.id}: {flip.old} → {flip.new}" for flip in self.flips]
        test = f"- test questions: {self.test_lost} right in the old run alone, {self.test_gained} in the new"
        return "\n".join(["# The old run and the new one", "", about, "", table.markdown(), "", *flips, test, ""])


def compare(old: RunFile | Report | str | Path, new: RunFile | Report | str | Path) -> Comparison:
    """The new run against the old one; a path is an eval.json's.

    Raises ComparisonError where one cannot be read, or the two did not ask the same.
    """
    before, after = RunFile.of(old), RunFile.of(new)
    before.require(after.questions_file, after.questions_sha256)
    known, now = {row.id: row for row in before.rows}, {row.id: row for row in after.rows}
    shared = [(known[name], row) for name, row in now.items() if name in known]
    scored = [pair for pair in shared if pair[0].scores and pair[1].scores]
    if not scored:
        raise ComparisonError(
            f"The two runs share no question that both could score: one asked {len(known)}, the other {len(now)}. "
            "Run both on the same split."
        )
    dev, test = ([pair for pair in scored if pair[0].split == split] for split in ("dev", "test"))
    return Comparison(
        settings=(before.settings_hash, after.settings_hash),
        indexes=(before.index_versions, after.index_versions),
        pairs=len(scored),
        unpaired=len(known.keys() ^ now.keys()),
        newly_unscored=sum(bool(one.scores) and not other.scores for one, other in shared),
        changes=_changes(scored),
        flips=tuple(Flip(one.id, one.verdict, other.verdict) for one, other in dev if one.verdict != other.verdict),
        test_lost=sum(one.right > other.right for one, other in test),
        test_gained=sum(other.right > one.right for one, other in test),
    )


def _changes(pairs: Sequence[Pair]) -> tuple[Change, ...]:
    """Every measure that some question defines in both runs."""
    found = [_change(measure, pairs) for measure in ("right", *MEANS)]
    changes = [change for change in found if change]
    adjusted = holm([change.p for change in changes])
    return tuple(replace(change, adjusted=p) for change, p in zip(changes, adjusted, strict=True))


def _change(measure: str, pairs: Sequence[Pair]) -> Change | None:
    """One measure by itself; None where no question defines it in both runs."""
    values = [(_value(measure, old), _value(measure, new), old.cluster) for old, new in pairs]
    known = [(old, new, cluster) for old, new, cluster in values if old is not None and new is not None]
    if not known:
        return None
    differences, clusters = [new - old for old, new, _ in known], [cluster for _, _, cluster in known]
    difference = mean(differences, clusters)
    if measure == "right":
        p = mcnemar(differences.count(-1.0), differences.count(1.0))
    else:
        p = paired_permutation(differences, clusters if difference.drawn == "clusters" else range(len(known)))
    return Change(measure, fmean(old for old, _, _ in known), fmean(new for _, new, _ in known), difference, p, p)


def _value(measure: str, row: Row) -> float | None:
    value = row.right if measure == "right" else (row.scores or {}).get(MEANS[measure])
    return None if value is None else float(value)


def _cells(change: Change) -> tuple[str, ...]:
    low, high = change.difference.low, change.difference.high
    interval = "" if low is None or high is None else f" ({low:+.3f} to {high:+.3f})"
    difference = f"{change.new - change.old:+.3f}{interval}"
    values = f"{change.old:.3f}", f"{change.new:.3f}", difference, f"{change.p:.3g}", f"{change.adjusted:.3g}"
    return label(change.measure), *values, str(change.difference.count)
