"""FEVER's claims → questions: people wrote them in other words than the evidence's.

"X is Y." with evidence for or against → "Is X Y?", answered by the sentence of the evidence that
says most of it. A supported claim with a word of the evidence → the claim with who, what or when
in that word's place, answered by the word.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from index.english import MONTH
from index.words import content_words, stems
from training.examples import SUPPORTED, Example, Group, chunks_of, marked, sentences_in
from training.perturb import NUMBER
from training.questions import Nearest, positive
from training.statements import Statement

CLOZE = 0.6
"""Of the supported claims, so many ask for one of their words and not for yes or no."""

_AUXILIARY = re.compile(
    r"^(?P<subject>(?:\S+ ){1,6}?)(?P<auxiliary>is|are|was|were|has|had|can|could|will|would) "
    r"(?P<rest>(?!not\b).+?)\.?$"
)
_PAST = re.compile(r"^(?P<subject>(?:[A-Z]\S* ){1,5})(?P<verb>[a-z]+) (?P<rest>.+?)\.?$")
_DATE = re.compile(rf"\b(?:{MONTH}(?: \d{{1,2}})?,? )?\d{{4}}\b")
_NAME = re.compile(r"\b[A-Z][\w'’-]+(?: (?:(?:of|the|de|von) )*[A-Z][\w'’-]+)*")


@dataclass(frozen=True)
class Claims:
    """FEVER's claims → groups: the question with the evidence, and with evidence of another claim."""

    known: Sequence[Statement]

    @cached_property
    def nearest(self) -> Nearest:
        """BM25 over all evidence."""
        return Nearest(sorted({each.evidence for each in self.known}))

    def group(self, claim: Statement, draw: random.Random) -> Group:
        """Both examples; none where no question can be made of the claim."""
        asked = (
            wanted(claim.claim, claim.evidence, draw) if claim.stance == SUPPORTED and draw.random() < CLOZE else None
        )
        pieces = chunks_of(claim.evidence)
        if asked:
            question, answer = asked
            without = [answer]
        else:
            question = whether(claim.claim) or ""
            answer = deciding(claim.claim, [piece.slice(*each) for piece in pieces for each in piece.sentences])
            without = [answer, " ".join(claim.claim.split()[:2])]
        found = positive(pieces, claim.evidence.find(answer), answer) if question else None
        if not found:
            return ()
        piece, span = found
        first = Example(question, piece.text, span, marked(sentences_in(piece), [span]))
        wrong = self.nearest.without(claim.claim, without)
        return (first, *(Example(question, draw.choice(wrong)) for _ in islice(wrong, 1)))


def whether(claim: str) -> str | None:
    """The claim as a question for yes or no."""
    if found := _AUXILIARY.match(claim):
        return f"{found['auxiliary'].capitalize()} {_inside(found['subject'])}{found['rest']}?"
    found = _PAST.match(claim)
    if not found:
        return None
    from lemminflect import getAllInflections, getAllLemmas

    lemma = getAllLemmas(found["verb"], upos="VERB").get("VERB", ("",))[0]
    if found["verb"] not in getAllInflections(lemma, "VERB").get("VBD", ()):
        return None
    return f"Did {_inside(found['subject'])}{lemma} {found['rest']}?"


def _inside(subject: str) -> str:
    """As it is written inside a sentence."""
    return re.sub(r"^(?:The|An?|There|It)\b", lambda first: first[0].lower(), subject)


def wanted(claim: str, evidence: str, draw: random.Random) -> tuple[str, str] | None:
    """The claim with a question word for a word that the evidence has, too, and that word."""
    kinds = [("when", _DATE), ("how many", NUMBER), ("who", _NAME)]
    places = [
        (asked, match) for asked, pattern in kinds for match in pattern.finditer(claim) if match.group() in evidence
    ]
    if not places:
        return None
    asked, match = draw.choice(places)
    if asked == "who" and (match.start() or draw.random() < 0.5):
        asked = "what" if draw.random() < 0.6 else "which one"
    question = (claim[: match.start()] + asked + claim[match.end() :]).rstrip(". ")
    return question[0].upper() + question[1:] + "?", match.group()


def deciding(claim: str, sentences: list[str]) -> str:
    """The sentence that shares most with the claim."""
    wanted_stems = meant(claim)
    return max(sentences, key=lambda sentence: len(wanted_stems & set(stems(sentence))))


def meant(text: str) -> set[str]:
    """The stems of the words that carry meaning."""
    return {stem for word in content_words(text) for stem in stems(word)}
