"""Text → the units that can be quoted: sentences of prose, list items, table rows, lines of logs and fields.

What is a line of its own in a file is a unit of its own: a sentence that runs over a list's border or
glues a heading to what follows it misleads. Headings and the heads of tables are no units but the context of
those below them. Texts are as `index/loaders` gives them, with lists, tables and headings as in Markdown.
Sentences of prose come from sentencex. Knows nothing of chunks.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from index.datatypes import Span

MAX_UNIT = 2000
"""Characters; no unit is longer than this, whatever a hostile file holds."""
WINDOW = 2 * MAX_UNIT
WRAPPED = 45
"""A line of prose that goes on in the next one has at least so many characters."""
LONGEST_HEADING, SHORT_HEADING = 100, 60
"""Characters of a heading that a line below it marks, and of one that nothing marks."""
SHORT_ITEM = 240
"""A list item of more characters is quoted sentence by sentence."""

_HEADING = re.compile(r"#{1,6}[ \t]+(?P<text>\S.*?)[ \t]*#*$")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})[ \t]*$")
_NUMBER = r"\d{1,3}[.)]|\d{1,2}(?:\.\d{1,2})+\.?|§ ?\d+\S*|\(?[a-z0-9]{1,2}\)"
_NUMBERED = re.compile(rf"[ \t]*(?:{_NUMBER})[ \t]+(?=\S)")
_ITEM = re.compile(rf"[ \t>]*(?:[-*+•–·▪]|\[[ xX]\]|{_NUMBER})[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")
_RULE = re.compile(r"[ \t|:+=_*~-]+$")
_FIELD = re.compile(r"[ \t>]*[^\W_][^:|\n]{0,40}:[ \t]+\S|[^;\n]{1,60}: [^;\n]+;[ ]")
_STAMP = re.compile(r"[ \t]*[\[(<]?(?:\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{1,2}:\d{2})\b")
_QUOTED = re.compile(r"[ \t]*>[ \t>]*")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_END = re.compile(r"[.:!?…][\"”’')\]*_]*[ \t]*$")
_BACKTICKS = re.compile(r"`[^`\n]{1,200}`")


@dataclass(frozen=True, slots=True)
class Unit:
    """Characters that can be quoted, and what stands above them: headings, a list's lead-in, a table's head."""

    start: int
    end: int
    context: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that holds something, without its end; `after_blank` where nothing stands in the line before it."""

    start: int
    end: int
    text: str
    after_blank: bool

    @property
    def indent(self) -> int:
        """The white space before its words."""
        return len(self.text) - len(self.text.lstrip())

    @property
    def kind(self) -> str:
        """What the line is by itself."""
        kinds = {"row": _ROW, "item": _ITEM, "field": _FIELD, "log": _STAMP}
        return next((kind for kind, pattern in kinds.items() if pattern.match(self.text)), "prose")


def units(text: str) -> list[Unit]:
    """The units of a text in order, without the white space around them; none overlaps another."""
    return list(_Reading(text).units())


def sentence_spans(text: str) -> list[Span]:
    """The (start, end) of every unit."""
    return [(unit.start, unit.end) for unit in units(text)]


class _Reading:
    """One pass over the lines of a text; what stands above the present line is kept."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = _lines(text)
        self._headings: list[tuple[int, str]] = []
        self._above, self._above_indent = "", 0
        self._fenced = False

    def units(self) -> Iterator[Unit]:
        block: list[_Line] = []
        for line, following in pairwise([*self._lines, None]):
            assert line is not None  # only the last of all is
            if block and not self._goes_on(block, line):
                yield from self._block(block)
                block = []
            if block or not self._is_mark(line, following):
                block.append(line)
            else:
                yield from self._mark(line, following)
        yield from self._block(block)

    def _goes_on(self, block: list[_Line], line: _Line) -> bool:
        """Whether a line is more of the block before it: of wrapped prose, or below a list item's own words."""
        if self._fenced or line.after_blank or line.kind != "prose":
            return False
        open_ended = not _END.search(block[-1].text)
        wrapped = block[-1].end - block[-1].start >= WRAPPED or line.text.lstrip("> \t")[:1].islower()
        return (open_ended and wrapped) or (block[0].kind == "item" and line.indent > block[0].indent)

    def _is_mark(self, line: _Line, following: _Line | None) -> bool:
        """Whether a line is no unit but says what those around it are."""
        if _FENCE.match(line.text) or self._fenced:
            return bool(_FENCE.match(line.text))
        return bool(_RULE.match(line.text) or _heading(line, following) or self._is_table_head(line, following))

    def _is_table_head(self, line: _Line, following: _Line | None) -> bool:
        ruled = following is not None and _ROW.match(following.text) and _RULE.match(following.text)
        return bool(_ROW.match(line.text) and ruled)

    def _mark(self, line: _Line, following: _Line | None) -> Iterator[Unit]:
        """A fence, a rule, a heading or a table's head; a heading without a mark can be quoted, too."""
        if _FENCE.match(line.text):
            self._fenced = not self._fenced
        elif heading := _heading(line, following):
            level, words, is_marked = heading
            self._above = ""
            if not is_marked:
                yield from self._made([_stripped(self._text, line.start, line.end)])
            self._headings = [kept for kept in self._headings if kept[0] < level] + [(level, words)]
        elif self._is_table_head(line, following):
            self._above = " | ".join(cell.strip() for cell in line.text.strip(" \t|").split("|"))

    def _block(self, block: list[_Line]) -> Iterator[Unit]:
        """A paragraph, a list item, a field, a table row or a line of a log."""
        if not block:
            return
        first, last = block[0], block[-1]
        if (first.kind == "prose" and first.after_blank) or (
            first.kind == "item" and first.indent < self._above_indent
        ):
            self._above = ""
        mark = None if self._fenced else (_ITEM if first.kind == "item" else _QUOTED).match(first.text)
        start = first.start + (mark.end() if mark else 0)
        whole = self._fenced or first.kind == "row" or (first.kind != "prose" and last.end - start <= SHORT_ITEM)
        spans = [_stripped(self._text, start, last.end)] if whole else list(_sentences(self._text, start, last.end))
        yield from self._made(spans)
        if first.kind in ("prose", "item") and self._text[last.end - 1] == ":" and spans and spans[-1]:
            self._above = self._text[slice(*spans[-1])]
            self._above_indent = first.indent + (first.kind == "item")

    def _made(self, spans: Iterable[Span | None]) -> Iterator[Unit]:
        context = "\n".join([*(words for _, words in self._headings), *filter(None, [self._above])])
        for span in filter(None, spans):
            for start, end in _bounded(self._text, *span):
                yield Unit(start, end, context)


def _lines(text: str) -> list[_Line]:
    """The lines that hold anything."""
    found, at, blank = [], 0, True
    for line in text.split("\n"):
        body = line.rstrip()
        if body.strip("> "):
            found.append(_Line(at, at + len(body), body, blank))
        blank = not body.strip("> ")
        at += len(line) + 1
    return found


def _heading(line: _Line, following: _Line | None) -> tuple[int, str, bool] | None:
    """The level and the words of a heading, and whether it is marked as one.

    It is by Markdown's signs or a line below it; and a short line after a blank one, with text below
    it and without a sentence's end, is one, too.
    """
    body = line.text.strip()
    if marked := _HEADING.match(line.text):
        return len(line.text) - len(line.text.lstrip("#")), marked["text"], True
    if following is None or not (line.kind == "prose" or _NUMBERED.match(line.text)):
        return None
    if not following.after_blank and _UNDERLINE.match(following.text) and len(body) <= LONGEST_HEADING:
        return (1 if following.text.startswith("=") else 2), body, True
    short = line.after_blank and len(body) <= SHORT_HEADING and not _END.search(body) and body[-1] not in ",;|-"
    if short and (_stands_over(following) if line.kind == "prose" else following.indent > line.indent):
        return (1 if line.start == 0 else 5), body, False
    return None


def _stands_over(line: _Line) -> bool:
    """Whether a line could be what a heading stands over: no more than a few words below it are a signature."""
    if line.text.lstrip("> \t")[:1].islower() and not line.after_blank:
        return False
    return (
        line.after_blank or line.kind != "prose" or len(line.text) >= SHORT_HEADING // 2 or bool(_END.search(line.text))
    )


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of prose between two offsets, none of which ends inside backticks."""
    body = text[start:end]
    kept_whole = [match.span() for match in _BACKTICKS.finditer(body)]
    cuts = [_after_emphasis(body, cut) for cut in _ends(body)]  # "**Bold.** Not bold."
    cuts = [cut for cut in cuts if not _is_inside(cut, kept_whole)]
    # "A1." or "No." alone is no sentence but belongs to the next.
    cuts = [cut for start, cut in pairwise([0, *cuts]) if len(body[start:cut].split()) > 1 or cut == len(body)]
    for first, last in pairwise([0, *(cut for cut in cuts if cut < len(body)), len(body)]):
        if span := _stripped(text, start + first, start + last):
            yield span


def _ends(body: str) -> Iterator[int]:
    """Where sentences end, a window at a time: sentencex takes quadratic time, minutes for a hostile paragraph."""
    from sentencex import get_sentence_boundaries

    at = 0
    while at < len(body):
        window = body[at : at + WINDOW]
        found = [at + int(each["end_index"]) for each in get_sentence_boundaries("en", window)]
        if at + len(window) < len(body):
            last = found.pop()  # it may go on in the next window
            found = found or [last if body[last].isspace() else at + (window.rfind(" ") + 1 or len(window))]
        yield from found
        at = found[-1] if found and found[-1] > at else at + len(window)


def _after_emphasis(body: str, at: int) -> int:
    while body[at : at + 1] in ("*", "_"):
        at += 1
    return at


def _is_inside(at: int, spans: list[Span]) -> bool:
    """Whether an offset is inside one of the spans, which are in order and do not overlap."""
    before = bisect_left(spans, (at, 0)) - 1
    return before >= 0 and at < spans[before][1]


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """The span in pieces where it is too long for a unit, between two words where there are words."""
    while end - start > MAX_UNIT:
        space = max(text.rfind(white, start, start + MAX_UNIT) for white in " \n\t")
        cut = space + 1 if space > start else start + MAX_UNIT
        if piece := _stripped(text, start, cut):
            yield piece
        start = cut
    if piece := _stripped(text, start, end):
        yield piece


def _stripped(text: str, start: int, end: int) -> Span | None:
    """The span without the white space around it; None where it holds nothing else."""
    body = text[start:end]
    kept = body.strip()
    if not kept:
        return None
    start += len(body) - len(body.lstrip())
    return start, start + len(kept)
