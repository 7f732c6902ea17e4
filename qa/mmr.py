"""Several passages for a question that asks for more than one thing, without saying anything twice.

Maximal marginal relevance (Carbonell and Goldstein 1998): the next sentence is the one with the
highest  lambda × relevance - (1 - lambda) × greatest similarity to a sentence already chosen.
Relevance falls with the rank, 1 - (rank - 1) / 10, by the reader's score, the search's rank and the
words of the question; similarity is the cosine of the sentences' stems, each counted once.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence

from index import Hit
from index.english import is_ended
from index.words import content_stems
from qa.datatypes import AnswerSpan

MOST = 5
LAMBDA = 0.5
LEAST_GAIN = 0.1
"""A sentence that adds less than this is left out."""
RANKS = 10
A_CHUNK = 2
FAR = 10.0
"""In log-odds."""
PRIOR = 3.0
"""The search's rank counts once more so much: the reader is no judge of what belongs to a summary."""
OVERLAP = 20.0
"""So many log-odds more has a sentence with all the question's words."""
LONG_QUESTION = 24
"""A question of so many words asks for several things, however it begins."""

_BROAD = re.compile(
    r"^\W*(?:please |can you |could you )*(?:describe|explain|summari[sz]e|outline|list|compare|"
    r"tell me (?:about|all|more|everything)|give (?:me )?(?:an overview|a summary|the names|all|examples)|"
    r"what (?:else|do we know|(?:are|were) (?:all|some of|the (?:main|key|different|various|most important)))|"
    r"how (?:do|does|did) .* (?:compare|differ)|in (?:what|which) ways|"
    r"(?:name|which) (?:all|both|two|three|four|five)|what (?:kinds|types|sorts|reasons|conditions|differences?)\b)",
    re.IGNORECASE,
)


def is_broad(question: str) -> bool:
    """Whether a question asks for more than one sentence can say."""
    return bool(_BROAD.search(question)) or len(question.split()) >= LONG_QUESTION


def diverse(question: str, spans: Sequence[AnswerSpan], hits: Sequence[Hit]) -> tuple[AnswerSpan, ...]:
    """Up to `MOST` of the spans that together say most; in the order of documents and text."""
    ranks = {hit.chunk.chunk_id: rank for rank, hit in enumerate(hits, start=1)}
    asked, said = content_stems(question), {span: content_stems(span.chunk.slice(*span.sentence)) for span in spans}

    def fitness(span: AnswerSpan) -> float:
        shared = len(asked & said[span]) / max(1, len(asked))
        return span.score - PRIOR * math.log(ranks[span.chunk.chunk_id]) + OVERLAP * shared

    def gain(span: AnswerSpan) -> float:
        return left[span] - (1 - LAMBDA) * max((_similarity(said[span], said[one]) for one in chosen), default=0.0)

    ranked = sorted(spans, key=fitness, reverse=True)
    whole = _eligible([span for span in ranked if _is_sentence(span)]) or list(ranked)
    left = {span: LAMBDA * (1 - rank / RANKS) for rank, span in enumerate(whole[:RANKS])}
    chosen: list[AnswerSpan] = []
    while left and len(chosen) < MOST:
        best = max(left, key=gain)
        if gain(best) < LEAST_GAIN:
            break
        chosen.append(best)
        del left[best]
    documents = list(dict.fromkeys(span.chunk.document_id for span in chosen))
    return tuple(sorted(chosen, key=lambda span: (documents.index(span.chunk.document_id), span.sentence)))


def _eligible(ranked: Sequence[AnswerSpan]) -> list[AnswerSpan]:
    """The best `A_CHUNK` sentences of each chunk, less those that the reader thinks far worse than the best."""
    best, taken = max((span.score for span in ranked), default=0.0), Counter[str]()
    kept = []
    for span in ranked:
        taken[span.chunk.chunk_id] += 1
        if taken[span.chunk.chunk_id] <= A_CHUNK and span.score >= best - FAR:
            kept.append(span)
    return kept


def _is_sentence(span: AnswerSpan) -> bool:
    """Whether a span stands in a sentence, and not in a title or a line of dates."""
    return is_ended(span.chunk.slice(*span.sentence))


def _similarity(one: set[str], other: set[str]) -> float:
    return len(one & other) / math.sqrt(max(1, len(one)) * max(1, len(other)))
