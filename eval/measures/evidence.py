"""Gold quotes against passages: what was cited of the evidence, and what was cited beside it.

Evidence and passages are spans of documents, so all is counted in characters. Citation recall and
precision are ALCE's (Gao et al. 2023), with the gold evidence as the judge in the place of an
entailment model. A measure that has no meaning for a question is None, never 0.
"""

from collections.abc import Iterable, Sequence
from statistics import fmean

from eval.questions.dataset import Nugget, Quote
from index import Chunk
from qa import Citation

Passage = Chunk | Citation


def evidence_recall(nuggets: Sequence[Nugget], citations: Sequence[Citation]) -> float | None:
    """The mean over the nuggets of the share of characters cited, of the nugget's best alternative.

    It is 1 exactly where the citations, taken together, cover every nugget: the answer is correct.
    """
    return _mean(max(coverage(quote, citations) for quote in nugget.alternatives) for nugget in nuggets)


def citation_recall(nuggets: Sequence[Nugget], citations: Sequence[Citation]) -> float | None:
    """|nuggets of which a single citation covers an alternative whole| / |nuggets|."""
    return _mean(any(holds(citation, nugget) for citation in citations) for nugget in nuggets)


def citation_precision(nuggets: Sequence[Nugget], citations: Sequence[Citation]) -> float | None:
    """|citations that share a character with any alternative| / |citations|."""
    gold = [quote for nugget in nuggets for quote in nugget.alternatives]
    return _mean(any(_overlap(citation, quote) for quote in gold) for citation in citations)


def coverage(quote: Quote, passages: Sequence[Passage]) -> float:
    """The share of a gold quote's characters that stand in the passages; white space does not count."""
    spans = [(passage.start, passage.end) for passage in passages if passage.source == quote.source]
    offsets = [at for at, char in enumerate(quote.text, quote.start) if not char.isspace()]
    return sum(any(start <= at < end for start, end in spans) for at in offsets) / len(offsets)


def holds(passage: Passage, nugget: Nugget) -> bool:
    """Whether a passage holds an alternative of a nugget whole."""
    return any(coverage(quote, [passage]) == 1 for quote in nugget.alternatives)


def _overlap(citation: Citation, quote: Quote) -> bool:
    return citation.source == quote.source and citation.start < quote.end and quote.start < citation.end


def _mean(values: Iterable[float]) -> float | None:
    known = list(values)
    return fmean(known) if known else None
