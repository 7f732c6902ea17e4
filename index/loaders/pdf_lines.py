"""A page of a PDF → its lines, in the order in which the file writes them: words, gaps, places, sizes.

The file's own order is kept, for it follows columns and the cells of a row, where places alone mislead.
The only file that reads characters from pdfium. Knows nothing of paragraphs.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

_CUTTING_HYPHENS = "\x02\ufffe"
"""How pdfium gives a hyphen that cuts a word at the end of its line, which it then gives no other end."""

_BULLET = re.compile(r"[•‣◦▪●○■□–*·\uf0b7-]|\(?(\d{1,3}|[a-zA-Z])[.)]")
_CELL_GAP = 0.8
"""A gap between two words of a line, in heights of its letters, from which on they are of different cells."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands, in points; `top` grows upwards, as in PDF."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """The words of a line, in cells: more than one where wide gaps part them."""

    cells: tuple[tuple[Word, ...], ...]

    @property
    def words(self) -> list[Word]:
        return [word for cell in self.cells for word in cell]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        return self.cells[0][0].left

    @property
    def right(self) -> float:
        return self.cells[-1][-1].right

    @property
    def baseline(self) -> float:
        return self.cells[0][0].baseline

    @property
    def size(self) -> float:
        """The height of its letters."""
        return median(word.size for word in self.words)


def page_lines(page: Any) -> list[Line]:
    """The lines of a pdfium page."""
    textpage = page.get_textpage()
    try:
        return [_line(words) for words in _words(textpage, page.get_rotation())]
    finally:
        textpage.close()


def _line(words: list[Word]) -> Line:
    cells = [[words[0]]]
    for before, word in pairwise(words):
        if before is words[0] and _BULLET.fullmatch(before.text):
            cells[-1].append(word)
            continue
        if word.left - before.right > _CELL_GAP * word.size:
            cells.append([])
        cells[-1].append(word)
    return Line(tuple(map(tuple, cells)))


def _words(textpage: Any, rotation: int) -> Iterator[list[Word]]:
    """The words of each line."""
    import pypdfium2.raw as pdfium

    words: list[Word] = []
    text, first = "", 0
    count = textpage.count_chars()
    for index in range(count + 1):
        char = chr(pdfium.FPDFText_GetUnicode(textpage, index)) if index < count else "\n"
        if not char.isspace() and char not in _CUTTING_HYPHENS and char != "\0":
            first = first if text else index
            text += char
            continue
        if text:
            text = text.rstrip("\xad") + ("-" if char in _CUTTING_HYPHENS or text[-1] == "\xad" else "")
            word = _word(textpage, text.replace("\xad", ""), first, index - 1, rotation)
            if words and abs(word.baseline - words[-1].baseline) > 0.6 * max(word.size, words[-1].size):
                yield words
                words = []
            words.append(word)
            text = ""
        if char in f"\r\n{_CUTTING_HYPHENS}" and words:
            yield words
            words = []


def _word(textpage: Any, text: str, first: int, last: int, rotation: int) -> Word:
    left, bottom, _, top = _box(textpage, first, rotation)
    right = _box(textpage, last, rotation)[2]
    # The box reaches from below the letters that hang to above those that rise: a fifth of it is below.
    size = max(top - bottom, 1.0)
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Word(whole, left, max(right, left), bottom + size / 5, size)


def _box(textpage: Any, index: int, rotation: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a character as the page is shown."""
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box))
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    if rotation == 90:
        left, bottom, right, top = bottom, -right, top, -left
    elif rotation == 180:
        left, bottom, right, top = -right, -top, -left, -bottom
    elif rotation == 270:
        left, bottom, right, top = -top, left, -bottom, right
    return left, bottom, right, top
