"""Document → Chunks: whole sentences, packed up to a number of the embedding model's tokens.

Sentences come from sentencex, whose spans tile the text; a chunk is one contiguous span, so its
offsets are exact by construction. Knows nothing of vectors or files.
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from index.datatypes import Chunk, Document

Span = tuple[int, int]
TokenSpans = Callable[[str], list[Span]]
"""Text → the (start, end) of each of its tokens, special tokens left out."""

MAX_SENTENCE = 2000
"""Characters; no sentence is longer than this, whatever a hostile file holds."""

# A line that ends in a sentence's punctuation, in a colon, or as a table's row does, ends the sentence too.
_LINE_END = re.compile(r"[.:!?…|][\"”’')]*[ \t]*\n")


def sentence_spans(text: str) -> list[Span]:
    """The (start, end) of each sentence, without the white space around it."""
    from sentencex import get_sentence_boundaries

    spans: list[Span] = []
    for boundary in get_sentence_boundaries("en", text):
        start, end = int(boundary["start_index"]), int(boundary["end_index"])
        cuts = [match.end() for match in _LINE_END.finditer(text, start, end)]
        for first, last in pairwise([start, *cuts, end]):
            spans.extend(_bounded(text, first, last))
    return spans


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """The span without surrounding white space; in pieces where it is too long to be a sentence."""
    while end - start > MAX_SENTENCE:
        space = max(text.rfind(white, start, start + MAX_SENTENCE) for white in " \n\t")
        cut = space + 1 if space > start else start + MAX_SENTENCE
        yield from _stripped(text, start, cut)
        start = cut
    yield from _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    """The span without the white space around it; nothing where it holds nothing else."""
    body = text[start:end].strip()
    if body:
        start += len(text[start:end]) - len(text[start:end].lstrip())
        yield start, start + len(body)


def chunk(document: Document, *, token_spans: TokenSpans, max_tokens: int) -> list[Chunk]:
    """Chunks of at most `max_tokens` tokens, ending on sentence borders.

    Only a sentence that is longer than a whole chunk is cut, between two of its tokens.
    """
    pieces = [
        piece for span in sentence_spans(document.text) for piece in _fit(document.text, span, token_spans, max_tokens)
    ]
    packed: list[list[Span]] = []
    room = 0
    for span, tokens in pieces:
        if tokens > room:
            packed.append([])
            room = max_tokens
        packed[-1].append(span)
        room -= tokens
    return [_chunk(document, number, spans) for number, spans in enumerate(packed)]


def _fit(text: str, span: Span, token_spans: TokenSpans, max_tokens: int) -> Iterator[tuple[Span, int]]:
    """A sentence as pieces that each fit one chunk, with their numbers of tokens."""
    tokens = token_spans(text[span[0] : span[1]])
    start = span[0]
    while len(tokens) > max_tokens:
        cut = _cut(tokens, max_tokens)
        end = span[0] + tokens[cut][0]
        yield from ((piece, cut) for piece in _stripped(text, start, end))
        start, tokens = end, tokens[cut:]
    yield from ((piece, max(1, len(tokens))) for piece in _stripped(text, start, span[1]))


def _cut(tokens: list[Span], limit: int) -> int:
    """The last token before `limit` that begins a word; `limit` itself where a word fills it all."""
    for at in range(limit, 0, -1):
        if tokens[at][0] > tokens[at - 1][1]:
            return at
    # A run without white space: cut where a new character begins, so that no piece is empty.
    return next((at for at in range(limit, 0, -1) if tokens[at][0] >= tokens[at - 1][1]), limit)


def _chunk(document: Document, number: int, spans: list[Span]) -> Chunk:
    start, end = spans[0][0], spans[-1][1]
    return Chunk(
        chunk_id=f"{document.document_id[:16]}-{number:05d}",
        document_id=document.document_id,
        source=document.source,
        title=document.title,
        start=start,
        end=end,
        text=document.text[start:end],
        sentences=tuple(spans),
    )
