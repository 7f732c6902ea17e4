"""Document → Chunks: whole units, packed up to a number of the embedding model's tokens.

A chunk is one contiguous span of the text, so its offsets are exact by construction. What stands above
its first unit (headings, a list's lead-in, a table's head) is its context: it is searched and read with the
chunk, and never quoted. Knows nothing of vectors or files.
"""

import hashlib
from collections.abc import Callable, Iterator

from index.datatypes import Chunk, Document, Span
from index.units import Unit, units

TokenSpans = Callable[[str], list[Span]]
"""Text → the (start, end) of each of its tokens, special tokens left out."""

MOST_CONTEXT = 0.3
"""Of a chunk's tokens, so many may be its context."""


def chunk(document: Document, *, token_spans: TokenSpans, max_tokens: int) -> list[Chunk]:
    """Chunks of at most `max_tokens` tokens, their contexts included, ending on the borders of units.

    Only a unit that is longer than a whole chunk is cut, between two of its tokens. Where the headings
    change, a chunk that is more than half full ends.
    """
    packed: list[list[Unit]] = []
    room, least, above = 0, 0, ""
    for unit in units(document.text):
        context = _short(unit.context, token_spans, int(MOST_CONTEXT * max_tokens))
        taken = len(token_spans(context)) if context else 0
        for piece, tokens in _fit(document.text, unit, token_spans, max_tokens - taken):
            if tokens > room or (context != above and room < least):
                packed.append([])
                room = max_tokens - taken
                least = room // 2
            packed[-1].append(Unit(*piece, context))
            room, above = room - tokens, context
    return [_chunk(document, pieces) for pieces in packed]


def _short(context: str, token_spans: TokenSpans, most: int) -> str:
    """The context without its middle lines, and then its first, where it is long."""
    lines = context.split("\n")
    while len(lines) > 1 and len(token_spans("\n".join(lines))) > most:
        del lines[1 if len(lines) > 2 else 0]
    tokens = token_spans(lines[0]) if len(lines) == 1 else []
    return lines[0][: tokens[most - 1][1]] if len(tokens) > most else "\n".join(lines)


def _fit(text: str, unit: Unit, token_spans: TokenSpans, max_tokens: int) -> Iterator[tuple[Span, int]]:
    """A unit as pieces that each fit one chunk, with their numbers of tokens."""
    tokens, start = token_spans(text[unit.start : unit.end]), unit.start
    while len(tokens) > max_tokens:
        cut = _cut(tokens, max_tokens)
        end = unit.start + tokens[cut][0]
        if piece := text[start:end].strip():
            begin = start + len(text[start:end]) - len(text[start:end].lstrip())
            yield (begin, begin + len(piece)), cut
        start, tokens = end, tokens[cut:]
    if start < unit.end:
        yield (start, unit.end), max(1, len(tokens))


def _cut(tokens: list[Span], limit: int) -> int:
    """The last token before `limit` that begins a word; `limit` itself where a word fills it all."""
    for at in range(limit, 0, -1):
        if tokens[at][0] > tokens[at - 1][1]:
            return at
    # A run without white space: cut where a new character begins, so that no piece is empty.
    return next((at for at in range(limit, 0, -1) if tokens[at][0] >= tokens[at - 1][1]), limit)


def _chunk(document: Document, pieces: list[Unit]) -> Chunk:
    start, end, context = pieces[0].start, pieces[-1].end, pieces[0].context
    text = document.text[start:end]
    return Chunk(
        chunk_id=chunk_id(document.document_id, start, context, text),
        document_id=document.document_id,
        source=document.source,
        title=document.title,
        start=start,
        end=end,
        text=text,
        sentences=tuple((piece.start, piece.end) for piece in pieces),
        context=context,
    )


def chunk_id(document_id: str, start: int, context: str, text: str) -> str:
    """The id of a chunk, made of all that it holds: whoever has both can tell that neither was altered."""
    return hashlib.sha256(f"{document_id}\n{start}\n{context}\n{text}".encode("utf-8", "replace")).hexdigest()[:24]
