"""Public question sets → training examples for the reader: question + chunk → span, or no answer.

Chunks are those that the index makes. A question comes with the chunk that answers, and with hard
negatives: chunks of all the articles near to it by BM25 that do not hold the answer. Some questions
come again changed by rules, so that their own chunk no longer answers; some are put in other words.
"""

import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from index import Chunk, Document
from index.chunking import chunk
from index.embedding import BUNDLED, load_embedder
from index.opening import CHUNK_TOKENS
from index.words import stems
from training.claims import claims, deciding, wanted, whether
from training.perturb import misspelt, names, swapped, telegraphic
from training.synonyms import Thesaurus

HELD_OUT = 12
"""Every twelfth article of SQuAD 1.1's training file is kept for calibrating."""
NEGATIVES = 2
NEAREST = 10
"""Negatives are drawn from so many of the nearest chunks."""
SWAPPED = 0.5
MISSPELT = 0.05
TELEGRAPHIC = 0.03
IN_OTHER_WORDS = 0.35
COMMON = 15
"""A word that is put in another's place occurs so often."""
CLOZE = 0.6
"""Of the supported claims, so many ask for one of their words and not for yes or no."""
PARAPHRASED = 6
"""A question that a model put in other words comes so many times in these, each time with other negatives."""
PLAIN = 0.4
"""Where there are such, so many of SQuAD 1.1's questions come in their own words."""
AGAIN = 3
"""SQuAD 2.0's questions come so many times: the only unanswerable ones that people wrote."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a chunk's text; `span` is the answer's (start, end) in it, None where it holds none."""

    question: str
    text: str
    span: tuple[int, int] | None


Group = tuple[Example, ...]
"""The examples of one question: the positive first, if there is one."""


def training_articles(data: Path) -> list[dict[str, Any]]:
    """SQuAD 1.1 without every twelfth article, and 12 of the 18 open articles of SQuAD 2.0, `AGAIN` times."""
    first = [article for at, article in enumerate(squad1(data)) if at % HELD_OUT]
    second = [article for at, article in enumerate(squad2(data)) if at % 2 or at % 8 == 0]
    return first + second * AGAIN


def calibration_articles(data: Path) -> list[dict[str, Any]]:
    """Articles that only the calibration sees."""
    return squad1(data)[::HELD_OUT] + squad2(data)[4::8]


def clean_articles(data: Path) -> list[dict[str, Any]]:
    """Articles that nothing is fitted on."""
    return squad2(data)[2::4]


def squad1(data: Path) -> list[dict[str, Any]]:
    """The articles of SQuAD 1.1's training file, by title."""
    return _squad(data / "squad/squad1-train.json.gz")


def squad2(data: Path) -> list[dict[str, Any]]:
    """The articles of the open half of SQuAD 2.0's development file, by title."""
    return _squad(data / "squad/squad2-dev-open.json.gz")


def _squad(path: Path) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = json.loads(gzip.decompress(path.read_bytes()))["data"]
    return sorted(data, key=lambda article: str(article["title"]))


def chunks_of(text: str) -> list[Chunk]:
    """The chunks that the index makes of a text."""
    document = Document("0" * 64, "a", "a", text)
    return chunk(document, token_spans=load_embedder(BUNDLED).token_spans, max_tokens=CHUNK_TOKENS)


def common_words(articles: Sequence[dict[str, Any]]) -> frozenset[str]:
    """The words that the articles use at least `COMMON` times."""
    counts = Counter(word for article in articles for text in _contexts(article) for word in text.lower().split())
    return frozenset(word for word, count in counts.items() if count >= COMMON)


@dataclass(frozen=True, slots=True)
class Wordings:
    """How questions are asked: with synonyms out of `thesaurus`, or as `paraphrases` (question → other) have them."""

    draw: random.Random
    thesaurus: Thesaurus | None = None
    paraphrases: Mapping[str, str] = field(default_factory=dict)

    def of(self, question: str, again: bool) -> list[str]:
        """All wordings; `again` is said of an article that comes `AGAIN` times."""
        plain = again or not self.paraphrases or self.draw.random() < PLAIN
        own = [self._with_synonyms(question)] if plain else []
        times = PARAPHRASED // AGAIN if again else PARAPHRASED
        return own + [self.paraphrases[question]] * times if question in self.paraphrases else own

    def _with_synonyms(self, question: str) -> str:
        """Now and then with synonyms, where there is a thesaurus."""
        if self.thesaurus and self.draw.random() < IN_OTHER_WORDS:
            return self.thesaurus.in_other_words(question, self.draw)
        return question


def article_groups(articles: Sequence[dict[str, Any]], wordings: Wordings) -> Iterator[Group]:
    """The groups of all questions; an unanswerable one brings a chunk of its own paragraph as its negative."""
    cut, draw = {text: chunks_of(text) for article in articles for text in _contexts(article)}, wordings.draw
    near = _Nearest([piece.text for pieces in cut.values() for piece in pieces])
    for article in articles:
        known = sorted({name for text in _contexts(article) for name in names(text)})
        for paragraph, qa in ((each, qa) for each in article["paragraphs"] for qa in each["qas"]):
            pieces, question = cut[paragraph["context"]], question_of(qa)
            asked = wordings.of(question, "is_impossible" in qa)
            if qa.get("is_impossible"):
                yield from ((Example(_sloppy(each, draw), draw.choice(pieces).text, None),) for each in asked)
                continue
            answer = qa["answers"][0]
            positive = _positive(question, pieces, answer["answer_start"], answer["text"])
            if not positive or not asked:
                continue
            wrong = near.without(question, [each["text"] for each in qa["answers"]])
            for words in asked:
                sloppy = _sloppy(words, draw)
                negatives = (Example(sloppy, text, None) for text in _some(wrong, draw))
                yield (replace(positive, question=sloppy), *negatives)
                if draw.random() < SWAPPED:
                    other = swapped(words, paragraph["context"], answer["text"], known, draw)
                    if other:
                        yield (Example(_sloppy(other, draw), positive.text, None),)


def question_of(qa: dict[str, Any]) -> str:
    """A question as SQuAD has it, on one line and without doubled blanks."""
    return " ".join(qa["question"].split())


def _contexts(article: dict[str, Any]) -> list[str]:
    return [paragraph["context"] for paragraph in article["paragraphs"]]


def _sloppy(question: str, draw: random.Random) -> str:
    """Now and then with a slip of the finger, or as typed into a search box."""
    chance = draw.random()
    if chance < MISSPELT:
        return misspelt(question, draw)
    return telegraphic(question) if chance < MISSPELT + TELEGRAPHIC else question


def _positive(question: str, pieces: Sequence[Chunk], start: int, answer: str) -> Example | None:
    for piece in pieces:
        if piece.start <= start and start + len(answer) <= piece.end:
            return Example(question, piece.text, (start - piece.start, start - piece.start + len(answer)))
    return None


def _some(texts: Sequence[str], draw: random.Random) -> list[str]:
    return draw.sample(texts, min(NEGATIVES, len(texts)))


class _Nearest:
    """BM25 over the chunks' texts."""

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


def natural_questions(data: Path) -> Iterator[Group]:
    """Questions as people type them, each with the passage that answers and no negative."""
    for line in gzip.decompress((data / "retrieval/nq-oracle.jsonl.gz").read_bytes()).decode().splitlines():
        row = json.loads(line)
        text = row["ctxs"][0]["text"]
        for answer in row["answers"]:
            start = text.find(answer)
            if start >= 0 and (positive := _positive(row["question"], chunks_of(text), start, answer)):
                yield (positive,)
                break


def claim_groups(data: Path, draw: random.Random) -> Iterator[Group]:
    """Questions made of FEVER's claims, with the evidence, and with evidence of other claims."""
    found = list(claims(data))
    near = _Nearest(sorted({evidence for _, evidence, _ in found}))
    for claim, evidence, supported in found:
        pieces = chunks_of(evidence)
        asked = wanted(claim, evidence, draw) if supported and draw.random() < CLOZE else None
        if asked:
            question, answer = asked
            wrong = near.without(claim, [answer])
        else:
            question = whether(claim) or ""
            sentences = [piece.slice(*sentence) for piece in pieces for sentence in piece.sentences]
            answer = deciding(claim, sentences)
            wrong = near.without(claim, [answer, " ".join(claim.split()[:2])])
        positive = _positive(question, pieces, evidence.find(answer), answer) if question else None
        if positive:
            yield (positive, *(Example(question, text, None) for text in _some(wrong, draw)))
