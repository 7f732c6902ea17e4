"""What an answer is made of. Frozen; every figure in it explains itself."""

import dataclasses
import json
from dataclasses import dataclass
from typing import Any, Literal

from index import Chunk, Hit, Span

Status = Literal["answered", "not_in_sources"]
Likelihood = Literal["sure", "likely", "uncertain"]

SURE, LIKELY = 0.8, 0.5
"""From which confidence on an answer is called so; below, it is uncertain."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a document: `document.text[start:end] == quote`, always; 0-based code points.

    `source` is the path below the sources' root, "/" on every system. `score` is the
    log-odds that the quote answers. `page` counts from 1 where the format has pages. `also` are
    the other files that have the same content.
    """

    marker: int
    source: str
    document_id: str
    quote: str
    start: int
    end: int
    page: int | None
    title: str
    score: float
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer, without markers, and the numbers of the citations it rests on.

    `text[marked[0]:marked[1]]` are the words in it that answer, where the reader marked any.
    """

    text: str
    citations: tuple[int, ...]
    marked: Span | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A question's answer with its evidence.

    `text` is what a person reads, with markers such as [1] in it. `sentences` are empty of
    citations never where `status` is "answered"; where it is "not_in_sources", the citations are
    the nearest passages. `notes` are what is said beside the quotes: that documents disagree, which
    part of the question was not found, why there is no answer. `disagreeing` are the numbers of the
    citations whose documents say otherwise than each other about one thing. `confidence` is the calibrated
    probability that the answer is right. `hits` is what was considered, best first by the reader.
    `timings` are seconds a step, and the one field that differs from run to run. `perhaps`, where `status`
    is "not_in_sources": whether the first citation may be the answer all the same, though not surely
    enough: shown under "Perhaps:". `written_by` names the LLM that wrote the sentences, each of which its
    quotes support; "" where the sentences are quotes. `left_out` are the sentences that an LLM wrote and
    the check did not let through.
    """

    question: str
    standalone_question: str
    status: Status
    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    confidence: float
    hits: tuple[Hit, ...]
    timings: dict[str, float]
    settings_hash: str
    index_version: str
    notes: tuple[str, ...] = ()
    disagreeing: tuple[int, ...] = ()
    perhaps: bool = False
    written_by: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def likelihood(self) -> Likelihood | None:
        """The confidence in a word; None where there is no answer."""
        if self.status != "answered":
            return None
        return "sure" if self.confidence >= SURE else "likely" if self.confidence >= LIKELY else "uncertain"

    @property
    def percent(self) -> int:
        """The confidence in per cent, from 1 to 99: no estimate is ever certain."""
        return min(99, max(1, round(100 * self.confidence)))

    def to_json(self, *, timings: bool = True) -> str:
        """The answer as JSON. Without timings, the same question gives the same bytes."""
        fields: dict[str, Any] = {**dataclasses.asdict(self), "likelihood": self.likelihood}
        if not timings:
            fields["timings"] = {}
        return json.dumps(fields, ensure_ascii=False, indent=2)


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence of an answer that is not whole yet, with its citations."""

    sentence: Sentence
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier exchange of a conversation; the answer may be its text alone."""

    question: str
    answer: Answer | str

    @property
    def answer_text(self) -> str:
        """The words of the answer, without citation markers where they are known apart."""
        if isinstance(self.answer, str):
            return self.answer
        return " ".join(sentence.text for sentence in self.answer.sentences)


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """Words of a chunk that may answer a question, by offsets in the document's text.

    `sentence` is the (start, end) of the sentence, list item or row around them. `score` is the
    log-odds that they answer, comparable across chunks and documents; `evidence` is the probability
    that the answer rests on that sentence.
    """

    chunk: Chunk
    start: int
    end: int
    sentence: Span
    score: float
    evidence: float

    @property
    def words(self) -> str:
        """The words themselves."""
        return self.chunk.slice(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a chunk says of a statement: three probabilities that add up to 1."""

    chunk: Chunk
    supported: float
    contradicted: float
    unmentioned: float
