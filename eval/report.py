"""Results → a report: Markdown to read, JSON to compare with.

Held questions appear as figures only. Their rows go into a file of their own, and only when asked
for, so that nobody tunes on them by accident.
"""

import dataclasses
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.bootstrap import LEVEL, RESAMPLES, SEED, Figure
from eval.dataset import QuestionSet
from eval.runner import Result
from eval.summary import MEASURES, Slice, summarise
from qa import Settings

SCHEMA_VERSION = 1
_UNDEFINED = "\N{EN DASH}"
_COUNTS = ("questions", "unscored", "answered_wrong")
_KIND_MEASURES = ("right", "evidence_recall", "citation_precision", "citation_recall", "groundedness", "recall_at_10")


@dataclass(frozen=True, slots=True)
class Report:
    """What was asked, of what, with which settings, and how it went.

    `index_versions` has more than one entry only where the documents changed during the run.
    """

    questions_file: str
    questions_sha256: str
    settings_hash: str
    index_versions: tuple[str, ...]
    slices: tuple[Slice, ...]
    results: tuple[Result, ...]

    @property
    def unscored(self) -> int:
        """How many questions could not be scored."""
        return sum(result.scores is None for result in self.results)


def make_report(questions: QuestionSet, results: Sequence[Result], settings: Settings | None = None) -> Report:
    """The report of a run over all of `questions`."""
    versions = {result.answer.index_version for result in results if result.answer}
    return Report(
        questions_file=questions.name,
        questions_sha256=questions.sha256,
        settings_hash=(settings or Settings()).hash,
        index_versions=tuple(sorted(versions)),
        slices=summarise(results),
        results=tuple(results),
    )


def write_report(report: Report, folder: str | Path, *, show_held: bool = False) -> list[Path]:
    """Write eval.json and eval.md, and eval-held.json where it is asked for; the paths written."""
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    held = out / "eval-held.json"
    # An earlier run's rows would contradict the new figures beside them.
    held.unlink(missing_ok=True)
    texts = {out / "eval.json": to_json(report), out / "eval.md": to_markdown(report)}
    if show_held:
        texts[held] = _dump({"schema_version": SCHEMA_VERSION, "rows": _rows(report, "held")})
    for path, text in texts.items():
        path.write_text(text, "utf-8")
    return list(texts)


def to_json(report: Report) -> str:
    """Every figure, and a row for every dev question."""
    return _dump(
        {
            "schema_version": SCHEMA_VERSION,
            "questions_file": report.questions_file,
            "questions_sha256": report.questions_sha256,
            "settings_hash": report.settings_hash,
            "index_versions": report.index_versions,
            "interval": {"method": "percentile bootstrap", "level": LEVEL, "resamples": RESAMPLES, "seed": SEED},
            "slices": [dataclasses.asdict(part) for part in report.slices],
            "rows": _rows(report, "dev"),
        }
    )


def to_markdown(report: Report) -> str:
    """Two tables: all measures overall and by split, then the chief ones by kind of question."""
    across = [part for part in report.slices if part.group != "kind"]
    kinds = [part for part in report.slices if part.group == "kind"]
    return "\n".join(
        [
            f"# {report.questions_file}",
            "",
            f"Settings {report.settings_hash}, index {', '.join(report.index_versions) or _UNDEFINED}. "
            f"In brackets the {LEVEL:.0%} percentile bootstrap interval ({RESAMPLES} resamples); {_UNDEFINED} is "
            "undefined, and unscored questions count in no figure. An interval without width says that all "
            "questions agreed, not that the figure is certain.",
            "",
            *_table(["", *(part.name for part in across)], _by_measure(across)),
            "",
            *_table(["kind", *map(_label, (*_COUNTS, *_KIND_MEASURES))], map(_kind_row, kinds)),
            "",
        ]
    )


def _by_measure(slices: Sequence[Slice]) -> list[list[str]]:
    counts = [[_label(name), *(str(getattr(part, name)) for part in slices)] for name in _COUNTS]
    return counts + [[_label(name), *(_shown(part.figures[name]) for part in slices)] for name in MEASURES]


def _kind_row(part: Slice) -> list[str]:
    counts = [str(getattr(part, name)) for name in _COUNTS]
    return [part.name, *counts, *(_shown(part.figures[name]) for name in _KIND_MEASURES)]


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines of a Markdown table whose columns are as wide as their widest cell."""
    cells = [list(header), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in cells]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return [lines[0], rule, *lines[1:]]


def _label(name: str) -> str:
    return name.replace("_at_", "@").replace("_", " ")


def _shown(figure: Figure) -> str:
    if figure.value is None:
        return _UNDEFINED
    interval = "" if figure.low is None else f" ({figure.low:.2f} to {figure.high:.2f})"
    return f"{figure.value:.2f}{interval}"


def _rows(report: Report, split: str) -> list[dict[str, Any]]:
    return [_row(result) for result in report.results if result.question.split == split]


def _row(result: Result) -> dict[str, Any]:
    """One question as it went; what the answer gives is null where asking raised."""
    question, answer, scores = result.question, result.answer, result.scores
    return {
        "id": question.id,
        "kind": question.kind,
        "split": question.split,
        "question": question.question,
        "answerable": question.answerable,
        "verdict": scores.verdict if scores else "unscored",
        "error": result.error or None,
        "standalone_question": answer.standalone_question if answer else None,
        "status": answer.status if answer else None,
        "text": answer.text if answer else None,
        "confidence": answer.confidence if answer else None,
        "citations": [dataclasses.asdict(citation) for citation in answer.citations] if answer else None,
        "scores": dataclasses.asdict(scores) if scores else None,
    }


def _dump(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
