"""Question → the type of answer it expects, and whether a text holds something of that type.

Expected answer types after Li and Roth 2002, the coarse ones, by rules. Knows nothing of documents.
"""

import re
from enum import Enum

from index.datatypes import QuestionError
from index.words import words

MAX_CHARACTERS = 2000


class AnswerType(Enum):
    """What kind of words would answer."""

    PERSON = "person"
    TIME = "time"
    NUMBER = "number"
    PLACE = "place"
    REASON = "reason"
    MANNER = "manner"
    OTHER = "other"


def checked(question: str) -> str:
    """The question, if it is one. QuestionError where it is blank or too long."""
    if not question.strip():
        raise QuestionError("The question is blank. Type a question about the documents.")
    if len(question) > MAX_CHARACTERS:
        raise QuestionError(
            f"The question has {len(question):,} characters; at most {MAX_CHARACTERS:,} are read. Ask it more shortly."
        )
    return question


_NUMBER_WORDS = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    "seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|"
    "billion|trillion|dozen|half|third|quarter|twice|once|thrice|couple|several|few|double|triple"
)
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_UNITS = "second|minute|hour|day|night|week|month|year|decade|century|centuries"
_SEASONS = "spring|summer|autumn|fall|winter|today|yesterday|tomorrow|monday|tuesday|wednesday|thursday|friday"

# What is asked first is what is asked; the first rule wins a tie.
_RULES = (
    (
        r"\bwhy\b|\bwhat (?:was |is |were )?(?:the )?(?:cause|reason|motive)|\bhow come\b|\bwhat for\b",
        AnswerType.REASON,
    ),
    (r"\bwhen\b|\b(?:what|which) (?:\w+ )?(?:year|date|day|month|century|decade|season|time|age)\b", AnswerType.TIME),
    (r"\bhow (?:long|old|soon|often|recently)\b|\bsince when\b", AnswerType.TIME),
    (
        r"\bhow (?:many|much|far|tall|high|large|big|deep|fast|heavy|wide)\b|\b(?:number|percentage|amount) of\b",
        AnswerType.NUMBER,
    ),
    (r"\bwhat (?:percentage|percent|share|number|amount|population|price|cost)\b", AnswerType.NUMBER),
    (r"\bwho\b|\bwhom\b|\bwhose\b|\bwho's\b", AnswerType.PERSON),
    (
        r"\bwhere\b|\b(?:what|which) (?:\w+ )?(?:city|country|town|place|state|region|continent|river|location)\b",
        AnswerType.PLACE,
    ),
    (r"\bhow\b|\bin what way\b|\bby what means\b", AnswerType.MANNER),
    (r"\bwhat\b|\bwhich\b", AnswerType.OTHER),
)

_CAPITALISED = r"(?:[A-Z][\w'’-]+)"
_EVIDENCE = {
    AnswerType.PERSON: re.compile(rf"(?<!^)(?<![.!?“\"] ){_CAPITALISED}|^{_CAPITALISED} {_CAPITALISED}"),
    AnswerType.TIME: re.compile(
        rf"\b(?:1\d{{3}}|20\d\d|\d+s|{_MONTHS}|{_SEASONS})\b|\b(?:\w+ )(?:{_UNITS})s?\b|\b\d{{1,2}}[:.]\d\d\b",
        re.IGNORECASE,
    ),
    AnswerType.NUMBER: re.compile(rf"\d|\b(?:{_NUMBER_WORDS})\b", re.IGNORECASE),
    AnswerType.PLACE: re.compile(
        rf"\b(?:in|at|on|from|to|into|near|of|across|outside|inside) (?:the |an? )?{_CAPITALISED}"
    ),
    AnswerType.REASON: re.compile(
        r"\b(?:because|since|due to|owing to|so that|as|for|therefore|thus|(?:caus|reason|effort|result)\w*|to \w+)\b",
        re.IGNORECASE,
    ),
    AnswerType.MANNER: re.compile(r"\b(?:by|through|via|using|with|\w+ly)\b", re.IGNORECASE),
}


def expected_type(question: str) -> AnswerType:
    """The type of answer that a question asks for."""
    typed = " ".join(words(question))
    matches = [(match.start(), kind) for pattern, kind in _RULES if (match := re.search(pattern, typed))]
    return min(matches, key=lambda match: match[0], default=(0, AnswerType.OTHER))[1]


def holds_type(kind: AnswerType, text: str, question: str) -> bool:
    """Whether a text holds something of this type that the question has not said itself."""
    pattern = _EVIDENCE.get(kind)
    if pattern is None:
        return True
    said = set(words(question))
    return any(not set(words(match[0])) <= said for match in pattern.finditer(text))
