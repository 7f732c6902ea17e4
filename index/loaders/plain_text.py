"""Plain text and Markdown: the text as it stands, with Markdown's headings."""

import re

from index.datatypes import Heading
from index.loaders.encoding import decode
from index.loaders.extraction import Extraction

_TITLE_LENGTH = 120
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_ATX = re.compile(r" {0,3}(#{1,6})[ \t]+(?=\S)")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_FRONT_DATE = re.compile(r"^date:[ \t]*[\"']?(\d{4}-\d\d-\d\d)", re.MULTILINE)


def load_text(data: bytes) -> Extraction:
    """Plain text in any encoding. Line ends become "\\n"."""
    text, note = read_text(data)
    return Extraction(text, first_line_title(text), note=note)


def load_markdown(data: bytes) -> Extraction:
    """Markdown, marks and all; the date is that of its front matter."""
    text, note = read_text(data)
    front = text[: text.find("\n---", 3) + 1] if text.startswith("---\n") else ""
    date = _FRONT_DATE.search(front)
    found = tuple(headings(text, len(front)))
    title = found[0].text if found else first_line_title(text[len(front) :])
    return Extraction(text, title[:_TITLE_LENGTH], date[1] if date else "", note, headings=found)


def read_text(data: bytes) -> tuple[str, str]:
    """The text of a file with "\\n" for every line end, and what was odd about it."""
    text, note = decode(data)
    return text.replace("\r\n", "\n").replace("\r", "\n"), note


def first_line_title(text: str) -> str:
    """The first line, where it looks like a title: a Markdown heading, or short and unpunctuated."""
    begins = re.search(r"\S", text)
    if begins is None:
        return ""
    end = text.find("\n", begins.start())
    first = text[begins.start() : end if end >= 0 else len(text)].rstrip()
    if heading := _ATX.match(first):
        return _unmarked(first[heading.end() :])[:_TITLE_LENGTH]
    return first if len(first) <= _TITLE_LENGTH and first[-1:] not in '.!?:;,"”' else ""


def headings(text: str, start: int = 0) -> list[Heading]:
    """The headings of a Markdown text from `start` on, of both kinds ("# …" and underlined); code is left out."""
    found: list[Heading] = []
    fence, before = "", (start, start)
    for line in re.finditer(r"[^\n]*", text[start:]):
        first, last = start + line.start(), start + line.end()
        if first == last:
            continue
        content = line[0]
        if mark := _FENCE.match(content):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence:
            if heading := _ATX.match(content):
                at, level = heading.end(), len(heading[1])
                found += _heading(text, first + at, last, level)
            elif (underline := _UNDERLINE.match(content)) and before[1] == first - 1:
                found += _heading(text, *before, 1 if "=" in underline[1] else 2)
            before = (first, last) if _may_be_underlined(content) else (start, start)
    return found


def _may_be_underlined(line: str) -> bool:
    return len(line) <= _TITLE_LENGTH and not re.match(r"\s*([-*+>|#]|\d+[.)])\s|    |[-=]+\s*$", line)


def _heading(text: str, start: int, end: int, level: int) -> list[Heading]:
    words = _unmarked(text[start:end])
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return [Heading(start, start + len(words), level, words)] if words else []


def _unmarked(words: str) -> str:
    """A heading's words without the marks that may close it."""
    stripped = words.strip()
    bare = stripped.rstrip("#")
    return stripped if bare and not bare[-1].isspace() else bare.rstrip()
