"""Written documents as people keep them, with questions and statements → groups of examples.

    python -m training.notes FILE...

checks files and says what is wrong with them. In a file, documents follow each other:

    === DOCUMENT name.md
    The text of the document.
    === QUESTIONS
    fact? a question that one place of the document answers
    > the line or sentence that answers, its answer in [[brackets]]
    list? a question that several places answer
    > each of them on a line [[of its own]]
    miss? a question that sounds as if the document answered it, and it does not
    + a statement that the document supports
    > the words that support it
    - a statement that the document contradicts
    > the words that contradict it
    0 a statement of which the document says nothing

A quote stands in the document as it is, but for blanks and line ends, and once. Without brackets the
whole quote is the answer.
"""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import Span

FOLDER = Path(__file__).parent / "notes"
EVERYDAY, HARD = FOLDER / "everyday", FOLDER / "hard"
"""The first documents, of every kind, and those written for what the reader was still fooled by."""
KINDS = frozenset("fact words list typo yesno compare broad miss".split())
STANCES = "+-0"


@dataclass(frozen=True, slots=True)
class Quote:
    """A place of a document, by offsets: of the quote and of the answer in it."""

    start: int
    end: int
    answer: Span


@dataclass(frozen=True, slots=True)
class Query:
    """A question of a kind, or a statement ("+", "-", "0"), with the places that bear it; none where it is not said."""

    kind: str
    text: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A document with its questions and statements."""

    name: str
    text: str
    queries: tuple[Query, ...]


def read_notes(path: Path) -> Iterator[Note]:
    """The documents of a file; raises ValueError for the first thing wrong with one."""
    for name, text, below in _parts(path):
        try:
            queries = tuple(_queries(below or "", text))
        except ValueError as error:
            raise ValueError(f"{path.name}: {name}: {error}") from error
        yield Note(name, text, queries)


def _parts(path: Path) -> Iterator[tuple[str, str, str | None]]:
    """Of each document its name, its text and what stands below it; None where the mark of the questions is missing."""
    for part in re.split(r"^=== DOCUMENT ", path.read_text("utf-8"), flags=re.M)[1:]:
        head, mark, below = part.partition("\n=== QUESTIONS\n")
        name, _, text = head.partition("\n")
        yield name.strip(), text.strip("\n"), below if mark else None


def _queries(below: str, text: str) -> Iterator[Query]:
    found: list[tuple[str, str, list[Quote]]] = []
    for line in filter(str.strip, below.splitlines()):
        kind, _, rest = line.partition(" ")
        if kind == ">" and found:
            found[-1][2].append(located(rest, text))
        elif kind in STANCES or (kind.endswith("?") and kind[:-1] in KINDS):
            found.append((kind.rstrip("?"), rest.strip(), []))
        else:
            raise ValueError(f"not a question, a statement or a quote: {line}")
    for kind, asked, quotes in found:
        if bool(quotes) == (kind in ("miss", "0")):
            raise ValueError(f"{'has' if quotes else 'lacks'} a quote: {asked}")
        yield Query(kind, asked, tuple(quotes))


def located(quote: str, text: str) -> Quote:
    """Where the quote stands in the text; raises ValueError where it does not, or more than once."""
    before, opened, rest = quote.strip().partition("[[")
    answer, closed, after = rest.partition("]]") if opened else (before, "", "")
    before = before if opened else ""
    if bool(opened) != bool(closed) or not answer.strip():
        raise ValueError(f"brackets: {quote}")
    pattern = f"({_loose(before)})({_loose(answer)}){_loose(after)}"
    places = list(re.finditer(pattern, text))
    if len(places) != 1:
        raise ValueError(f"stands {len(places)} times in the document: {quote}")
    return Quote(*places[0].span(), places[0].span(2))


def _loose(words: str) -> str:
    return re.sub(r"(\\?\s)+", r"\\s+", re.escape(words))


def problems(path: Path) -> Iterator[str]:
    """What is wrong with the documents of a file, each on its own."""
    for name, text, below in _parts(path):
        if below is None:
            yield f"{name}: no questions"
        block: list[str] = []
        for line in [*filter(str.strip, (below or "").splitlines()), ""]:
            if block and not line.startswith("> "):
                try:
                    list(_queries("\n".join(block), text))
                except ValueError as error:
                    yield f"{name}: {error}"
                block = []
            block.append(line)


def main(paths: Sequence[Path]) -> None:
    """Print what is wrong, and how much there is."""
    for path in paths:
        for problem in problems(path):
            print(f"{path.name}: {problem}")
        try:
            notes = list(read_notes(path))
        except ValueError:
            continue
        counts: Mapping[str, int] = {
            kind: sum(query.kind == kind for note in notes for query in note.queries)
            for kind in [*sorted(KINDS), *STANCES]
        }
        print(f"{path.name}: {len(notes)} documents, {sum(len(note.text) for note in notes)} characters, {counts}")


if __name__ == "__main__":
    main([Path(path) for path in sys.argv[1:]])
