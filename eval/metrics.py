"""One answer measured against its question's gold evidence: pure functions, one a measure.

A measure that has no meaning for a question is None, never 0: it then does not count in a mean.
Retrieval: Manning, Raghavan and Schütze 2008, chapter 8. Citations: ALCE (Gao et al. 2023), with
the gold evidence as the judge in the place of an entailment model.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

from eval.dataset import Need, Question, Quote
from index import Chunk, Hit
from qa import Answer, Citation, Sentence

Verdict = Literal["right", "wrong", "missed", "abstained"]
Passage = Chunk | Citation


@dataclass(frozen=True, slots=True)
class Scores:
    """Every measure of one answer. `seconds` is how long it took."""

    answerable: bool
    answered: bool
    correct: bool
    recall_at_1: float | None
    recall_at_5: float | None
    recall_at_10: float | None
    reciprocal_rank: float | None
    evidence_recall: float | None
    citation_recall: float | None
    citation_precision: float | None
    grounded: bool | None
    seconds: float

    @property
    def verdict(self) -> Verdict:
        """Answered "right" or "wrong"; not answered, though the documents do ("missed") or rightly ("abstained")."""
        if self.answered:
            return "right" if self.correct else "wrong"
        return "missed" if self.answerable else "abstained"


def score(question: Question, answer: Answer, *, read: Callable[[str], str], seconds: float) -> Scores:
    """All measures of one answer; `read` gives a source's text. Passages shown with a refusal are no citations."""
    needs, answered = question.needs, answer.status == "answered"
    citations = answer.citations if answered else ()
    recalled = evidence_recall(needs, citations)
    return Scores(
        answerable=question.answerable,
        answered=answered,
        correct=recalled == 1,
        recall_at_1=recall_at(1, needs, answer.hits),
        recall_at_5=recall_at(5, needs, answer.hits),
        recall_at_10=recall_at(10, needs, answer.hits),
        reciprocal_rank=reciprocal_rank(needs, answer.hits),
        evidence_recall=recalled,
        citation_recall=citation_recall(needs, citations),
        citation_precision=citation_precision(needs, citations),
        grounded=grounded(answer, read) if answered else None,
        seconds=seconds,
    )


def recall_at(k: int, needs: Sequence[Need], hits: Sequence[Hit]) -> float | None:
    """|needs of which one of the first k chunks holds an alternative whole| / |needs|."""
    return _mean(any(_holds(hit.chunk, need) for hit in hits[:k]) for need in needs)


def reciprocal_rank(needs: Sequence[Need], hits: Sequence[Hit]) -> float | None:
    """1 / the rank of the first chunk that holds an alternative of any need; 0 where none does (Voorhees 1999)."""
    if not needs:
        return None
    ranks = (rank for rank, hit in enumerate(hits, start=1) if any(_holds(hit.chunk, need) for need in needs))
    return 1 / rank if (rank := next(ranks, 0)) else 0.0


def evidence_recall(needs: Sequence[Need], citations: Sequence[Citation]) -> float | None:
    """The mean over the needs of the share of characters cited, of the need's best alternative.

    It is 1 exactly where the citations, taken together, cover every need: the answer is correct.
    """
    return _mean(max(coverage(quote, citations) for quote in need.alternatives) for need in needs)


def citation_recall(needs: Sequence[Need], citations: Sequence[Citation]) -> float | None:
    """|needs of which a single citation covers an alternative whole| / |needs|."""
    return _mean(any(_holds(citation, need) for citation in citations) for need in needs)


def citation_precision(needs: Sequence[Need], citations: Sequence[Citation]) -> float | None:
    """|citations that share a character with any alternative| / |citations|."""
    gold = [quote for need in needs for quote in need.alternatives]
    return _mean(any(_overlap(citation, quote) for quote in gold) for citation in citations)


def grounded(answer: Answer, read: Callable[[str], str]) -> bool:
    """Whether every sentence has citations, and stands in their quotes, which stand in their documents."""
    quotes = {citation.marker: citation.quote for citation in answer.citations if _stands(citation, read)}
    whole = len(quotes) == len(answer.citations)
    return whole and bool(answer.sentences) and all(_quoted(sentence, quotes) for sentence in answer.sentences)


def coverage(quote: Quote, passages: Sequence[Passage]) -> float:
    """The share of a gold quote's characters that stand in the passages; white space does not count."""
    spans = [(passage.start, passage.end) for passage in passages if passage.source == quote.source]
    offsets = [at for at, char in enumerate(quote.text, quote.start) if not char.isspace()]
    return sum(any(start <= at < end for start, end in spans) for at in offsets) / len(offsets)


def _mean(values: Iterable[float]) -> float | None:
    known = list(values)
    return fmean(known) if known else None


def _holds(passage: Passage, need: Need) -> bool:
    return any(coverage(quote, [passage]) == 1 for quote in need.alternatives)


def _overlap(citation: Citation, quote: Quote) -> bool:
    return citation.source == quote.source and citation.start < quote.end and quote.start < citation.end


def _stands(citation: Citation, read: Callable[[str], str]) -> bool:
    return bool(citation.quote) and read(citation.source)[citation.start : citation.end] == citation.quote


def _quoted(sentence: Sentence, quotes: dict[int, str]) -> bool:
    """Whether a sentence's words stand, in order and without a gap, in the quotes that it cites."""
    if not sentence.citations or not all(marker in quotes for marker in sentence.citations):
        return False
    said, cited = _words(sentence.text), _words(" ".join(quotes[marker] for marker in sentence.citations))
    return bool(said) and any(cited[at : at + len(said)] == said for at in range(len(cited) - len(said) + 1))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
