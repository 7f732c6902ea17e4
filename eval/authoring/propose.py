"""A document → questions that its sentences answer, by rules; which to keep, others judge.

The rules would rather make no question than a bad one. Knows nothing of answers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eval.authoring.clauses import PREPOSITIONS, Span, clauses, joined
from eval.authoring.drafts import Draft, drafts
from eval.authoring.names import Names
from index import Document, sentence_spans

_QUESTION_WORDS = range(4, 23)
_SENTENCE_WORDS = range(4, 61)
_LONGEST_ANSWER = 16
_ELSEWHERE = re.compile(
    r"\b(?:I|you|he|she|it|we|they|me|him|us|them|my|your|our|this|these|those|such|here)\b"
    r"|\bthe (?:former|latter|following|same)\b"
    rf"|\bthat (?:{'|'.join(PREPOSITIONS)})\b"
    r"|\b(?:in|of|to|on|at|for|from|by|with|during|after|before|since|until) that\b",
    re.IGNORECASE,
)


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


def propose(document: Document) -> Iterator[Proposal]:
    """Every question that the rules find in a document, in the order of its sentences."""
    names = Names.of(document.text)
    for start, end in sentence_spans(document.text):
        sentence = document.text[start:end]
        if len(sentence.split()) not in _SENTENCE_WORDS or sentence[-1] not in '.”"':
            continue
        for clause in clauses(sentence, names.common):
            for draft in drafts(clause, names):
                if _reads_well(draft, sentence):
                    yield _proposal(draft, document.source, start, end)


def _proposal(draft: Draft, source: str, start: int, end: int) -> Proposal:
    return Proposal(
        kind=draft.kind,
        question=joined(draft.question).replace(" ?", "?"),
        source=source,
        answer=(start + draft.answer[0], start + draft.answer[1]),
        evidence=(start + draft.evidence[0], start + draft.evidence[1]),
        sentence=(start, end),
    )


def _reads_well(draft: Draft, sentence: str) -> bool:
    """Whether a question says what it is about, and points at nothing outside itself."""
    words = draft.question.rstrip("?").split()
    named = any(word[0].isupper() or word[0].isdigit() for word in words[1:])
    answer = sentence[slice(*draft.answer)]
    return (
        len(words) in _QUESTION_WORDS
        and 0 < len(answer.split()) <= _LONGEST_ANSWER
        and not _ELSEWHERE.search(draft.question)
        and all(draft.question.count(a) == draft.question.count(b) for a, b in ("“”", "()"))
        and draft.question.count('"') % 2 == 0
        and (named or _telling(words) > (2 if draft.kind == "what" else 1))
        and not re.search(_ELSEWHERE, answer.split()[0])
    )


def _telling(words: list[str]) -> int:
    """How many words of a question say what it is about."""
    return sum(
        len(word) > 3 and word not in PREPOSITIONS | {"does", "have", "many", "were", "will"} for word in words[1:]
    )
