"""An HTML tree → Markdown text: headings, lists, tables, paragraphs, in the order of the page.

What a browser would not show is left out. The walk is iterative, so that no depth is too much.
Knows nothing of files, and leaves out nothing else.
"""

import re
from typing import TYPE_CHECKING

from index.datatypes import DocumentError
from index.loaders.extraction import MarkdownText, one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNSHOWN = frozenset(
    """
    script style noscript template head iframe object embed svg canvas audio video select datalist
    button input textarea map
    """.split()
)
_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table
    tbody td tfoot th thead tr ul title text
    """.split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_BREAK = "\N{LINE SEPARATOR}"


def parse(text: str) -> "_Element":
    """The tree of an HTML page. It loads nothing, whatever the page names.

    Raises DocumentError where the page is nested deeper than the parser goes, for it would end there.
    """
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(text.encode("utf-8", "replace") or b"<p></p>", parser=parser)
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log.filter_from_fatals()):
        raise DocumentError("it is nested too deeply to be read.")
    return tree


def write_tree(tree: "_Element", out: MarkdownText) -> None:
    """Append all that a tree shows."""
    from lxml import etree

    writer, skipped = _Writer(out), None
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if not isinstance(element.tag, str):
            continue
        if element is skipped:  # its end, for which the walk stops all the same
            writer.text(element.tail)
            continue
        tag = etree.QName(element).localname.lower()
        if event == "end":
            writer.end(tag, element)
            if element is not tree:
                writer.text(element.tail)
        elif tag in _UNSHOWN or _is_hidden(element):
            walk.skip_subtree()
            skipped = element
        else:
            writer.start(tag, element)
            writer.text(element.text)
    writer.flush()
    out.end_block()


def _is_hidden(element: "_Element") -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")))


class _Writer:
    """The walk's state: the words of the block at hand, and the lists and the table that it is in."""

    def __init__(self, out: MarkdownText) -> None:
        self._out = out
        self._words: list[str] = []
        self._heading = 0
        self._lists: list[tuple[str, int]] = []
        self._mark = ""
        self._preformatted = 0
        self._table: _Table | None = None

    def text(self, text: str | None) -> None:
        if text:
            self._words.append(text)

    def start(self, tag: str, element: "_Element") -> None:
        if tag == "br":
            self._words.append(_BREAK)
        elif tag == "q":
            self._words.append("“")
        elif tag in _BLOCKS and self._table:
            self._words.append(" ")
            self._table.depth += tag == "table"
        elif tag in _BLOCKS:
            self.flush()
            self._start_block(tag, element)

    def _start_block(self, tag: str, element: "_Element") -> None:
        if tag == "table" and _holds_data(element):
            self._out.end_block()
            self._table = _Table()
        elif tag in ("ul", "ol"):
            if not self._lists:
                self._out.end_block()
            self._lists.append((tag, 0))
        elif tag == "li":
            self._mark = self._next_mark()
        elif tag == "dd":
            self._mark = "-"
        elif tag == "pre":
            self._preformatted += 1
        elif tag in _HEADINGS:
            self._heading = int(tag[1])

    def end(self, tag: str, element: "_Element") -> None:
        if tag == "q":
            self._words.append("”")
        if tag not in _BLOCKS:
            return
        if self._table:
            self._end_in_table(self._table, tag, element)
            return
        self.flush()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            if not self._lists:
                self._out.end_block()
        elif tag in ("li", "dd"):
            self._mark = ""
        elif tag == "pre":
            self._preformatted = max(0, self._preformatted - 1)
        elif tag in _HEADINGS:
            self._heading = 0

    def _end_in_table(self, table: "_Table", tag: str, element: "_Element") -> None:
        self._words.append(" ")
        if table.depth > 1:
            table.depth -= tag == "table"
        elif tag in ("td", "th"):
            table.cells.append(self._taken())
            table.cells += [""] * (_span(element) - 1)
        elif tag == "caption":
            self._out.paragraph(self._taken())
        elif tag == "tr":
            table.end_row()
        elif tag == "table":
            table.end_row()
            self._out.table(table.rows)
            self._table = None
            self.flush()

    def flush(self) -> None:
        """Write the block at hand, if it holds words."""
        if self._preformatted:
            words, self._words = "".join(self._words).replace(_BREAK, "\n"), []
            self._out.paragraph(words)
            return
        lines = [one_line(line) for line in "".join(self._words).split(_BREAK)]
        self._words = []
        text = "\n".join(filter(None, lines))
        if not text:
            return
        if self._heading:
            self._out.heading(text, self._heading)
        elif self._mark:
            self._out.item(text, len(self._lists) - 1 if self._lists else 0, self._mark)
            self._mark = ""
        elif self._lists:
            self._out.line(text)
        else:
            self._out.paragraph(text)

    def _taken(self) -> str:
        words, self._words = "".join(self._words).replace(_BREAK, " "), []
        return words

    def _next_mark(self) -> str:
        if not self._lists:
            return "-"
        kind, number = self._lists[-1]
        self._lists[-1] = kind, number + 1
        return f"{number + 1}." if kind == "ol" else "-"


class _Table:
    """The rows of a table as they come."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.cells: list[str] = []
        self.depth = 1

    def end_row(self) -> None:
        if self.cells:
            self.rows.append(self.cells)
        self.cells = []


def _span(element: "_Element") -> int:
    """How many columns a cell takes."""
    span = element.get("colspan", "1").strip()
    return min(int(span), 50) or 1 if span.isascii() and span.isdigit() and len(span) < 5 else 1


def _holds_data(table: "_Element") -> bool:
    """Whether a table is one, and not there for the page's layout."""
    if table.get("role") in ("presentation", "none") or table.find(".//table") is not None:
        return False
    if table.find(".//th") is not None:
        return True
    blocks = sum(1 for _ in table.iter("h1", "h2", "h3", "ul", "ol", "p", "div"))
    cells, rows = sum(1 for _ in table.iter("td")), sum(1 for _ in table.iter("tr"))
    return rows > 0 and cells > rows and blocks <= cells
