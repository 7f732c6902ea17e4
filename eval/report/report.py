"""Results → a report: JSON to compare with, Markdown and a page to read.

Held questions appear as figures only, and as numbers in the JSON. Their words are shown only when
asked for, so that nobody tunes on them by accident.
"""

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.measures.confidence import Bin, Curve, reliability, risk_coverage
from eval.questions.dataset import QuestionSet
from eval.report.summary import Slice, scored, summarise
from eval.report.tables import UNDEFINED, Table, by_confidence, by_kind, by_measure
from eval.run.runner import Result
from eval.statistics.bootstrap import CLUSTERS, LEVEL, RESAMPLES, SEED
from qa import Answer, Settings

SCHEMA_VERSION = 2
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


def write_report(report: Report, folder: str | Path, *, show_held: bool = False) -> list[Path]:
    """Write eval.json, eval.md and eval.html; the paths written."""
    from eval.report.page import to_html  # Jinja takes its time, and only this needs it

    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    texts = {
        out / "eval.json": to_json(report, show_held=show_held),
        out / "eval.md": to_markdown(report),
        out / "eval.html": to_html(report, show_held=show_held),
    }
    for path, text in texts.items():
        path.write_bytes(text.encode())  # as it is: the page names the hash of its own script
    return list(texts)


def to_json(report: Report, *, show_held: bool = False) -> str:
    """Every figure, and a row for every question; a held one's has no words, unless `show_held`."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "questions_file": report.questions_file,
        "questions_sha256": report.questions_sha256,
        "settings_hash": report.settings_hash,
        "index_versions": report.index_versions,
        "interval": {"method": "bootstrap", "level": LEVEL, "resamples": RESAMPLES, "seed": SEED},
        "slices": [dataclasses.asdict(part) for part in report.slices],
        "curve": dataclasses.asdict(report.curve),
        "bins": [dataclasses.asdict(part) for part in report.bins],
        "rows": [_row(result, words=shows(result, show_held=show_held)) for result in report.results],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def shows(result: Result, *, show_held: bool) -> bool:
    """Whether a question may be read, and not only counted."""
    return show_held or result.question.split == "dev"


def verdict(result: Result) -> str:
    """The scores' verdict, or "unscored"."""
    return result.scores.verdict if result.scores else "unscored"


def to_markdown(report: Report) -> str:
    """The measures overall and by split, the chief ones by kind of question, and what the confidence is worth."""
    tables = [by_measure(report.slices), by_kind(report.slices), by_confidence(report.bins)]
    return "\n\n".join([f"# {report.questions_file}", report.about, *map(_markdown, tables)]) + "\n"


def _markdown(table: Table) -> str:
    """A table whose columns are as wide as their widest cell."""
    cells = [[cell.replace("|", "\\|") for cell in row] for row in (table.header, *table.rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in cells]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _row(result: Result, *, words: bool) -> dict[str, Any]:
    """One question as it went; what the answer gives is null where asking raised."""
    question = result.question
    row = {
        "id": question.id,
        "kind": question.kind,
        "split": question.split,
        "cluster": question.cluster,
        "answerable": question.answerable,
        "verdict": verdict(result),
        "scores": dataclasses.asdict(result.scores) if result.scores else None,
    }
    return row | _words(result, result.answer) if words else row


def _words(result: Result, answer: Answer | None) -> dict[str, Any]:
    return {
        "question": result.question.question,
        "error": result.error or None,
        "standalone_question": answer.standalone_question if answer else None,
        "status": answer.status if answer else None,
        "text": answer.text if answer else None,
        "citations": [dataclasses.asdict(citation) for citation in answer.citations] if answer else None,
    }
