"""What a loader gives, and how it is put together: blocks of Markdown, with the offsets of pages and headings.

Every format's headings ("# "), lists ("- ") and tables (a line a row, "| a | b |") look alike in the
text, so that later steps need not know the format.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.datatypes import DocumentError, Heading

MAX_TEXT = 64 * 2**20
"""Characters; what unpacks to more than this is refused."""

_SPACE = re.compile(r"\s+")
_SURROGATES = re.compile("[\ud800-\udfff\0]")


@dataclass(frozen=True, slots=True)
class Extraction:
    """The text of a file, with what `Document` says of it besides. Empty where it says nothing."""

    text: str
    title: str = ""
    date: str = ""
    note: str = ""
    pages: tuple[int, ...] = ()
    headings: tuple[Heading, ...] = ()


class ScannedError(DocumentError):
    """So many pages hold no text but images, which can be read in a second, slower pass."""

    def __init__(self, pages: int) -> None:
        super().__init__(f"{pages} of its pages are scanned.")
        self.pages = pages


def one_line(text: str) -> str:
    """A text with every run of white space as one space."""
    return _SPACE.sub(" ", text).strip()


class MarkdownText:
    """A text that grows block by block, and remembers where its pages and headings are."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._pages: list[int] = []
        self._empty_pages = 0
        self._headings: list[Heading] = []
        self._separator = ""

    def paragraph(self, text: str) -> None:
        """A block with an empty line around it; its own line ends are kept."""
        self._write(text.strip(), "\n\n")

    def continued(self, text: str) -> None:
        """The rest of the last paragraph."""
        self._separator = self._separator and " "
        self._write(text.strip(), "\n\n", ends_block=False)

    def line(self, text: str) -> None:
        """One line of a list or a table."""
        self._write(one_line(text), "\n")

    def item(self, text: str, depth: int = 0, mark: str = "-") -> None:
        """An item of a list; `depth` 0 is the outermost."""
        if text := one_line(text):
            self._write(f"{'  ' * min(depth, 9)}{mark} {text}", "\n")

    def heading(self, text: str, level: int) -> None:
        """A heading; `level` is brought into 1 to 6."""
        if text := self._cleaned(one_line(text)):
            level = min(max(level, 1), 6)
            self._write(f"{'#' * level} {text}", "\n\n")
            self._headings.append(Heading(self._length - len(text), self._length, level, text))

    def table(self, rows: Iterable[Sequence[str]]) -> None:
        """A table, its first row the header."""
        self.end_block()
        header = True
        for row in rows:
            cells = [one_line(cell) for cell in row]
            if any(cells):
                self.line(f"| {' | '.join(cells)} |")
                if header:
                    self.line("|" + " --- |" * len(cells))
                header = False
        self.end_block()

    def end_block(self) -> None:
        """What comes next is set off by an empty line."""
        if self._separator:
            self._separator = "\n\n"

    def page(self) -> None:
        """A page begins here."""
        self._empty_pages += 1

    @property
    def first_heading(self) -> str:
        """The text of the first heading; "" where there is none yet."""
        return self._headings[0].text if self._headings else ""

    def extraction(self, *, title: str = "", date: str = "", note: str = "") -> Extraction:
        """All of it."""
        pages = (*self._pages, *[self._length] * self._empty_pages)
        return Extraction("".join(self._pieces), one_line(title), date, note, pages, tuple(self._headings))

    def _write(self, text: str, separator: str, *, ends_block: bool = True) -> None:
        """Append a text; `separator` follows it, and precedes it, too, if it is a block's."""
        text = self._cleaned(text)
        if not text:
            return
        if separator == "\n\n" and ends_block:
            self.end_block()
        start = self._length + len(self._separator)
        self._pages += [start] * self._empty_pages
        self._empty_pages = 0
        self._pieces.append(self._separator + text)
        self._length = start + len(text)
        self._separator = separator
        if self._length > MAX_TEXT:
            raise DocumentError(f"it unpacks to more than {MAX_TEXT // 2**20} million characters; split it.")

    @staticmethod
    def _cleaned(text: str) -> str:
        """Without what no text may hold: zeros, and halves of characters."""
        return _SURROGATES.sub("\ufffd", text)
