"""FEVER's claims → questions: people wrote them in other words than the evidence's.

"X is Y." with evidence for or against → "Is X Y?", answered by the sentence of the evidence that
says most of it. A supported claim with a word of the evidence → the claim with who, what or when
in that word's place, answered by the word.
"""

import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

from index.words import content_words, stems
from training.perturb import NUMBER

_AUXILIARY = re.compile(
    r"^(?P<subject>(?:\S+ ){1,6}?)(?P<auxiliary>is|are|was|were|has|had|can|could|will|would) "
    r"(?P<rest>(?!not\b).+?)\.?$"
)
_PAST = re.compile(r"^(?P<subject>(?:[A-Z]\S* ){1,5})(?P<verb>[a-z]+) (?P<rest>.+?)\.?$")
_DATE = re.compile(
    r"\b(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?: \d{1,2})?,? )?\d{4}\b"
)
_NAME = re.compile(r"\b[A-Z][\w'’-]+(?: (?:(?:of|the|de|von) )*[A-Z][\w'’-]+)*")


def claims(data: Path) -> Iterator[tuple[str, str, bool]]:
    """Claim, evidence, whether the evidence supports it (or else refutes it): FEVER's alone."""
    for line in gzip.decompress((data / "grounding/train.jsonl.gz").read_bytes()).decode().splitlines():
        row = json.loads(line)
        if row["source"] == "fever":
            yield row["claim"].strip(), " ".join(row["evidence"].split()), row["label"] == "supported"


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
