"""Two runs over the same questions → what changed, and how surely: every measure paired by question.

Only the questions that both runs scored are compared, and for a measure only those that define it
in both. McNemar's test takes every question as independent; the tests of means take clusters of
them where there are enough (eval/statistics/bootstrap.py).
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

from eval.compare.comparison import Change, Comparison, Flip
from eval.compare.run_file import ComparisonError, Row, RunFile, read_run, run_of
from eval.report.report import Report
from eval.statistics.bootstrap import mean
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
Values = tuple[float, float, str]
"""A measure in the old run and in the new one, and the question's cluster."""


def compare(old: RunFile | Report | str | Path, new: RunFile | Report | str | Path) -> Comparison:
    """The new run against the old one; a path is an eval.json's.

    Raises ComparisonError where one cannot be read, or the two did not ask the same.
    """
    before, after = _run(old), _run(new)
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
        test_lost=_right_in_one(test)[0],
        test_gained=_right_in_one(test)[1],
    )


def _run(run: RunFile | Report | str | Path) -> RunFile:
    if isinstance(run, RunFile):
        return run
    return run_of(run) if isinstance(run, Report) else read_run(run)


def _changes(pairs: Sequence[Pair]) -> tuple[Change, ...]:
    """Every measure that some question defines in both runs."""
    values = {measure: _values(measure, pairs) for measure in ("right", *MEANS)}
    changes = [_change(measure, paired) for measure, paired in values.items() if paired]
    adjusted = holm([change.p for change in changes])
    return tuple(replace(change, adjusted=p) for change, p in zip(changes, adjusted, strict=True))


def _change(measure: str, values: Sequence[Values]) -> Change:
    """One measure by itself."""
    differences, clusters = [new - old for old, new, _ in values], [cluster for _, _, cluster in values]
    difference = mean(differences, clusters)
    if measure == "right":
        p = mcnemar(differences.count(-1.0), differences.count(1.0))
    else:
        p = paired_permutation(differences, clusters if difference.drawn == "clusters" else range(len(values)))
    old, new = fmean(old for old, _, _ in values), fmean(new for _, new, _ in values)
    return Change(measure=measure, old=old, new=new, difference=difference, p=p, adjusted=p)


def _values(measure: str, pairs: Sequence[Pair]) -> list[Values]:
    values = [(_value(measure, old), _value(measure, new), old.cluster) for old, new in pairs]
    return [(old, new, cluster) for old, new, cluster in values if old is not None and new is not None]


def _value(measure: str, row: Row) -> float | None:
    if measure == "right":
        return float(row.right)
    value = (row.scores or {}).get(MEANS[measure])
    return None if value is None else float(value)


def _right_in_one(pairs: Sequence[Pair]) -> tuple[int, int]:
    """How many questions were right in the old run alone, and how many in the new one alone."""
    return sum(old.right > new.right for old, new in pairs), sum(new.right > old.right for old, new in pairs)
