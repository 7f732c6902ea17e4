"""Slices and bins → tables of words, for whatever they are then written in. Knows nothing of Markdown and HTML."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eval.measures.confidence import Bin
from eval.report.summary import MEASURES, Slice
from eval.statistics.bootstrap import Figure

UNDEFINED = "\N{EN DASH}"
_COUNTS = ("questions", "unscored", "answered_wrong")
_KIND_MEASURES = ("right", "evidence_recall", "citation_precision", "citation_recall", "groundedness", "recall_at_10")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as wide as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def by_measure(slices: Sequence[Slice]) -> Table:
    """All measures, a column for everything that is no kind of question."""
    across = [part for part in slices if part.group != "kind"]
    counts = [(label(name), *(str(getattr(part, name)) for part in across)) for name in _COUNTS]
    measures = [(label(name), *(shown(part.figures[name]) for part in across)) for name in MEASURES]
    return Table(("", *(part.name for part in across)), (*counts, *measures))


def by_kind(slices: Sequence[Slice]) -> Table:
    """The chief measures, a row a kind of question."""
    rows = [
        (
            part.name,
            *(str(getattr(part, name)) for name in _COUNTS),
            *(shown(part.figures[name]) for name in _KIND_MEASURES),
        )
        for part in slices
        if part.group == "kind"
    ]
    return Table(("kind", *map(label, (*_COUNTS, *_KIND_MEASURES))), tuple(rows))


def by_confidence(bins: Sequence[Bin]) -> Table:
    """How sure the answers were, and how often right, a row a bin."""
    rows = [
        (f"{one.low:.2f} to {one.high:.2f}", str(one.count), f"{one.confidence:.2f}", f"{one.accuracy:.2f}")
        for one in bins
    ]
    return Table(("confidence", "answers", "mean confidence", "right"), tuple(rows))


def label(name: str) -> str:
    """A measure's name as it is read."""
    return re.sub(r"_at_(?=\d)", "@", name).replace("_", " ")


def shown(figure: Figure) -> str:
    """A figure with its interval."""
    if figure.value is None:
        return UNDEFINED
    interval = "" if figure.low is None else f" ({figure.low:.2f} to {figure.high:.2f})"
    return f"{figure.value:.2f}{interval}"
