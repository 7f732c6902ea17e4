"""Statements with the texts that support them, contradict them or say nothing of them.

FEVER, Climate-FEVER, SciFact, HealthVer and BEGIN bring statements that people wrote or judged; the
sentences of SQuAD's paragraphs, as they are or edited, bring what those lack: a long text that a
statement differs from in one name, number or word (as in SummEdits, Laban et al. 2023).
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from training.examples import (
    CONTRADICTED,
    SUPPORTED,
    UNMENTIONED,
    UNSUPPORTED,
    Example,
    Group,
    json_lines,
    sentences_in,
)
from training.perturb import swapped
from training.questions import Asked, Nearest, Questions, positive

STANCES = {"supported": SUPPORTED, "refuted": CONTRADICTED, "not_enough_info": UNMENTIONED, "generic": UNMENTIONED}
ELSEWHERE = 0.3
"""FEVER has no statement without evidence here; so often one comes with the evidence of another."""
EMBEDDED = 0.4
"""So often the evidence stands among other sentences, as it does in a document."""
EDITED, ABSENT, IN_OTHER_WORDS = 0.5, 0.15, 0.25
_SUBJECT = re.compile(
    r"^(?:who|what|which [a-z]+|which) (?=(?:[a-z]+ed|is|was|are|were|has|had|can|made|won|led)\b)", re.I
)
_SHORT, _LONG = 40, 280
"""Characters of a sentence that can be a statement."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement, a text and what the text says of it."""

    claim: str
    evidence: str
    stance: int
    origin: str


def statements(data: Path) -> list[Statement]:
    """Every statement that people wrote or judged."""
    rows = json_lines(data / "grounding/train.jsonl.gz")
    return [
        Statement(row["claim"].strip(), " ".join(row["evidence"].split()), STANCES[row["label"]], row["source"])
        for row in rows
    ]


@dataclass(frozen=True)
class Statements:
    """Statements → groups."""

    known: Sequence[Statement]

    @cached_property
    def nearest(self) -> Nearest:
        """BM25 over all evidence."""
        return Nearest(sorted({each.evidence for each in self.known}))

    def group(self, statement: Statement, draw: random.Random) -> Group:
        """One example, drawn anew each time."""
        stance, evidence = statement.stance, statement.evidence
        near = self.nearest.without(statement.claim, [evidence, " ".join(statement.claim.split()[:2])])
        if statement.origin == "fever" and near and draw.random() < ELSEWHERE:
            stance, evidence = UNMENTIONED, draw.choice(near)
        if near and draw.random() < EMBEDDED:
            around = [draw.choice(near) for _ in range(draw.randint(1, 2))]
            at = draw.randint(0, len(around))
            evidence = " ".join([*around[:at], evidence, *around[at:]])
        return (Example(statement.claim, evidence, stance=stance),)


@dataclass(frozen=True)
class Edits:
    """Sentences of paragraphs, and questions with their answers put in → statements."""

    questions: Questions

    def group(self, asked: Asked, draw: random.Random) -> Group:
        """A statement about a chunk of the question's paragraph."""
        if asked.answers and _SUBJECT.match(asked.question) and draw.random() < 0.6:
            return self._answered(asked, draw)
        piece = draw.choice(self.questions.cut[asked.context])
        spans = [(start, end) for start, end in sentences_in(piece) if _SHORT <= end - start <= _LONG]
        if not spans:
            return ()
        span = draw.choice(spans)
        sentence = _lightened(piece.text[slice(*span)], draw)
        if draw.random() < ABSENT:
            other = self.questions.nearest.without(sentence, [sentence])
            return (Example(sentence, draw.choice(other), stance=UNMENTIONED),) if other else ()
        evidence = tuple(((start, end), (start, end) == span) for start, end in sentences_in(piece))
        if draw.random() < EDITED:
            others = self.questions.others.get(asked.title, [])
            changed = swapped(sentence, piece.text, "\0", others, draw)
            return (Example(changed, piece.text, evidence=evidence, stance=UNSUPPORTED),) if changed else ()
        if self.questions.thesaurus and draw.random() < IN_OTHER_WORDS:
            sentence = self.questions.thesaurus.in_other_words(sentence, draw)
        return (Example(sentence, piece.text, evidence=evidence, stance=SUPPORTED),)

    def _answered(self, asked: Asked, draw: random.Random) -> Group:
        """The question's words behind its answer, or behind another name of the paragraph's article."""
        found = positive(self.questions.cut[asked.context], asked.start, asked.answers[0])
        if not found:
            return ()
        rest = _SUBJECT.sub("", asked.question).rstrip(" ?")
        others = [name for name in self.questions.others.get(asked.title, []) if name not in asked.answers[0]]
        wrong = draw.random() < EDITED and bool(others)
        subject, stance = (draw.choice(others), UNSUPPORTED) if wrong else (asked.answers[0], SUPPORTED)
        return (Example(f"{subject[0].upper()}{subject[1:]} {rest}.", found[0].text, stance=stance),)


def _lightened(sentence: str, draw: random.Random) -> str:
    """Now and then without what stands in brackets, or before the first comma."""
    if draw.random() < 0.5:
        sentence = re.sub(r" ?\([^()]*\)", "", sentence)
    lead = re.match(r"^[^,]{5,50}, (?=[a-zA-Z])", sentence)
    if lead and len(sentence) - lead.end() >= _SHORT and draw.random() < 0.4:
        sentence = sentence[lead.end()].upper() + sentence[lead.end() + 1 :]
    return sentence
