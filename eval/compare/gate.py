"""Whether a run may take an old one's place: not where it is surely worse."""

from eval.compare.comparison import Comparison
from eval.statistics.significance import holm

GATED = ("right", "f1", "citation_precision", "citation_recall", "groundedness", "recall_at_5")


def gate(comparison: Comparison, alpha: float = 0.05) -> tuple[str, ...]:
    """What speaks against the new run: a sure loss, or questions that fail and did not before; else nothing.

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
    return tuple(reasons)
