"""A document → questions that its sentences answer, by rules: When, How many, Who.

A sentence with a date, a count or a person's name is turned around the way English does it ("The
bridge opened in 1998." → "When did the bridge open?"; after Heilman and Smith 2010, without their
parser). The rules would rather make no question than a bad one. Knows nothing of answers.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from eval.authoring.clauses import AUXILIARIES, OPENING, POSSESSIVES, Clause, common_words, joined, parse_clause
from index import Document, sentence_spans

Span = tuple[int, int]

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)"
)
_YEAR = r"(?:1\d{3}|20\d\d)(?![\w%'’-]|[.,]\d)"
_DATE = rf"(?:{_MONTH}\s+\d{{1,2}},\s+{_YEAR}|\d{{1,2}}\s+{_MONTH}\s+{_YEAR}|{_MONTH}\s+{_YEAR}|{_YEAR})"
_WHEN = re.compile(rf"(?:(?<=\s)[io]n|^[IO]n)\s+(?P<date>{_DATE})(?P<comma>,?)")

_SMALL = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty".split()
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+|{'|'.join(_SMALL)})(?:\s+(?:hundred|thousand|million|billion))?"
_NOT_INSIDE = "a an and at by for from in more of on or per percent plus the to with".split()
_COUNTED = (
    rf"(?P<number>{_NUMBER})\s+(?P<what>(?:(?!(?:{'|'.join(_NOT_INSIDE)})\b)[a-z-]+\s+){{0,2}}?"
    r"(?:[a-z-]+(?<![sui])s|people|men|women|children))(?![\w'’-])"
)
_ABOUT = r"(?:(?:about|nearly|almost|around|over|some|exactly|roughly|at\s+least|more\s+than|up\s+to)\s+)?"
_COUNT = re.compile(_ABOUT + _COUNTED)
_FIRST_COUNT = re.compile(_COUNTED, re.IGNORECASE)

_NAME = r"[A-Z][\w-]*\.?(?:\s+(?:(?:de|la|del|von|van)\s+){0,2}[A-Z][\w-]*\.?)+"
_BY_NAME = re.compile(rf"(?P<deed>\S.*\sby)\s+(?P<name>{_NAME})", re.DOTALL)
_NO_PERSON = frozenset(
    """
    Act Agency Army Bank Bridge Church City Club Commission Committee Company Congress Corporation Council County Court
    Department Government Inc Island Kingdom Ltd Ministry Nations Party River School State States Street The Union
    University War
    """.split()
)
_QUESTION_WORDS = range(4, 21)
_SENTENCE_WORDS = range(4, 41)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question with the words that answer it, and the words around them that are the evidence.

    Both spans count in the document's text, and so does the sentence's.
    """

    kind: str
    question: str
    source: str
    answer: Span
    evidence: Span
    sentence: Span


@dataclass(frozen=True, slots=True)
class _Draft:
    """A proposal of one sentence. Spans count in the sentence; the evidence runs over all of them."""

    question: str
    answer: Span
    verb: Span
    around: Span


def propose(document: Document) -> Iterator[Proposal]:
    """Every question that the rules find in a document, in the order of its sentences."""
    common = common_words(document.text)
    for start, end in sentence_spans(document.text):
        sentence = document.text[start:end]
        if len(sentence.split()) not in _SENTENCE_WORDS or not sentence.endswith("."):
            continue
        for kind, rule in _RULES.items():
            draft = rule(sentence, common)
            if draft and len(draft.question.split()) in _QUESTION_WORDS:
                first, last = min(draft.around[0], draft.verb[0]), max(draft.around[1], draft.verb[1])
                yield Proposal(
                    kind=kind,
                    question=draft.question,
                    source=document.source,
                    answer=(start + draft.answer[0], start + draft.answer[1]),
                    evidence=(start + first, start + last),
                    sentence=(start, end),
                )


def _when(sentence: str, common: frozenset[str]) -> _Draft | None:
    """ "The bridge opened in 1998." → "When did the bridge open?" """
    dates = list(_WHEN.finditer(sentence))
    if len(dates) != 1:
        return None
    begin, close = dates[0].span()
    comma = not begin or dates[0]["comma"] == ""  # what opens the sentence is gone with its comma
    blank = " " * (close - begin) if comma else " " * (close - begin - 1) + ","
    clause = parse_clause(sentence[:begin] + blank + sentence[close:], common)
    if clause is None or clause.verb in POSSESSIVES or clause.end < begin - 1:
        return None
    if clause.lacks_object or (clause.verb in AUXILIARIES and not clause.rest):
        return None
    return _Draft(f"When {clause.inverted(clause.rest)}?", dates[0].span("date"), _verb(clause), dates[0].span("date"))


def _how_many(sentence: str, common: frozenset[str]) -> _Draft | None:
    """ "Twelve boats sank." → "How many boats sank?"; "It had 26 rooms." → "How many rooms did it have?" """
    clause = parse_clause(sentence, common)
    if clause is None:
        return None
    first = _FIRST_COUNT.match(sentence)
    if first and first.end() == clause.verb_at - 1 and clause.verb not in POSSESSIVES:
        question = f"How many {joined(first['what'])} {clause.verb} {clause.rest}"
        return _Draft(f"{joined(question)}?", first.span("number"), _verb(clause), first.span())
    at = clause.rest_at + 1
    count = _COUNT.match(sentence, at, clause.end)
    if not count or clause.verb in AUXILIARIES or re.fullmatch(r"1[5-9]\d\d|20\d\d", count["number"]):
        return None
    tail = sentence[count.end() : clause.end]
    if tail.strip() and tail.split()[0] not in OPENING:
        return None
    return _Draft(
        f"How many {joined(count['what'])} {clause.inverted(tail)}?", count.span("number"), _verb(clause), count.span()
    )


def _who(sentence: str, common: frozenset[str]) -> _Draft | None:
    """ "Ada Lund designed the bridge." → "Who designed the bridge?", and the same said with "by"."""
    clause = parse_clause(sentence, common)
    if clause is None or clause.verb in POSSESSIVES:
        return None
    named = re.match(_NAME, sentence)
    if named and named.end() == clause.verb_at - 1 and _is_person(named[0], common) and " " in clause.rest:
        question = f"Who {clause.verb} {clause.rest}?"
        return (
            _Draft(question, named.span(), _verb(clause), named.span()) if clause.verb not in ("were", "are") else None
        )
    by = _BY_NAME.fullmatch(sentence, clause.rest_at + 1, clause.end)
    if by and clause.verb in ("was", "were") and _is_person(by["name"], common):
        return _Draft(f"Who {clause.inverted(by['deed'])}?", by.span("name"), _verb(clause), by.span("name"))
    return None


def _is_person(name: str, common: frozenset[str]) -> bool:
    words = name.replace(".", "").split()
    return words[0].lower() not in common and not _NO_PERSON.intersection(words)


def _verb(clause: Clause) -> Span:
    return clause.verb_at, clause.rest_at


_RULES: dict[str, Callable[[str, frozenset[str]], _Draft | None]] = {"when": _when, "how many": _how_many, "who": _who}
