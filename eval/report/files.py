"""A report → eval.json to compare with, eval.md, and eval.html to look at.

Test questions appear as figures only, and as numbers in the JSON. Their words are shown only when
asked for, so that nobody tunes on them by accident.
"""

import dataclasses
import json
from pathlib import Path
from typing import Any

from eval.report.report import Report
from eval.report.tables import by_confidence, by_kind, by_measure
from eval.run.runner import Result
from eval.statistics.bootstrap import LEVEL, RESAMPLES, SEED

SCHEMA_VERSION = 3


def write_report(report: Report, folder: str | Path, *, show_test: bool = False) -> list[Path]:
    """Write the three files; the paths written."""
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
    """Every figure, and a row for every question; a test question's has no words, unless `show_test`."""
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
        "rows": [_row(result, words=result.shown(show_test)) for result in report.results],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def to_markdown(report: Report) -> str:
    """The measures overall and by split, the chief ones by kind of question, and what the confidence is worth."""
    tables = [by_measure(report.slices), by_kind(report.slices), by_confidence(report.bins)]
    return "\n\n".join([f"# {report.questions_file}", report.about, *(table.markdown() for table in tables)]) + "\n"


def _row(result: Result, *, words: bool) -> dict[str, Any]:
    """One question as it went; what the answer gives is null where asking raised."""
    question, answer = result.question, result.answer
    row = {
        "id": question.id,
        "kind": question.kind,
        "split": question.split,
        "cluster": question.cluster,
        "answerable": question.answerable,
        "verdict": result.verdict,
        "scores": dataclasses.asdict(result.scores) if result.scores else None,
    }
    if words:
        row |= {
            "question": question.question,
            "error": result.error or None,
            "standalone_question": answer.standalone_question if answer else None,
            "status": answer.status if answer else None,
            "text": answer.text if answer else None,
            "citations": [dataclasses.asdict(citation) for citation in answer.citations] if answer else None,
        }
    return row
