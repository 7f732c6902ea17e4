"""Question → cited answer. Start reading at qa/ask.py."""

from index import QuotedError
from qa import feedback, grounding, risk
from qa.ask import ask, stream
from qa.datatypes import Answer, Citation, Sentence, Shown, Turn
from qa.settings import Settings

__all__ = [
    "Answer",
    "Citation",
    "QuotedError",
    "Sentence",
    "Settings",
    "Shown",
    "Turn",
    "ask",
    "feedback",
    "grounding",
    "risk",
    "stream",
]
