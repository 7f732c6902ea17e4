"""Gold quotes against passages: what was cited of the evidence, and what was cited beside it.

Evidence and passages are spans of documents, so all is counted in characters. Citation recall and
precision are ALCE's (Gao et al. 2023), with the gold evidence as the judge in the place of an
entailment model. A measure that has no meaning for a question is None, never 0.
"""

from collections.abc import Iterable, Sequence
from statistics import fmean

from eval.questions.dataset import Need, Quote
from index import Chunk
from qa import Citation

Passage = Chunk | Citation


def evidence_recall(needs: Sequence[Need], citations: Sequence[Citation]) -> float | None:
    """The mean over the needs of the share of characters cited, of the need's best alternative.

    It is 1 exactly where the citations, taken together, cover every need: the answer is correct.
    """
    return _mean(max(coverage(quote, citations) for quote in need.alternatives) for need in needs)


def citation_recall(needs: Sequence[Need], citations: Sequence[Citation]) -> float | None:
    """|needs of which a single citation covers an alternative whole| / |needs|."""
    return _mean(any(holds(citation, need) for citation in citations) for need in needs)


def citation_precision(needs: Sequence[Need], citations: Sequence[Citation]) -> float | None:
    """|citations that share a character with any alternative| / |citations|."""
    gold = [quote for need in needs for quote in need.alternatives]
    return _mean(any(_overlap(citation, quote) for quote in gold) for citation in citations)


def coverage(quote: Quote, passages: Sequence[Passage]) -> float:
    """The share of a gold quote's characters that stand in the passages; white space does not count."""
    spans = [(passage.start, passage.end) for passage in passages if passage.source == quote.source]
    offsets = [at for at, char in enumerate(quote.text, quote.start) if not char.isspace()]
    return sum(any(start <= at < end for start, end in spans) for at in offsets) / len(offsets)


def holds(passage: Passage, need: Need) -> bool:
    """Whether a passage holds an alternative of a need whole."""
    return any(coverage(quote, [passage]) == 1 for quote in need.alternatives)


def _overlap(citation: Citation, quote: Quote) -> bool:
    return citation.source == quote.source and citation.start < quote.end and quote.start < citation.end


def _mean(values: Iterable[float]) -> float | None:
    known = list(values)
    return fmean(known) if known else None
