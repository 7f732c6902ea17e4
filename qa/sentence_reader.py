"""A reader without training of its own: which sentence of the hits answers, by six measures of it.

score(sentence) = bias + sum of weight × measure, the log-odds of a logistic regression
(weights and where they come from: qa/sentence_reader.json, made by training/sentence_reader.py).
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from index import Chunk, Hit, Index, Term
from index.words import stems, words
from qa.datatypes import Span
from qa.question import AnswerType, expected_type, holds_type

_FILE = Path(__file__).parent / "sentence_reader.json"
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Measures:
    """What is measured of a sentence, each from 0 to 1.

    similarity      cosine of the question's and the sentence's embedding
    overlap         the idf share of the question's words that the sentence holds
    context         the same, of the sentence and the one before it
    names           the share of the question's names and numbers that the chunk holds
    type_missing    1 where the sentence holds nothing of the type that is asked for
    unknown         the idf share of the question's words that no document holds
    """

    similarity: float
    overlap: float
    context: float
    names: float
    type_missing: float
    unknown: float


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, analysed once for all sentences."""

    question: str
    terms: tuple[Term, ...]
    names: frozenset[str]
    kind: AnswerType

    def share(self, held: set[str]) -> float:
        """The idf share of the question's words among these stems."""
        whole = sum(term.idf for term in self.terms)
        return sum(term.idf for term in self.terms if term.stem in held) / whole if whole else 0.0


class SentenceReader:
    """Scores every sentence of the hits."""

    def __init__(self, index: Index, weights: Measures, bias: float) -> None:
        self._index = index
        self._weights = np.array(astuple(weights))
        self._bias = bias
        self._embed = lru_cache(_REMEMBERED)(index.embedder.embed)

    def read(self, question: str, hits: Sequence[Hit]) -> tuple[Span, ...]:
        spans = [
            Span(
                hit.chunk,
                start,
                end,
                (start, end),
                round(float(self._weights @ np.array(astuple(measures))) + self._bias, 6),
            )
            for hit in hits
            for (start, end), measures in self.measure(question, hit.chunk)
        ]
        return tuple(sorted(spans, key=lambda span: (-span.score, span.chunk.chunk_id, span.start)))

    def measure(self, question: str, chunk: Chunk) -> Iterator[tuple[tuple[int, int], Measures]]:
        """The measures of every sentence of a chunk."""
        asked = self._asked(question)
        chunk_words = set(words(f"{chunk.title}\n{chunk.text}"))
        named = sum(name in chunk_words for name in asked.names) / len(asked.names) if asked.names else 1.0
        unknown = 1 - asked.share({term.stem for term in asked.terms if term.known})
        before: set[str] = set()
        for start, end in chunk.sentences:
            sentence = chunk.slice(start, end)
            held = set(stems(sentence))
            yield (
                (start, end),
                Measures(
                    similarity=float(self._embed(question) @ self._embed(sentence)),
                    overlap=asked.share(held),
                    context=asked.share(held | before),
                    names=named,
                    type_missing=float(not holds_type(asked.kind, sentence, question)),
                    unknown=unknown,
                ),
            )
            before = held

    @lru_cache(maxsize=64)  # noqa: B019  # one reader lives as long as its index, and that as the process
    def _asked(self, question: str) -> _Asked:
        typed = re.findall(r"\w+", question)
        names = {word for first, word in pairwise(["", *typed]) if word.isdigit() or (first and word[0].isupper())}
        kind = expected_type(question)
        return _Asked(question, self._index.terms(question), frozenset(words(" ".join(sorted(names)))), kind)


@cache
def load_reader(index: Index) -> SentenceReader:
    """The reader with the weights that ship with the project."""
    fitted = json.loads(_FILE.read_text("utf-8"))
    return SentenceReader(index, Measures(**fitted["weights"]), float(fitted["bias"]))
