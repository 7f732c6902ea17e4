"""SQuAD and Natural Questions → groups of examples: the chunk that answers, one that does not, and changed questions.

A negative is one of the chunks of all articles that are nearest by BM25 and do not hold the answer.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from index import Chunk, Span
from index.words import stems
from training.examples import Example, Group, chunks_of, json_lines, marked, sentences_in
from training.layouts import laid_out
from training.perturb import misspelt, names, swapped, telegraphic
from training.synonyms import Thesaurus

NEAREST = 10
"""Negatives are drawn from so many of the nearest chunks."""
NEGATIVE, SWAPPED = 0.85, 0.25
MISSPELT, TELEGRAPHIC, IN_OTHER_WORDS = 0.06, 0.06, 0.2
LAID_OUT = 0.3
"""So many chunks are laid out as other texts than prose are."""
LISTED = 0.8
"""Where an answer is an enumeration, it is so often made a list, a line for each of its items."""
COMMON = 15
"""A word that is put in another's place occurs so often."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of an article; `answers` are empty where its paragraph does not answer."""

    question: str
    context: str
    title: str
    start: int = 0
    answers: tuple[str, ...] = ()


def questions_of(articles: Sequence[dict[str, Any]]) -> list[Asked]:
    """Every question of the articles."""
    found = []
    for article in articles:
        title = str(article["title"]).replace("_", " ")
        for paragraph, qa in ((each, qa) for each in article["paragraphs"] for qa in each["qas"]):
            answers = [] if qa.get("is_impossible") else qa["answers"]
            start = answers[0]["answer_start"] if answers else 0
            texts = tuple(str(each["text"]) for each in answers)
            found.append(Asked(question_of(qa), paragraph["context"], title, start, texts))
    return found


def natural_questions(data: Path) -> list[Asked]:
    """Questions as people type them, each with the passage that answers."""
    found = []
    for row in json_lines(data / "retrieval/nq-oracle.jsonl.gz"):
        passage = row["ctxs"][0]
        places = [(passage["text"].find(answer), answer) for answer in row["answers"]]
        if place := next(((start, answer) for start, answer in places if start >= 0), None):
            others = [answer for answer in row["answers"] if answer != place[1]]
            found.append(Asked(row["question"], passage["text"], passage["title"], place[0], (place[1], *others)))
    return found


def question_of(qa: dict[str, Any]) -> str:
    """A question as SQuAD has it, on one line and without doubled blanks."""
    return " ".join(qa["question"].split())


def common_words(texts: Sequence[str]) -> frozenset[str]:
    """The words that the texts use at least `COMMON` times."""
    counts = Counter(word for text in texts for word in text.lower().split())
    return frozenset(word for word, count in counts.items() if count >= COMMON)


@dataclass(frozen=True)
class Questions:
    """Questions → groups. `cut` are the chunks of every text, `others` the names of every article."""

    cut: Mapping[str, list[Chunk]]
    thesaurus: Thesaurus | None = None
    others: Mapping[str, list[str]] = field(default_factory=dict)

    @classmethod
    def over(cls, asked: Sequence[Asked], wordnet: Path | None) -> "Questions":
        """Ready for these questions."""
        texts = list(dict.fromkeys(each.context for each in asked))
        known: dict[str, set[str]] = {}
        for each in {each.context: each for each in asked}.values():
            known.setdefault(each.title, set()).update(names(each.context))
        thesaurus = Thesaurus(wordnet, common_words(texts)) if wordnet else None
        return cls({text: chunks_of(text) for text in texts}, thesaurus, {key: sorted(known[key]) for key in known})

    @cached_property
    def nearest(self) -> "Nearest":
        """BM25 over all chunks."""
        return Nearest(list(self._pieces))

    @cached_property
    def _pieces(self) -> dict[str, Chunk]:
        return {piece.text: piece for pieces in self.cut.values() for piece in pieces}

    def group(self, asked: Asked, draw: random.Random) -> Group:
        """The examples of one question, drawn anew each time; none where its answer is cut in two."""
        question = reworded(asked.question, self.thesaurus, draw)
        if not asked.answers:
            piece = draw.choice(self.cut[asked.context])
            return (_shaped(question, piece, None, asked, draw),)
        found = positive(self.cut[asked.context], asked.start, asked.answers[0])
        if not found:
            return ()
        piece, span = found
        first = _shaped(question, piece, span, asked, draw)
        return (first, *self._negatives(question, asked, first, draw))

    def _negatives(self, question: str, asked: Asked, first: Example, draw: random.Random) -> Iterator[Example]:
        if draw.random() < NEGATIVE and (wrong := self.nearest.without(asked.question, asked.answers)):
            yield _shaped(question, self._pieces[draw.choice(wrong)], None, asked, draw)
        if draw.random() < SWAPPED:
            others = self.others.get(asked.title, [])
            if other := swapped(question, asked.context, asked.answers[0], others, draw):
                yield Example(other, first.text, evidence=tuple((sentence, False) for sentence, _ in first.evidence))


def reworded(question: str, thesaurus: Thesaurus | None, draw: random.Random) -> str:
    """Now and then with synonyms, a slip of the finger, or as typed into a search box."""
    if thesaurus and draw.random() < IN_OTHER_WORDS:
        question = thesaurus.in_other_words(question, draw)
    chance = draw.random()
    if chance < MISSPELT:
        return misspelt(question, draw)
    return telegraphic(question) if chance < MISSPELT + TELEGRAPHIC else question


def positive(pieces: Sequence[Chunk], start: int, answer: str) -> tuple[Chunk, Span] | None:
    """The chunk that holds the whole answer, and the answer's place in it."""
    for piece in pieces:
        if piece.start <= start and start + len(answer) <= piece.end:
            return piece, (start - piece.start, start - piece.start + len(answer))
    return None


def _shaped(question: str, piece: Chunk, span: Span | None, asked: Asked, draw: random.Random) -> Example:
    """The example, its chunk's sentences often laid out anew, an enumeration that answers often as a list."""
    sentences = sentences_in(piece)
    if span and draw.random() < LISTED and (made := _as_list(question, piece.text, span, sentences)):
        return made
    inside = not span or any(start <= span[0] and span[1] <= end for start, end in sentences)
    if not sentences or not inside or draw.random() > LAID_OUT:
        return Example(question, piece.text, span, marked(sentences, [span] if span else []))
    text, starts = laid_out(piece.text, sentences, asked.title, draw)
    moved = [(new, new + end - start) for new, (start, end) in zip(starts, sentences, strict=True)]
    if span:
        at = next(at for at, (start, end) in enumerate(sentences) if start <= span[0] and span[1] <= end)
        span = (span[0] - sentences[at][0] + starts[at], span[1] - sentences[at][0] + starts[at])
    return Example(question, text, span, marked(moved, [span] if span else []))


def _as_list(question: str, text: str, span: Span, sentences: Sequence[Span]) -> Example | None:
    """The sentence with its enumeration as a list, a line an item, each of them evidence; None where it has none."""
    items = [
        item for part in text[slice(*span)].split(",") for item in part.strip().removeprefix("and ").split(" and ")
    ]
    around = next(((start, end) for start, end in sentences if start <= span[0] and span[1] <= end), None)
    if not around or len(items) < 3 or not all(0 < len(item) <= 60 for item in items):
        return None
    head, tail = text[: span[0]].rstrip() + ":", text[span[1] :].lstrip(" ,.;")
    made, lines = head, []
    for item in items:
        made += "\n- "
        lines.append((len(made), len(made) + len(item)))
        made += item
    shift = len(made) + 1 - (len(text) - len(tail))
    before = [(start, min(end, len(head))) for start, end in sentences if start < span[0]]
    after = [(start + shift, end + shift) for start, end in sentences if start >= len(text) - len(tail)]
    made += "\n" + tail
    return Example(question, made, lines[0], marked([*before, *lines, *after], lines))


class Nearest:
    """BM25 over texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        import bm25s

        self._texts = texts
        self._engine = bm25s.BM25()
        self._engine.index([stems(text) for text in texts], show_progress=False)

    def without(self, question: str, answers: Sequence[str]) -> list[str]:
        """The nearest texts that hold none of the answers."""
        count = min(2 * NEAREST, len(self._texts))
        ranked, _ = self._engine.retrieve([stems(question)], k=count, show_progress=False)
        texts = [self._texts[int(at)] for at in ranked[0]]
        return [text for text in texts if not any(answer.lower() in text.lower() for answer in answers)][:NEAREST]
