"""Findings → the answer's sentences and citations, or "the sources don't say".

Every sentence of an answer is a quote, word for word, so it cannot say more than its source. Each
quote is looked up once more in the document before it is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index import Hit, Index, Term
from index.datatypes import IndexDamagedError
from qa.datatypes import Citation, Sentence, Span, Status
from qa.parts import Part

NEAREST = 3
"""How many passages are named where the sources don't say."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one part of the question: spans, best first, and how probably the first is right."""

    part: Part
    spans: tuple[Span, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer's content, before it is signed with the question, the timings and the versions."""

    status: Status
    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    confidence: float


def compose(findings: Sequence[Finding], hits: Sequence[Hit], index: Index, min_confidence: float) -> Draft:
    """Answer part by part; a part without evidence is said to be missing, the others are answered."""
    answered = [finding for finding in findings if finding.probability >= min_confidence]
    if not answered:
        return _silence(findings, hits, index)
    sentences, citations = _quote([finding.spans[0] for finding in answered], index)
    missing = [finding.part.words for finding in findings if finding not in answered]
    text = " ".join([*map(_marked, sentences), *(f"(The sources don't say: {part}.)" for part in missing)])
    confidence = min(finding.probability for finding in answered)
    return Draft("answered", text, sentences, citations, confidence)


def _silence(findings: Sequence[Finding], hits: Sequence[Hit], index: Index) -> Draft:
    """Say that the sources don't say, what was looked at, and what came nearest."""
    spans = sorted((span for finding in findings for span in finding.spans), key=lambda span: -span.score)
    nearest, citations = _quote(spans[:NEAREST], index)
    unknown = [term for finding in findings for term in index.terms(finding.part.question) if not term.known]
    sentences = (Sentence(f"The sources don't say. {_looked_at(hits, unknown)}", ()), *nearest)
    text = " ".join([sentences[0].text, "Nearest:" if nearest else "", *map(_marked, nearest)]).strip()
    confidence = max(finding.probability for finding in findings)
    return Draft("not_in_sources", text, sentences, citations, confidence)


def _looked_at(hits: Sequence[Hit], unknown: Sequence[Term]) -> str:
    documents = len({hit.chunk.document_id for hit in hits})
    looked = f"Looked at {_count(len(hits), 'passage')} of {_count(documents, 'document')}."
    words = ", ".join(f"“{word}”" for word in dict.fromkeys(term.word for term in unknown))
    return f"{looked} In no document: {words}." if words else looked


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _marked(sentence: Sentence) -> str:
    return " ".join([sentence.text, *(f"[{marker}]" for marker in sentence.citations)])


def _quote(spans: Sequence[Span], index: Index) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """The sentence around each span, with its own citation; one that comes twice is said once."""
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    for marker, span in enumerate(_distinct(spans), start=1):
        document, (start, end) = index.document(span.chunk.document_id), span.sentence
        quote = document.text[start:end]
        if quote != span.chunk.slice(start, end):
            raise IndexDamagedError(
                f"{document.source} does not hold the words of its chunk {span.chunk.chunk_id} at their offsets. "
                "Rebuild the index: python -m index --rebuild PATH."
            )
        fields = (document.source, document.document_id, quote, start, end, None, document.title)
        citations.append(Citation(marker, *fields, score=round(span.score, 4)))
        sentences.append(Sentence(quote, (marker,), (span.start - start, span.end - start)))
    return tuple(sentences), tuple(citations)


def _distinct(spans: Sequence[Span]) -> list[Span]:
    """The spans without those whose sentence came before."""
    first: dict[tuple[str, tuple[int, int]], Span] = {}
    for span in spans:
        first.setdefault((span.chunk.document_id, span.sentence), span)
    return list(first.values())
