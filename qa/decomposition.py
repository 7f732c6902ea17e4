"""Question → its sub-questions: what a person asks in one breath but the documents say in several places."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from index import Hit
from index.words import STOP_WORDS, words
from qa.datatypes import Turn
from qa.followup import resolve, standalone_question
from qa.mmr import is_broad

_ASKS = (
    "(?:who|whom|whose|what|which|when|where|why|how|(?:in|at|by|of|from|to|for) (?:which|what|whom|the)|"
    "is|are|was|were|did|does|do|has|have)"
)
_BORDER = re.compile(rf"[,;]?\s+and\s+(?={_ASKS}\b)|[?;]\s+(?=\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SubQuestion:
    """A part of a question in the person's words, and as a question that stands alone."""

    words: str
    question: str

    @property
    def broad(self) -> bool:
        """Whether it asks for more than one sentence can say."""
        return is_broad(self.question)


def decompose(question: str, history: Sequence[Turn] = ()) -> tuple[SubQuestion, ...]:
    """The sub-questions of a question in order; the question itself where it has none."""
    first, *others = [part.strip(" ,;.?!") for part in _BORDER.split(question)]
    if not others or not all(map(_says_something, [first, *others])):
        return (SubQuestion(question, standalone_question(question, history)),)
    head = standalone_question(f"{first}?", history)
    return (
        SubQuestion(first, head),
        *(SubQuestion(part, resolve(f"{part}?", head)) for part in others),
    )


def searched(question: str, sub_questions: Sequence[SubQuestion]) -> str:
    """What is searched for: the sub-questions, one after the other; the question itself where none was changed."""
    if all(sub_question.question.strip(" ?") == sub_question.words.strip(" ?") for sub_question in sub_questions):
        return question
    return " ".join(sub_question.question for sub_question in sub_questions)


def _says_something(part: str) -> bool:
    """Whether a part can be asked by itself; "ok" and "why" cannot."""
    said = words(part)
    return len(said) > 1 and any(word not in STOP_WORDS for word in said)


def interleave(rankings: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """The hits of all sub-questions, the best of each first; a chunk that several found counts once."""
    first_found: dict[str, Hit] = {}
    for hit in chain.from_iterable(zip_longest(*rankings)):
        if hit is not None:
            first_found.setdefault(hit.chunk.chunk_id, hit)
    return tuple(first_found.values())
