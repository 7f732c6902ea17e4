"""Results → a report: what was asked of what, the figures, and every question as it went."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.measures.confidence import Bin, Curve, reliability, risk_coverage
from eval.questions.dataset import QuestionSet
from eval.report.summary import Slice, scored, summarise
from eval.report.tables import UNDEFINED
from eval.run.runner import Result
from eval.statistics.bootstrap import CLUSTERS, LEVEL, RESAMPLES
from qa import Settings

_NAMED_VERSIONS = 3


@dataclass(frozen=True, slots=True)
class Report:
    """What was asked, of what, with which settings, and how it went.

    `index_versions` has an entry for every index that was asked, and for every state that it was in.
    `curve` and `bins` say what the confidence of all scored answers was worth.
    """

    questions_file: str
    questions_sha256: str
    settings_hash: str
    index_versions: tuple[str, ...]
    slices: tuple[Slice, ...]
    curve: Curve
    bins: tuple[Bin, ...]
    results: tuple[Result, ...]

    @property
    def unscored(self) -> int:
        """How many questions could not be scored."""
        return sum(result.scores is None for result in self.results)

    @property
    def about(self) -> str:
        """What the figures are of, and how they are to be read."""
        first, others = self.index_versions[:_NAMED_VERSIONS], self.index_versions[_NAMED_VERSIONS:]
        versions = ", ".join([*first, f"and {len(others)} more"] if others else first) or UNDEFINED
        return (
            f"Settings {self.settings_hash}, index {versions}. "
            f"In brackets the {LEVEL:.0%} bootstrap interval ({RESAMPLES} resamples, of clusters of questions where "
            f"there are {CLUSTERS} or more, else of questions); {UNDEFINED} is undefined, and unscored questions count "
            "in no figure. An interval without width says that all questions agreed, not that the figure is certain."
        )


def make_report(questions: QuestionSet, results: Sequence[Result], settings: Settings | None = None) -> Report:
    """The report of a run over all of `questions`."""
    versions = {result.answer.index_version for result in results if result.answer}
    scores, clusters = scored(results)
    return Report(
        questions_file=questions.name,
        questions_sha256=questions.sha256,
        settings_hash=(settings or Settings()).hash,
        index_versions=tuple(sorted(versions)),
        slices=summarise(results),
        curve=risk_coverage(scores, clusters),
        bins=reliability(scores),
        results=tuple(results),
    )


def shows(result: Result, *, show_test: bool) -> bool:
    """Whether a question may be read, and not only counted."""
    return show_test or result.question.split == "dev"
