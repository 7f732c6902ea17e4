"""Candidates → the answer's sentences and citations, or "the sources don't say".

Every sentence of an answer is a quote, word for word, so it cannot say more than its source. Each
quote is looked up once more in the document before it is shown. What is said beside the quotes are
notes, and they never say what the documents hold.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations

from index import DocumentRecord, Snapshot, Span, with_unseen_shown
from qa.antecedent import with_antecedent
from qa.candidates import Candidate
from qa.conflict import dateline, disagree
from qa.datatypes import AnswerSpan, Citation, Sentence, Status
from qa.silence import reason

NOTHING, NOT_SURELY = "The sources don't say.", "The sources don't say it for sure."
NEAREST = 3
"""How many passages are named where the sources don't say."""
PERHAPS = 0.15
"""From which probability on a passage that is not sure enough to be the answer is shown as what may be it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What is quoted for a span, text[start:end] of its document: its sentence, and what that points back to."""

    span: AnswerSpan
    document: DocumentRecord
    start: int
    end: int

    @property
    def quote(self) -> str:
        """The words, as the chunk has them; what was read of the index is known to be as it was written."""
        return self.span.chunk.slice(self.start, self.end)

    def holds(self, document_id: str, start: int, end: int) -> bool:
        """Whether these characters of a document are quoted here."""
        return document_id == self.document.document_id and self.start <= start and end <= self.end


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer's content, before it is signed with the question, the timings and the versions."""

    status: Status
    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    notes: tuple[str, ...]
    confidence: float
    disagreeing: tuple[int, ...] = ()
    perhaps: bool = False
    written_by: str = ""
    left_out: tuple[str, ...] = ()

    def noted(self, note: str) -> "Draft":
        """The draft with one more note. Silence says it itself: its notes are not shown beside it."""
        said = () if self.status == "answered" else (Sentence(note, ()),)
        text, sentences = f"{self.text} ({note})", (*self.sentences, *said)
        return replace(self, text=text, sentences=sentences, notes=(*self.notes, note))


def compose(candidates: Sequence[Candidate], index: Snapshot, threshold: float) -> Draft:
    """Answer part by part; a part without evidence is said to be missing, the others are answered."""
    answered = [candidate for candidate in candidates if candidate.probability >= threshold]
    if not answered:
        return _silence(candidates, index)
    passages = _passages(chain.from_iterable(candidate.shown for candidate in answered), index)
    sentences, citations = _quoted(passages)
    missing = [
        f"The sources don't say: {candidate.sub_question.words}."
        for candidate in candidates
        if candidate not in answered
    ]
    disagreeing = _disagreeing(passages)
    disagreement = _disagreement([(marker, passages[marker - 1]) for marker in disagreeing], index)
    notes = (*disagreement, *missing, *_doubts(passages, index))
    text = " ".join([*map(marked, sentences), *(f"({note})" for note in notes)])
    probability = min(candidate.probability for candidate in answered)
    return Draft("answered", text, sentences, citations, notes, probability, disagreeing)


def _silence(candidates: Sequence[Candidate], index: Snapshot) -> Draft:
    """Say that the sources don't say, why, and what came nearest, or what may be the answer all the same."""
    best = max(candidates, key=lambda candidate: candidate.probability)
    perhaps = best.probability >= PERHAPS
    spans = sorted((span for candidate in candidates for span in candidate.spans), key=lambda span: -span.score)
    nearest, citations = _quoted(_passages([*(best.shown[:1] if perhaps else ()), *spans][:NEAREST], index))
    why = "" if perhaps else reason(candidates, index)
    said = Sentence(NOT_SURELY if perhaps else f"{NOTHING} {why}".strip(), ())
    shown = ["Perhaps:", marked(nearest[0]), f"({said.text})"] if perhaps else [said.text, *_listed(nearest)]
    notes = (why,) if why else ()
    text = " ".join(shown)
    return Draft("not_in_sources", text, (said, *nearest), citations, notes, best.probability, perhaps=perhaps)


def _listed(nearest: Sequence[Sentence]) -> list[str]:
    return ["Nearest:", *map(marked, nearest)] if nearest else []


def _disagreeing(passages: Sequence[Passage]) -> tuple[int, ...]:
    """The numbers of the passages whose documents give another answer than one another to one thing."""
    numbered = enumerate(passages, start=1)
    pairs = (pair for pair in combinations(numbered, 2) if disagree(pair[0][1].span, pair[1][1].span))
    return tuple(dict.fromkeys(marker for marker, _ in chain.from_iterable(pairs)))


def _disagreement(passages: Sequence[tuple[int, Passage]], index: Snapshot) -> list[str]:
    """One note for all the numbered passages that disagree."""
    values = (f"“{each.span.words}”{_dated(each.document, index)} [{marker}]" for marker, each in passages)
    return [f"The sources disagree: {', '.join(values)}."] if passages else []


def _dated(document: DocumentRecord, index: Snapshot) -> str:
    date = document.date or dateline(index.document(document.document_id).text)
    return f" ({date})" if date else ""


def _doubts(passages: Sequence[Passage], index: Snapshot) -> Iterator[str]:
    """What was odd about the files that are quoted, such as a guessed encoding or an old version."""
    quoted = {passage.document.sources[0] for passage in passages}
    for file in index.noted():
        if file.source in quoted:
            yield f"{with_unseen_shown(file.source)}: {file.note.rstrip('.')}."


def marked(sentence: Sentence) -> str:
    """A sentence with its numbers."""
    return " ".join([sentence.text, *(f"[{marker}]" for marker in sentence.citations)])


def _passages(spans: Iterable[AnswerSpan], index: Snapshot) -> list[Passage]:
    """What is quoted for each span; a sentence that is quoted already is not quoted again."""
    passages: list[Passage] = []
    for span in spans:
        if not any(passage.holds(span.chunk.document_id, *span.sentence) for passage in passages):
            document = index.record(span.chunk.document_id)
            start, end = _with_antecedent(span)
            if any(passage.holds(document.document_id, start, start + 1) for passage in passages):
                start, end = span.sentence  # what it points back to is there to read
            passages.append(Passage(span, document, start, end))
    return passages


def _with_antecedent(span: AnswerSpan) -> Span:
    """The span's sentence with what it points back to, by offsets in the document."""
    shift = span.chunk.start
    first, *others = ((start - shift, end - shift) for start, end in (span.sentence, *span.chunk.sentences))
    start, end = with_antecedent(first, others, span.chunk.text)
    return start + shift, end + shift


def _quoted(passages: Sequence[Passage]) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """Each passage as a sentence with its own citation."""
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    for marker, passage in enumerate(passages, start=1):
        span, start = passage.span, passage.start
        citations.append(cited(marker, passage))
        sentences.append(Sentence(passage.quote, (marker,), (span.start - start, span.end - start)))
    return tuple(sentences), tuple(citations)


def cited(marker: int, passage: Passage) -> Citation:
    """A passage under its number."""
    document, start, end = passage.document, passage.start, passage.end
    source, *also = document.sources
    fields = (source, document.document_id, passage.quote, start, end, document.page(start), document.title)
    return Citation(marker, *fields, score=round(passage.span.score, 4), also=tuple(also))
