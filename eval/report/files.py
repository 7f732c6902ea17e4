"""A report → its files: JSON to compare with, Markdown and a page to read.

Held questions appear as figures only, and as numbers in the JSON. Their words are shown only when
asked for, so that nobody tunes on them by accident.
"""

import dataclasses
import json
from pathlib import Path
from typing import Any

from eval.report.report import Report, shows
from eval.report.tables import Table, by_confidence, by_kind, by_measure
from eval.run.runner import Result
from eval.statistics.bootstrap import LEVEL, RESAMPLES, SEED
from qa import Answer

SCHEMA_VERSION = 2


def write_report(report: Report, folder: str | Path, *, show_test: bool = False) -> list[Path]:
    """Write eval.json, eval.md and eval.html; the paths written."""
    from eval.report.page import to_html  # Jinja takes its time, and only this needs it

    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    texts = {
        out / "eval.json": to_json(report, show_test=show_test),
        out / "eval.md": to_markdown(report),
        out / "eval.html": to_html(report, show_test=show_test),
    }
    for path, text in texts.items():
        path.write_bytes(text.encode())  # as it is: the page names the hash of its own script
    return list(texts)


def to_json(report: Report, *, show_test: bool = False) -> str:
    """Every figure, and a row for every question; of the test split one has no words, unless `show_test`."""
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
        "rows": [_row(result, words=shows(result, show_test=show_test)) for result in report.results],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


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
        "verdict": result.verdict,
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
