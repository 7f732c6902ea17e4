"""What changed from one run to another, and how it is shown."""

from dataclasses import dataclass

from eval.report.tables import label
from eval.statistics.bootstrap import LEVEL, Figure


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

    `flips` are dev questions: those of the test split are not looked at one by one, so of them only the numbers
    are told that were right in one run alone. `unpaired` questions were asked in one run alone, and
    `newly_unscored` ones could be scored in the old run only.
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


def to_markdown(comparison: Comparison) -> str:
    """A table of the measures, then the questions that went otherwise."""
    settings = " → ".join(dict.fromkeys(comparison.settings))
    indexes = " → ".join(dict.fromkeys(map(_indexes, comparison.indexes)))
    return "\n".join(
        [
            "# The old run and the new one",
            "",
            f"Settings {settings}, index {indexes}. {comparison.pairs} questions were scored in both runs, "
            f"{comparison.unpaired} asked in one alone, and {comparison.newly_unscored} could be scored in the old one "
            f"only. In brackets the {LEVEL:.0%} interval of the difference; p is two-sided, from McNemar's exact test "
            "for right, from a paired permutation test for the others, and then Holm's correction for their number.",
            "",
            "| | old | new | difference | p | p, corrected | questions |",
            "|---|---|---|---|---|---|---|",
            *map(_row, comparison.changes),
            "",
            *(f"- {flip.id}: {flip.old} → {flip.new}" for flip in comparison.flips),
            f"- test split: {comparison.test_lost} right in the old run alone, {comparison.test_gained} in the new",
            "",
        ]
    )


def _indexes(versions: tuple[str, ...]) -> str:
    """The versions, or how many they are: a suite may have an index a question."""
    return ", ".join(versions) if len(versions) <= 3 else f"{len(versions)} of them"


def _row(change: Change) -> str:
    low, high = change.difference.low, change.difference.high
    interval = "" if low is None or high is None else f" ({low:+.3f} to {high:+.3f})"
    return (
        f"| {label(change.measure)} | {change.old:.3f} | {change.new:.3f} | {change.new - change.old:+.3f}{interval} "
        f"| {change.p:.3g} | {change.adjusted:.3g} | {change.difference.count} |"
    )
