"""Figures → tables of words, and a table → Markdown."""

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

    def markdown(self) -> str:
        """Columns as wide as their widest cell; whatever a message holds, a cell stays one cell."""
        cells = [[" ".join(cell.split()).replace("|", r"\|") for cell in row] for row in (self.header, *self.rows)]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in cells]
        return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


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
    """How confident the answers were, and how often right, a row a bin."""
    rows = [
        (f"{one.low:.2f} to {one.high:.2f}", str(one.count), f"{one.confidence:.2f}", f"{one.accuracy:.2f}")
        for one in bins
    ]
    return Table(("confidence", "answers", "mean confidence", "right"), tuple(rows))


def label(name: str) -> str:
    """A measure's name as it is read."""
    return re.sub(r"_at_(?=\d)", "@", name).replace("_", " ")


def shown(figure: Figure, digits: int = 2, *, signed: bool = False) -> str:
    """A figure with its interval."""
    form = f"{'+' if signed else ''}.{digits}f"
    if figure.value is None:
        return UNDEFINED
    interval = "" if figure.low is None else f" ({figure.low:{form}} to {figure.high:{form}})"
    return f"{figure.value:{form}}{interval}"
