"""One answer scored against its question's gold evidence and accepted answers.

Where the evidence was retrieved is in eval/measures/retrieval.py, what was cited of it in
eval/measures/evidence.py, and SQuAD's comparison of words in eval/measures/squad.py.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from eval.measures.evidence import citation_precision, citation_recall, evidence_recall
from eval.measures.retrieval import ndcg_at, recall_at, reciprocal_rank
from eval.measures.squad import exact_match, f1
from eval.questions.dataset import Question
from qa import Answer, Citation, Sentence

Verdict = Literal["right", "perhaps right", "wrong", "missed", "abstained", "unscored"]
"""Answered "right" or "wrong"; or silent: rightly ("abstained"), or though the documents answer ("missed"),
then "perhaps right" where the passage shown as perhaps the answer holds the evidence."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Every measure of one answer. `confidence` is the answer's own, `seconds` the time it took.

    `perhaps`: silent, with a passage that may be the answer all the same; `perhaps_right`: it is.
    """

    answerable: bool
    answered: bool
    correct: bool
    confidence: float
    exact_match: float | None
    f1: float | None
    recall_at_1: float | None
    recall_at_5: float | None
    recall_at_10: float | None
    reciprocal_rank: float | None
    ndcg_at_10: float | None
    evidence_recall: float | None
    citation_recall: float | None
    citation_precision: float | None
    grounded: bool | None
    seconds: float
    perhaps: bool = False
    perhaps_right: bool = False

    @property
    def verdict(self) -> Verdict:
        """The outcome in a word."""
        if self.answered:
            return "right" if self.correct else "wrong"
        if not self.answerable:
            return "abstained"
        return "perhaps right" if self.perhaps_right else "missed"


def score(question: Question, answer: Answer, *, read: Callable[[str], str], seconds: float) -> Scores:
    """All measures of one answer; `read` gives a source's text. Passages shown with an abstention are no citations."""
    nuggets, answered = question.nuggets, answer.status == "answered"
    perhaps = not answered and bool(getattr(answer, "perhaps", False))
    citations = answer.citations if answered else ()
    recalled = evidence_recall(nuggets, citations)
    # Of the words: undefined where none are accepted, 0 where nothing is answered.
    words = marked_words(answer) if question.answerable and question.answers else None
    return Scores(
        answerable=question.answerable,
        answered=answered,
        correct=recalled == 1,
        confidence=answer.confidence,
        exact_match=None if words is None else exact_match(words, question.answers) * answered,
        f1=None if words is None else f1(words, question.answers) * answered,
        recall_at_1=recall_at(1, nuggets, answer.hits),
        recall_at_5=recall_at(5, nuggets, answer.hits),
        recall_at_10=recall_at(10, nuggets, answer.hits),
        reciprocal_rank=reciprocal_rank(nuggets, answer.hits),
        ndcg_at_10=ndcg_at(10, nuggets, answer.hits),
        evidence_recall=recalled,
        citation_recall=citation_recall(nuggets, citations),
        citation_precision=citation_precision(nuggets, citations),
        grounded=grounded(answer, read) if answered else None,
        seconds=seconds,
        perhaps=perhaps,
        perhaps_right=perhaps and evidence_recall(nuggets, answer.citations[:1]) == 1,
    )


def grounded(answer: Answer, read: Callable[[str], str]) -> bool:
    """Whether every sentence has citations, and stands in their quotes, which stand in their documents."""
    quotes = {citation.marker: citation.quote for citation in answer.citations if _stands(citation, read)}
    whole = len(quotes) == len(answer.citations)
    return whole and bool(answer.sentences) and all(_quoted(sentence, quotes) for sentence in answer.sentences)


def marked_words(answer: Answer) -> str:
    """The words that answer, as the reader marked them; of a sentence in which it marked none, the whole."""
    marked = ((sentence.text, *(sentence.marked or (0, None))) for sentence in answer.sentences)
    return " ".join(text[start:end] for text, start, end in marked)


def _stands(citation: Citation, read: Callable[[str], str]) -> bool:
    return bool(citation.quote) and read(citation.source)[citation.start : citation.end] == citation.quote


def _quoted(sentence: Sentence, quotes: dict[int, str]) -> bool:
    """Whether a sentence's words stand, contiguous and in order, in the quotes that it cites."""
    if not sentence.citations or not all(marker in quotes for marker in sentence.citations):
        return False
    words, cited = _words(sentence.text), _words(" ".join(quotes[marker] for marker in sentence.citations))
    return bool(words) and any(cited[at : at + len(words)] == words for at in range(len(cited) - len(words) + 1))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
