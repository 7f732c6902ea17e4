"""Rows of cells → text, in one of the ways that files have them: tables, fields, notes, chats, logs."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index import Span
from training.layouts import NAMES

Draw = random.Random
Between = Callable[[int], str]
"""A cell's place in its row → what stands before it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A text, where its rows stand, and where the cells of those that are asked about do."""

    text: str
    rows: list[Span]
    cells: list[list[Span]]

    def beside(self, other: "Rows", first: bool) -> "Rows":
        """Both in one text, the other one first or last; the cells are this one's alone."""
        texts, gap = ((other.text, self.text) if first else (self.text, other.text)), "\n\n"
        shift = len(texts[0]) + len(gap)
        own, others = (shift, 0) if first else (0, shift)
        rows = _moved(self.rows, own) + _moved(other.rows, others)
        return Rows(gap.join(texts), sorted(rows), [_moved(cells, own) for cells in self.cells])


def _moved(spans: Sequence[Span], by: int) -> list[Span]:
    return [(start + by, end + by) for start, end in spans]


@dataclass(frozen=True, slots=True)
class _Style:
    """What stands before all rows, before each cell and after each row, and to what width a cell is filled up."""

    before: Between
    head: str = ""
    after: str = ""
    widths: Sequence[int] = ()


def written(title: str, names: Sequence[str], rows: Sequence[Sequence[str]], draw: Draw) -> Rows:
    """The rows under a title or none; `names` are the columns'."""
    style = draw.choice(STYLES)(names, rows, draw)
    text, lines, cells = draw.choice([f"# {title}\n\n", f"{title}\n", f"{title.upper()}\n\n", ""]) + style.head, [], []
    for row in rows:
        start, places = len(text), []
        for at, cell in enumerate(row):
            text += style.before(at)
            places.append((len(text), len(text) + len(cell)))
            text += cell.ljust(style.widths[at]) if style.widths else cell
        text = text.rstrip() + style.after
        lines.append((start, len(text.rstrip())))
        text += "\n"
        cells.append(places)
    return Rows(text.rstrip("\n"), lines, cells)


Styled = Callable[[Sequence[str], Sequence[Sequence[str]], Draw], _Style]


def _pipes(names: Sequence[str], rows: Sequence[Sequence[str]], draw: Draw) -> _Style:
    head = "| " + " | ".join(names) + " |\n|" + "---|" * len(names) + "\n"
    return _Style(lambda at: " | " if at else "| ", head, " |")


def _aligned(names: Sequence[str], rows: Sequence[Sequence[str]], draw: Draw) -> _Style:
    widths = [max(len(row[at]) for row in [names, *rows]) + 2 for at in range(len(names))]
    head = "".join(name.ljust(width) for name, width in zip(names, widths, strict=True)).rstrip() + "\n"
    return _Style(lambda at: "", head if draw.random() < 0.7 else "", widths=widths)


def _separated(names: Sequence[str], rows: Sequence[Sequence[str]], draw: Draw) -> _Style:
    mark = draw.choice([", ", "\t", ";"])
    return _Style(lambda at: mark if at else "", mark.join(names) + "\n")


def _fields(names: Sequence[str], rows: Sequence[Sequence[str]], draw: Draw) -> _Style:
    first, between = draw.choice([("", "; "), ("- ", ", "), ("", "\n"), ("* ", " / ")])
    return _Style(lambda at: f"{between if at else first}{names[at]}: ", after="\n" if between == "\n" else "")


def _notes(names: Sequence[str], rows: Sequence[Sequence[str]], draw: Draw) -> _Style:
    first, second = draw.choice(["- ", "* ", "", "[ ] "]), draw.choice([": ", " – ", " ("])
    between, named = draw.choice([", ", "; ", " / "]), draw.random() < 0.7
    after = ")" if second == " (" else ""

    def before(at: int) -> str:
        name = f"{names[at].lower()} " if named and at else ""
        return first if at == 0 else (second if at == 1 else between) + name

    return _Style(before, after=after)


def _chat(names: Sequence[str], rows: Sequence[Sequence[str]], draw: Draw) -> _Style:
    pair = draw.sample(NAMES, 2)

    def before(at: int) -> str:
        stamp = (
            f"[{draw.randint(1, 28):02d}/{draw.randint(1, 12):02d}/2026, {draw.randint(7, 22)}:{draw.randint(10, 59)}]"
        )
        return f"{stamp} {draw.choice(pair)}: " if at == 0 else (": " if at == 1 else ", ") + f"{names[at].lower()} "

    return _Style(before)


def _log(names: Sequence[str], rows: Sequence[Sequence[str]], draw: Draw) -> _Style:
    day, source = (
        f"2026-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}",
        draw.choice(["app", "[main]", "", "job:"]),
    )

    def before(at: int) -> str:
        time = ":".join(str(draw.randint(10, most)) for most in (23, 59, 59))
        stamp = f"{day} {time} {draw.choice(['INFO', 'WARN'])} {source} "
        return (" " if at else stamp) + f"{names[at].lower().replace(' ', '_')}="

    return _Style(before)


STYLES: tuple[Styled, ...] = (_pipes, _pipes, _aligned, _separated, _fields, _fields, _notes, _notes, _chat, _log)
