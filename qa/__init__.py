"""Question → cited answer. Start reading at qa/ask.py."""

from index import QuotedError
from qa import feedback, risk
from qa.ask import ask
from qa.datatypes import Answer, Citation, Sentence, Turn
from qa.settings import Settings

__all__ = ["Answer", "Citation", "QuotedError", "Sentence", "Settings", "Turn", "ask", "feedback", "risk"]
