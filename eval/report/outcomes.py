"""What comes of the questions, in three lines: how many are answered right, how many wrong, and how many not at all."""

from collections.abc import Sequence

from eval.measures.answer import Verdict
from eval.report.summary import scored
from eval.report.tables import shown
from eval.run.runner import Result
from eval.statistics.bootstrap import mean

OUTCOMES: dict[str, tuple[str, tuple[Verdict, ...]]] = {
    "right": ("answered with all the evidence, or rightly not answered", ("right", "abstained")),
    "wrong": ("answered with something else", ("wrong",)),
    "silent": ("not answered, though the documents do; at most a perhaps", ("missed", "perhaps")),
}


def three_lines(results: Sequence[Result]) -> str:
    """Right, wrong and silent, of all questions that could be scored."""
    scores, clusters = scored(results)
    lines = []
    for name, (meaning, verdicts) in OUTCOMES.items():
        found = [float(one.verdict in verdicts) for one in scores]
        lines.append(f"{name:6} {sum(found):.0f} of {len(found)}, {shown(mean(found, clusters))}: {meaning}")
    return "\n".join(lines)
