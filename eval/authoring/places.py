"""Words that a person types → the places of the documents that they mean: found, shown and confirmed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eval.authoring.terminal import Hear, Say, typed, visible
from eval.questions.schema import QuoteRecord
from index import Document, Hit

_AROUND = 60
_MOST_SHOWN = 9


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a document, by their offsets in its text."""

    document: Document
    start: int
    end: int

    @property
    def record(self) -> QuoteRecord:
        """The words as evidence; their start is said only where they stand more than once."""
        whole = self.document.text
        text = whole[self.start : self.end]
        once = whole.find(text) == self.start and whole.find(text, self.start + 1) < 0
        return QuoteRecord(source=self.document.source, quote=text, start=None if once else self.start)

    def shown(self) -> str:
        """The words with some of the text around them."""
        text = self.document.text
        before, after = text[max(0, self.start - _AROUND) : self.start], text[self.end : self.end + _AROUND]
        return visible(f"{self.document.source}: …{before}>>{text[self.start : self.end]}<<{after}…")

    def rank(self, hits: Sequence[Hit]) -> int:
        """The rank of the first hit that holds the words, from 0; behind all of them where none does."""
        chunks = [hit.chunk for hit in hits]
        holding = (
            rank
            for rank, chunk in enumerate(chunks)
            if chunk.source == self.document.source and chunk.start <= self.start and self.end <= chunk.end
        )
        return next(holding, len(hits))


def places(words: str, documents: Sequence[Document], hits: Sequence[Hit] = ()) -> list[Place]:
    """Where the words stand, whatever their case and the white space between them; what was searched for first."""
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
    found = [Place(document, *match.span()) for document in documents for match in pattern.finditer(document.text)]
    return sorted(found, key=lambda place: place.rank(hits))


def evidence(documents: Sequence[Document], hear: Hear, say: Say, hits: Sequence[Hit] = ()) -> list[list[QuoteRecord]]:
    """Words for everything that a right answer needs; none where the person types none."""
    nuggets: list[list[QuoteRecord]] = []
    while words := typed(
        "Words that it also needs, if any: " if nuggets else "Words of the documents that answer: ", hear
    ):
        found = places(words, documents, hits)
        for number, place in enumerate(found[:_MOST_SHOWN], start=1):
            say(f"  {number}  {place.shown()}")
        if len(found) > _MOST_SHOWN:
            say(f"  They stand in {len(found)} places. Type more of the words around the right one, if it is not here.")
        if not found:
            say("  No document holds these words. Copy them from one.")
        elif chosen := _chosen(found[:_MOST_SHOWN], hear):
            nuggets.append([chosen.record])
    return nuggets


def _chosen(found: Sequence[Place], hear: Hear) -> Place | None:
    """The only place, or the one whose number is typed."""
    if len(found) == 1:
        return found[0]
    number = typed("Which of them? ", hear)
    return found[int(number) - 1] if number in {str(at) for at in range(1, len(found) + 1)} else None
