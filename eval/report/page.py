"""A report → one self-contained HTML file: tables, two diagrams, and every question as it went.

Nothing in it is loaded or sent: its policy allows its own style and script, by their hashes, and
nothing else. Jinja escapes what comes from documents.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from eval.measures.answer import Verdict
from eval.measures.evidence import coverage
from eval.questions.dataset import Quote
from eval.report.report import Report
from eval.report.tables import by_confidence, by_kind, by_measure, label, shown
from eval.run.runner import Result
from qa import Citation, Sentence

_FOLDER = Path(__file__).parent
_CHIEF = ("right", "right_when_answered", "abstention_recall", "groundedness")


def to_html(report: Report, *, show_test: bool = False) -> str:
    """The page; test questions are figures only, unless `show_test`."""
    cases = [result for result in report.results if result.shown(show_test)]
    style, script = ((_FOLDER / name).read_text("utf-8") for name in ("page.css", "page.js"))
    everything = report.slices[0].figures
    return _template().render(
        report=report,
        policy=f"default-src 'none'; style-src {_source(style)}; script-src {_source(script)}; "
        "base-uri 'none'; form-action 'none'",
        style=Markup(style),  # noqa: S704  # the project's own files
        script=Markup(script),  # noqa: S704
        chief=[(label(name), shown(everything[name])) for name in _CHIEF],
        tables=[("Measures", by_measure(report.slices)), ("Kinds of questions", by_kind(report.slices))],
        confidence=by_confidence(report.bins),
        aurc=shown(report.curve.aurc),
        risk_at_half=shown(report.curve.risk_at_half),
        calibration_error=shown(everything["calibration_error"]),
        cases=cases,
        filters=[
            ("kind", sorted({case.question.kind for case in cases})),
            ("verdict", [name for name in get_args(Verdict) if any(case.verdict == name for case in cases)]),
            ("split", sorted({case.question.split for case in cases})),
        ],
        hidden=len(report.results) - len(cases),
        coverage=coverage,
        pieces=pieces,
        facts=facts,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


def _source(text: str) -> str:
    """An inline style or script as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def pieces(sentence: Sentence, cited: Sequence[Citation], gold: Sequence[Quote]) -> Iterator[tuple[str, str]]:
    """A sentence cut wherever a mark starts or ends, each piece with the names of its marks.

    Marked are the words that the reader chose, and the gold evidence where the sentence is a quote as it stands.
    """
    marks = [(*sentence.marked, "marked")] if sentence.marked else []
    for citation in cited:
        for quote in gold:
            if quote.source == citation.source and citation.quote == sentence.text:
                marks.append((quote.start - citation.start, quote.end - citation.start, "gold"))
    length = len(sentence.text)
    within = [(max(0, start), min(end, length), name) for start, end, name in marks]
    cuts = sorted({0, length, *(at for start, end, _ in within if start < end for at in (start, end))})
    for first, last in pairwise(cuts):
        names = {name for start, end, name in within if start <= first and last <= end}
        yield sentence.text[first:last], " ".join(sorted(names))


def facts(result: Result) -> str:
    """What was measured of a question, in words."""
    scores = result.scores
    if scores is None:
        return ""
    told = [f"confidence {scores.confidence:.2f}", f"{scores.seconds:.2f} s"]
    if scores.f1 is not None:
        told.append(f"F1 {scores.f1:.2f}")
    if scores.perhaps:
        told.append("perhaps")
    if scores.reciprocal_rank is not None:
        rank = round(1 / scores.reciprocal_rank) if scores.reciprocal_rank else 0
        told.append(f"evidence found at rank {rank}" if rank else "evidence not among the passages read")
    return ", ".join(told)
