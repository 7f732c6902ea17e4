"""Lines of a PDF's pages → paragraphs, headings, lists and tables, in reading order.

Lines of a paragraph are joined, and the words cut at their ends; running heads and page numbers go;
a paragraph that goes on on the next page stays one. What a heading is, the size of its letters tells.
Knows nothing of pdfium.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from index.loaders.extraction import MarkdownText
from index.loaders.pdf_lines import Line

_BULLET = re.compile(r"[•‣◦▪●○■□–*·\uf0b7-]\s+(?=\S)|(?=\(?(\d{1,3}|[a-z])[.)]\s+\S)")
_SENTENCE_END = re.compile(r"[.!?:;…][\"”’')\]]*$")
_LEADER = re.compile(r"(?:\s?\.){5,}\s*")
_PAGE_NUMBER = re.compile(r"[-–\s]*(\d{1,4}|[ivxlc]{1,7})[-–\s]*")
_HEADING_SIZE = 1.15
_LONGEST_HEADING = 200
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph ("text"), heading, item or table on a page; a table's rows are in `rows`."""

    kind: str
    page: int
    text: str = ""
    size: float = 0.0
    rows: tuple[tuple[str, ...], ...] = ()
    rest: tuple["Block", ...] = field(default=())
    """Its parts on the following pages."""


def write_pages(pages: Sequence[list[Line]], out: MarkdownText) -> None:
    """Append all pages."""
    kept = without_running_heads(pages)
    body = _body_size(kept)
    known = Counter(word.lower() for page in kept for line in page for word in _WORD.findall(line.text))
    blocks = [block for number, page in enumerate(kept) for block in _Page(page, number, body, known).blocks()]
    blocks = _joined_over_pages(blocks, known)
    sizes = sorted({round(block.size) for block in blocks if block.kind == "heading"}, reverse=True)
    written = -1
    for block in blocks:
        for part in (block, *block.rest):
            while written < part.page:
                out.page()
                written += 1
            _write(part, out, sizes, continued=part is not block)
    for _ in range(written, len(pages) - 1):
        out.page()


def _write(block: Block, out: MarkdownText, sizes: list[int], *, continued: bool) -> None:
    if continued:
        out.continued(block.text)
    elif block.kind == "heading":
        out.heading(block.text, sizes.index(round(block.size)) + 1)
    elif block.kind == "item":
        mark = _BULLET.match(block.text)
        numbered = mark is None or not mark[0]
        (out.line if numbered else out.item)(block.text if mark is None else block.text[mark.end() :])
    elif block.kind == "table":
        out.table(block.rows)
    else:
        out.paragraph(block.text)


def without_running_heads(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages without the lines at their tops and bottoms that come back on most of them, numbers aside."""
    edges = [_edges(page) for page in pages]
    counts = Counter(key for page in edges for key in {_running_key(line) for line in page})
    often = max(3, len(pages) / 2)
    return [
        [
            line
            for line in page
            if not (line in edge and (counts[_running_key(line)] >= often or _is_number(line, edge)))
        ]
        for page, edge in zip(pages, edges, strict=True)
    ]


def _is_number(line: Line, edge: list[Line]) -> bool:
    """Whether a line is a page's number alone, above or below all others."""
    return line in (edge[0], edge[-1]) and len(edge) > 2 and bool(_PAGE_NUMBER.fullmatch(line.text))


def _edges(page: list[Line]) -> list[Line]:
    """The two highest and the two lowest lines of a page."""
    ordered = sorted(page, key=lambda line: line.baseline)
    return [*ordered[:2], *ordered[-2:]]


def _running_key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "0", line.text), round(line.baseline / 6)


def _body_size(pages: Sequence[list[Line]]) -> float:
    """The size that most characters have."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


class _Page:
    """One page's lines on their way to blocks."""

    def __init__(self, lines: list[Line], number: int, body: float, known: Counter[str]) -> None:
        self._lines, self._number, self._body, self._known = lines, number, body, known
        steps = [first.baseline - second.baseline for first, second in pairwise(lines)]
        self._leading = median([step for step in steps if 0 < step < 3 * body] or [1.2 * body])

    def blocks(self) -> Iterator[Block]:
        lines, at = self._lines, 0
        while at < len(lines):
            end = at + 1
            if self._begins_table(at):
                while end < len(lines) and self._is_row_below(end - 1, end):
                    end += 1
                rows = tuple(
                    tuple(" ".join(word.text for word in cell) for cell in line.cells) for line in lines[at:end]
                )
                yield Block("table", self._number, rows=_with_columns(rows))
            else:
                while end < len(lines) and not self._begins_table(end) and self._goes_on(at, end):
                    end += 1
                yield self._block(lines[at:end])
            at = end

    def _begins_table(self, at: int) -> bool:
        return at + 1 < len(self._lines) and self._is_row_below(at, at + 1)

    def _is_row_below(self, at: int, below: int) -> bool:
        """Whether two lines are rows of one table: most of their cells begin or end at the same places."""
        first, second = self._lines[at], self._lines[below]
        if min(len(first.cells), len(second.cells)) < 2 or not 0 < first.baseline - second.baseline < 4 * first.size:
            return False
        places = [(cell[0].left, cell[-1].right) for cell in first.cells[1:]]
        aligned = sum(
            any(abs(cell[0].left - left) < 3 or abs(cell[-1].right - right) < 3 for left, right in places)
            for cell in second.cells[1:]
        )
        return 2 * aligned >= max(len(first.cells), len(second.cells)) - 1

    def _goes_on(self, start: int, at: int) -> bool:
        """Whether a line belongs to the block that began at `start` and holds the line before it."""
        line, before, first = self._lines[at], self._lines[at - 1], self._lines[start]
        if abs(line.size - before.size) > 0.12 * before.size or _BULLET.match(line.text):
            return False
        step = before.baseline - line.baseline
        if step < -0.5 * self._leading:  # a new column
            return not _SENTENCE_END.search(before.text) and line.text[:1].islower()
        if step > 1.25 * max(self._leading, min(before.size, line.size)):
            return False
        indented = at - start > 1 and line.left > before.left + 0.8 * line.size
        return not indented and not (_BULLET.match(first.text) and line.left < first.left - 1)

    def _block(self, lines: list[Line]) -> Block:
        text = lines[0].text
        for before, line in pairwise(lines):
            text = self._joined(text, before, line)
        size = max(line.size for line in lines)
        if _LEADER.search(text):  # a line of a table of contents
            return Block("text", self._number, _LEADER.sub(" … ", text), size)
        short = len(text) <= _LONGEST_HEADING and not text.endswith((".", ";", ","))
        if size >= _HEADING_SIZE * self._body and short and re.search(r"\w", text):
            return Block("heading", self._number, text, size)
        return Block("item" if _BULLET.match(text) else "text", self._number, text, size)

    def _joined(self, text: str, before: Line, line: Line) -> str:
        """Two lines as one, where the first is full or the second goes on; else the line's end is meant."""
        if line.text[:1].islower():
            cut = text.endswith("-")
            return without_hyphen(text, line.text, self._known) if cut else f"{text} {line.text}"
        peers = [other.right for other in self._lines if abs(other.left - before.left) < 2 * before.size]
        room = max(peers) - before.right
        first_word = line.words[0].right - line.words[0].left
        # A word that would have had room was put on the next line on purpose.
        meant = room > first_word + 0.3 * before.size and room > 2 * before.size
        return f"{text}\n{line.text}" if meant else f"{text} {line.text}"


def without_hyphen(text: str, following: str, known: Counter[str]) -> str:
    """A text that ends in a hyphen with what follows: the hyphen stays where the document writes it elsewhere."""
    head, tail = re.search(r"[^\W\d_]*-$", text), _WORD.match(following)
    if head is None or tail is None:
        return text + following
    whole, hyphened = head[0][:-1] + tail[0].split("-")[0], head[0] + tail[0].split("-")[0]
    keeps = known[hyphened.lower()] > known[whole.lower()]
    return (text if keeps else text[:-1]) + following


def _joined_over_pages(blocks: list[Block], known: Counter[str]) -> list[Block]:
    """Paragraphs that go on on the next page as one block."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        last = (before.rest or (before,))[-1] if before else None
        if (
            before
            and last
            and block.page == last.page + 1
            and block.kind == "text"
            and last.kind in ("text", "item")
            and not _SENTENCE_END.search(last.text)
            and block.text[:1].islower()
        ):
            joined[-1] = _with_rest(before, last, block, known)
        else:
            joined.append(block)
    return joined


def _with_rest(before: Block, last: Block, block: Block, known: Counter[str]) -> Block:
    """A block with its rest; a word that is cut by the page's end stays on the first page."""
    if last.text.endswith("-"):
        word, _, rest = block.text.partition(" ")
        last = replace(last, text=without_hyphen(last.text, word, known))
        block = replace(block, text=rest)
    if not before.rest:
        return replace(before, text=last.text, rest=(block,))
    return replace(before, rest=(*before.rest[:-1], last, block))


def _with_columns(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Rows of one length."""
    width = max(map(len, rows))
    return tuple(row + ("",) * (width - len(row)) for row in rows)
