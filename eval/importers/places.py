"""Where in a document the evidence stands, for sets that say only which words or which passage it is."""

import re
from collections.abc import Iterable, Iterator

from eval.questions.schema import QuoteRecord
from index import Span


def mentions(text: str, words: str) -> list[Span]:
    """Every place where the words stand as whole words, in any case and with any white space between them."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    return [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)] if pattern else []


def sentences(text: str) -> list[Span]:
    """The sentences of a text, cut at line ends too.

    They are the evidence where only a whole passage is known to be relevant: whatever is found or
    quoted of it holds one of them whole, however long the passage is.
    """
    from sentencex import get_sentence_boundaries

    bounds = [(int(one["start_index"]), int(one["end_index"])) for one in get_sentence_boundaries("en", text)]
    return [span for start, end in bounds for span in _lines(text, start, end)]


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines of a part of the text that hold words, without the white space around them or a list's mark."""
    for match in re.finditer(r"(?<!\S)(?!(?:[-*+•>]|\d+[.)])\s)\S(?:[^\n]*\S)?", text[start:end]):
        if re.search(r"\w", match[0]):
            yield start + match.start(), start + match.end()


def quotes(source: str, text: str, spans: Iterable[Span]) -> list[QuoteRecord]:
    """The spans as quotes of the document, each once, in the order in which they stand."""
    return [QuoteRecord(source=source, quote=text[start:end], start=start) for start, end in sorted(set(spans))]
