"""Why a question is not answered, however well something in the documents fits it."""

from collections.abc import Sequence

from index import Term
from qa.datatypes import Span
from qa.language import unread
from qa.premise import presupposed

NEAREST = 3
"""So many passages decide which language the documents speak of this."""


def refusal(question: str, terms: Sequence[Term], spans: Sequence[Span]) -> str:
    """The reason in a sentence; "" where nothing stands against an answer."""
    texts = [span.chunk.text for span in spans[:NEAREST]]
    return unread(question, texts) or presupposed(question, terms, spans)
