"""A comparison → whether the new run may take the old one's place."""

from dataclasses import dataclass

from eval.compare.comparison import Comparison
from eval.statistics.significance import holm

GATED = ("right", "f1", "citation_precision", "citation_recall", "groundedness", "recall_at_5")


@dataclass(frozen=True, slots=True)
class GateResult:
    """Whether a run may take an old one's place; `reasons` say why not."""

    reasons: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons


def gate(comparison: Comparison, alpha: float = 0.05) -> GateResult:
    """Refuse a run that is surely worse, or that fails on questions that the old one did not fail on.

    A loss is sure where its one-sided p value, corrected for the number of GATED measures, is at most
    alpha: of runs that are no worse, no greater share is refused.
    """
    gated = [change for change in comparison.changes if change.measure in GATED]
    reasons = [
        f"{change.measure} fell from {change.old:.3f} to {change.new:.3f} (p = {p:.2g})"
        for change, p in zip(gated, holm([change.p_of_loss for change in gated]), strict=True)
        if p <= alpha
    ]
    if comparison.newly_unscored:
        reasons.append(f"{comparison.newly_unscored} questions could be scored before, and now cannot")
    return GateResult(tuple(reasons))
