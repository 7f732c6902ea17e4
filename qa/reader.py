"""The reader's protocol: question + chunks → the spans that may answer, and how likely each is."""

from collections.abc import Sequence
from typing import Protocol

from index import Hit
from qa.datatypes import Span


class Reader(Protocol):
    """What the composer needs of a reader. The same question and hits give the same spans."""

    def read(self, question: str, hits: Sequence[Hit]) -> tuple[Span, ...]:
        """At most one span a sentence, best first; a score above 0 says "rather an answer than not"."""
