"""A report → one HTML file that needs no other: tables, two diagrams, and every question as it went.

Nothing in it is loaded or sent: its policy allows its own style and script, by their hashes, and
nothing else. Jinja escapes what comes from documents.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from eval.measures.evidence import coverage
from eval.questions.dataset import Nugget
from eval.report.report import Report, shows
from eval.report.tables import by_confidence, by_kind, by_measure, label, shown
from eval.run.runner import Result
from qa import Citation, Sentence

_FOLDER = Path(__file__).parent
_CHIEF = ("right", "right_when_answered", "abstention_recall", "groundedness")
_VERDICTS = ("right", "perhaps", "wrong", "missed", "abstained", "unscored")

Mark = tuple[int, int, str]
"""Where marked words start and end, and the class of the mark."""
Piece = tuple[str, str]
"""Words that are all marked alike, and the classes of their marks, if any."""


def to_html(report: Report, *, show_test: bool = False) -> str:
    """The page; questions of the test split are figures only, unless `show_test`."""
    cases = [result for result in report.results if shows(result, show_test=show_test)]
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
        area=shown(report.curve.area),
        risk_at_half=shown(report.curve.risk_at_half),
        calibration_error=shown(everything["calibration_error"]),
        cases=cases,
        filters=[
            ("kind", sorted({case.question.kind for case in cases})),
            ("verdict", [name for name in _VERDICTS if any(case.verdict == name for case in cases)]),
            ("split", sorted({case.question.split for case in cases})),
        ],
        hidden=len(report.results) - len(cases),
        share_quoted=coverage,
        facts=facts,
        said=said,
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


def said(result: Result) -> Iterator[tuple[list[Piece], list[Citation]]]:
    """Each sentence of an answer in pieces, and where it was taken from."""
    if result.answer:
        for sentence in result.answer.sentences:
            cited = [citation for citation in result.answer.citations if citation.marker in sentence.citations]
            yield list(pieces(sentence.text, list(_marks(sentence, cited, result.question.nuggets)))), cited


def _marks(sentence: Sentence, cited: Sequence[Citation], nuggets: Sequence[Nugget]) -> Iterator[Mark]:
    """The words that the reader marked, and the gold evidence where the sentence is a quote as it stands."""
    if sentence.marked:
        yield *sentence.marked, "marked"
    for citation in cited:
        for quote in (quote for nugget in nuggets for quote in nugget.alternatives):
            if quote.source == citation.source and citation.quote == sentence.text:
                yield quote.start - citation.start, quote.end - citation.start, "gold"


def pieces(text: str, marks: Sequence[Mark]) -> Iterator[Piece]:
    """The text, cut wherever a mark starts or ends; marks may overlap, and reach beyond the text."""
    within = [(max(0, start), min(end, len(text)), name) for start, end, name in marks]
    cuts = sorted({0, len(text), *(at for start, end, _ in within if start < end for at in (start, end))})
    for first, last in pairwise(cuts):
        names = {name for start, end, name in within if start <= first and last <= end}
        yield text[first:last], " ".join(sorted(names))


def facts(result: Result) -> str:
    """What was measured of a question, in words."""
    scores = result.scores
    if scores is None:
        return ""
    found = [f"confidence {scores.confidence:.2f}", f"{scores.seconds:.2f} s"]
    if scores.f1 is not None:
        found.append(f"F1 {scores.f1:.2f}")
    if scores.reciprocal_rank is not None:
        rank = round(1 / scores.reciprocal_rank) if scores.reciprocal_rank else 0
        found.append(f"evidence found at rank {rank}" if rank else "evidence not among the passages read")
    return ", ".join(found)
