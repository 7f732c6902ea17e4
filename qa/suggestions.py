"""A document → questions that it answers, for a person who does not know yet what to ask.

Made by plain patterns over sentences, "name: value" lines, headings and questions that the document
itself asks, and kept only where `holds`: the answer comes from the very words that the question was
made of, and is likely right. So a pattern may misfire often and still suggest nothing wrong.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index import Document, sentence_spans
from qa.datatypes import LIKELY, Answer
from qa.language import language

READ = 40_000
"""Characters of a document that are looked at."""
_SECTION = 800
"""Characters below a heading that may answer what it names."""

_ENTITY = (
    r"(?P<who>The (?:[a-z][\w-]+ ){0,3}?[\w-]+(?: (?:over|of|in|at|for) (?:the )?[A-Z][\w-]+)?"
    r"|[A-Z][\w.'’-]+(?: (?:[A-Z][\w.'’-]+|of|de|von|van)){0,4})"
)
_DATE = r"(?:in|on) (?:\w+\.? )?(?:\d{1,2}(?:st|nd|rd|th)?,? )?(?:[A-Z]\w+\.?,? )?(?:\d{1,2},? )?(?:1[0-9]|20)\d\d\b"
_BASE = dict(
    pair.split()
    for pair in (
        "opened open|closed close|began begin|started start|ended end|stopped stop|died die|arrived arrive|left leave"
        "|returned return|moved move|resigned resign|retired retire|expired expire"
    ).split("|")
)
_MADE = {"written": "wrote", "drawn": "drew", "taken": "took"} | {
    word: word for word in "designed built founded invented discovered directed led created painted composed".split()
}
_PERSON = (
    "leader|president|director|author|attorney|lawyer|minister|king|queen|founder|captain|expert|professor|architect"
    "|owner|manager|head|chief|player|singer|actor|writer|scientist|engineer|mayor|chair|contact"
)
_PRONOUNS = frozenset("he she it they this that these those we you there who what which his her their its our".split())
_NOT_NAMES = frozenset("note warning example http https see also source subject re fwd todo".split())
_HEADS = frozenset("date from to cc bcc sent present".split())
"""What stands so at the head of many a document: nobody asks a folder for "the date"."""
_FEW = 2
"""A name before more colons than this is one of those who speak in a chat or a log, not of a value."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, and the words of the document that it was made of: `text[start:end]`."""

    question: str
    document_id: str
    start: int
    end: int

    def holds(self, answer: Answer) -> bool:
        """Whether an answer to the question is likely right, and comes from these words."""
        return answer.status == "answered" and answer.confidence >= LIKELY and self.is_quoted(answer)

    def is_quoted(self, answer: Answer) -> bool:
        """Whether an answer quotes these words, as an answer or as one perhaps; passages that are only near do not."""
        quoted = answer.citations if answer.status == "answered" else answer.citations[: answer.perhaps]
        return any(
            citation.document_id == self.document_id and citation.start < self.end and self.start < citation.end
            for citation in quoted
        )


def suggest(document: Document) -> list[Suggestion]:
    """Questions that the document may answer, in its order, each once; none about one that is not in English."""
    if language(document.text[:READ]) not in (None, "en"):
        return []
    found: dict[str, Suggestion] = {}
    for suggestion in _candidates(document):
        found.setdefault(suggestion.question.casefold(), suggestion)
    return sorted(found.values(), key=lambda suggestion: (suggestion.start, suggestion.question))


def _candidates(document: Document) -> Iterator[Suggestion]:
    text = document.text[:READ]
    for start, end in sentence_spans(text):
        for pattern, asked in _SENTENCES:
            match = pattern.match(text[start:end])
            if match and match["who"].split()[0].casefold() not in _PRONOUNS:
                yield Suggestion(asked(match), document.document_id, start, end)
    values = list(_VALUE.finditer(text))
    named = Counter(match[1] for match in values)
    for match in values:
        if named[match[1]] <= _FEW and not match[0].endswith("?") and _is_name(match[1]):
            yield Suggestion(_what(match[1]), document.document_id, match.start(), match.end())
    for match in _HEADING.finditer(text):
        section = (match.end(), min(len(text), match.end() + _SECTION))
        question = match[1] if match[1].endswith("?") else _what(match[1])
        yield Suggestion(question, document.document_id, *section)


def _is_name(name: str) -> bool:
    """Whether what stands before a colon names what stands behind it."""
    return name.split(maxsplit=1)[0].casefold() not in _NOT_NAMES and name.casefold() not in _HEADS


def _when_was(match: re.Match[str]) -> str:
    return f"When {match['be']} {_inside(match['who'])} {match['done']}?"


def _when_did(match: re.Match[str]) -> str:
    return f"When did {_inside(match['who'])} {_BASE[match['did']]}?"


def _where(match: re.Match[str]) -> str:
    return f"Where {match['be']} {_inside(match['who'])} {match['doing']}?"


def _by_whom(match: re.Match[str]) -> str:
    return f"Who {_MADE[match['done']]} {_inside(match['who'])}?"


def _how_much(match: re.Match[str]) -> str:
    verb = "does" if match["cost"] == "costs" else "did"
    return f"How much {verb} {_inside(match['who'])} cost?"


def _who(match: re.Match[str]) -> str:
    return f"Who is {match['who']}?"


def _what_did(match: re.Match[str]) -> str:
    return f"What did {_inside(match['who'])} {match['said'].removesuffix('d')}?"


def _what(name: str) -> str:
    """ "Opening hours" → "What are the opening hours?", "Owner" → "Who is the owner?"; an acronym stays one."""
    words = " ".join(word if word.isupper() else word.lower() for word in name.split())
    if re.search(rf"\b(?:{_PERSON})$", words):
        return f"Who is the {words}?"
    return f"What {'are' if words.endswith('s') and not words.endswith('ss') else 'is'} the {words}?"


def _inside(name: str) -> str:
    """A name as it stands inside a sentence."""
    return re.sub(r"^The\b", "the", name)


_SENTENCES: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = [
    (re.compile(rf"{_ENTITY} (?P<be>was|were) (?P<done>\w+(?:ed|en|ilt|ade|eld)) .*?{_DATE}"), _when_was),
    (re.compile(rf"{_ENTITY} (?P<did>{'|'.join(_BASE)})\b.*?{_DATE}"), _when_did),
    (
        re.compile(
            rf"{_ENTITY} (?P<be>is|are|was|were) (?:currently |now |still )?"
            r"(?P<doing>[a-z]+(?:ing|ed|eld|ept)\b(?: (?:his|her|its|their|the|a)(?: [a-z]+){1,2})?) "
            r"(?:at|in|on|near) (?:the )?[A-Z]"
        ),
        _where,
    ),
    (re.compile(rf"{_ENTITY} (?:was|were|is|are) (?P<done>{'|'.join(_MADE)}) by "), _by_whom),
    (re.compile(rf"{_ENTITY} is (?:the|an?) (?:[\w-]+ ){{0,3}}?(?:{_PERSON})\b"), _who),
    (re.compile(rf"{_ENTITY} (?:has |have )?(?P<said>decided|promised|proposed) (?:to|that) "), _what_did),
    (re.compile(rf"{_ENTITY} (?P<cost>costs?) [\d$€£]"), _how_much),
]
# A value is a figure, a name or a few words; "Slugs: beer traps work, copper tape does not" says what to do about them.
_VALUE = re.compile(
    r"^[-*• \t]*([A-Z][A-Za-z]+(?: [A-Za-z]+){0,3}): +(?=[^a-z\n]|\S+(?: \S+){0,3}$)\S.{1,120}$", re.MULTILINE
)
_HEADING = re.compile(r"^(?:#{2,5} +)?((?:[A-Z][\w,'’ -]{8,90}\?)|(?<=# )[A-Z][a-z]+(?: [a-z]+){0,2}) *$", re.MULTILINE)
