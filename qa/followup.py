"""Question + history → a question that stands alone.

Two rules, both deterministic. A personal pronoun is replaced by the full name that the last turn
gives. A question that still points back, or says too little on its own, is followed by the
question that it continues. Whatever stands alone is left as typed.
"""

import re
from collections.abc import Sequence

from index.words import STOP_WORDS, content_words, words
from qa.datatypes import Answer, Turn

_PERSONAL = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
_POSSESSIVE = {"his", "hers"}
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|that|those|this|these|then|(?<!is )(?<!are )there)\b(?! (?:the|an?)\b)",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"^\s*(?:and|but|so|or|also|then|what about|how about|what else|who else|where else)\b", re.IGNORECASE
)
_NAME = re.compile(r"\b[A-Z][\w-]*[a-z](?: (?:de |la |del |von |van )?[A-Z][\w-]*[a-z])+\b")
_NAMED = re.compile(r"(?<=[a-z,;] )[A-Z]")
_ENOUGH_WORDS = 2
_CONTEXT_WORDS = 30


def standalone_question(question: str, history: Sequence[Turn]) -> str:
    """The question with what it takes from the last turn made explicit."""
    if not history:
        return question
    last = history[-1]
    earlier = last.answer.standalone_question if isinstance(last.answer, Answer) else last.question
    return resolve(question, earlier, said=last.answer_text)


def resolve(question: str, earlier: str, *, said: str = "") -> str:
    """The question with its pronouns and gaps filled from an earlier one and what was said to it."""
    resolved = _with_names(question, earlier if _NAMED.search(earlier) else said)
    return f"{resolved} ({_context(earlier)})" if _points_back(resolved) else resolved


def _context(earlier: str) -> str:
    """The earlier question in one pair of brackets, however many it continued itself."""
    return " ".join(re.sub(r"[()]", "", earlier).split()[:_CONTEXT_WORDS])


def _points_back(question: str) -> bool:
    """Whether a question is about something that it does not name."""
    if _POINTS_BACK.search(question) or _CONTINUES.search(question):
        return True
    few = len([word for word in content_words(question) if len(word) > 1]) < _ENOUGH_WORDS
    return not _NAMED.search(question) and (few or bool(_PERSONAL.search(question)))


def _with_names(question: str, said: str) -> str:
    """The question with its personal pronouns replaced by the first full name in what was said."""
    names: list[str] = [name for name in _NAME.findall(said) if words(name)[0] not in STOP_WORDS]
    if not names or _NAMED.search(question):
        return question

    def replacement(pronoun: re.Match[str]) -> str:
        return names[0] + ("'s" if pronoun[0].lower() in _POSSESSIVE else "")

    return _PERSONAL.sub(replacement, question)
