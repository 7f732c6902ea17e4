"""The reader's protocol: question + chunks → the spans that may answer; statement + chunks → what they say of it."""

from collections.abc import Sequence
from typing import Protocol

from index import Chunk, Hit
from qa.datatypes import Judgement, Span


class Reader(Protocol):
    """What the composer needs of a reader. The same input gives the same output."""

    def read(self, question: str, hits: Sequence[Hit]) -> tuple[Span, ...]:
        """At most one span a sentence, best first; a score above 0 says "rather an answer than not"."""

    def judge(self, statement: str, chunks: Sequence[Chunk]) -> tuple[Judgement, ...]:
        """Whether each chunk, in the order given, supports the statement, contradicts it or says nothing of it."""
