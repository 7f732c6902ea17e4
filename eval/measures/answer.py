"""One answer measured against its question's gold evidence and accepted answers.

A measure that has no meaning for a question is None, never 0: it then does not count in a mean.
Where the evidence was found is measured in eval/measures/retrieval.py, what was cited of it in
eval/measures/evidence.py, and the words of the answer in eval/measures/squad.py.
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

Verdict = Literal["right", "perhaps", "wrong", "missed", "abstained"]


@dataclass(frozen=True, slots=True)
class Scores:
    """Every measure of one answer. `confidence` is the answer's own; `seconds` is how long it took.

    `perhaps` is whether what stands after "Perhaps:" holds all the evidence, None where nothing does.
    """

    answerable: bool
    answered: bool
    correct: bool
    perhaps: bool | None
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

    @property
    def verdict(self) -> Verdict:
        """Answered "right" or "wrong"; not answered, but shown as what "perhaps" answers, and rightly so.

        Else not answered, though the documents do ("missed"), or rightly ("abstained").
        """
        if self.answered:
            return "right" if self.correct else "wrong"
        if self.perhaps:
            return "perhaps"
        return "missed" if self.answerable else "abstained"


def score(question: Question, answer: Answer, *, read: Callable[[str], str], seconds: float) -> Scores:
    """All measures of one answer; `read` gives a source's text. Passages shown with a refusal are no citations."""
    nuggets, answered = question.nuggets, answer.status == "answered"
    citations = answer.citations if answered else ()
    recalled = evidence_recall(nuggets, citations)
    return Scores(
        answerable=question.answerable,
        answered=answered,
        correct=recalled == 1,
        perhaps=evidence_recall(nuggets, answer.citations[:1]) == 1 if answer.perhaps else None,
        confidence=answer.confidence,
        exact_match=_said(exact_match, question, answer),
        f1=_said(f1, question, answer),
        recall_at_1=recall_at(1, nuggets, answer.hits),
        recall_at_5=recall_at(5, nuggets, answer.hits),
        recall_at_10=recall_at(10, nuggets, answer.hits),
        reciprocal_rank=reciprocal_rank(nuggets, answer.hits),
        ndcg_at_10=ndcg_at(10, nuggets, answer.hits),
        evidence_recall=recalled,
        citation_recall=citation_recall(nuggets, citations),
        citation_precision=citation_precision(nuggets, citations),
        grounded=grounded(answer, read) if answered and not answer.written_by else None,
        seconds=seconds,
    )


def grounded(answer: Answer, read: Callable[[str], str]) -> bool:
    """Whether every sentence has citations, and stands in their quotes, which stand in their documents."""
    quotes = {citation.marker: citation.quote for citation in answer.citations if _stands(citation, read)}
    whole = len(quotes) == len(answer.citations)
    return whole and bool(answer.sentences) and all(_quoted(sentence, quotes) for sentence in answer.sentences)


def said(answer: Answer) -> str:
    """The words that answer, as the reader marked them; of a sentence in which it marked none, the whole."""
    marked = ((sentence.text, *(sentence.marked or (0, None))) for sentence in answer.sentences)
    return " ".join(text[start:end] for text, start, end in marked)


def _said(measure: Callable[[str, tuple[str, ...]], float], question: Question, answer: Answer) -> float | None:
    """A measure of the words said; undefined where no words are accepted, 0 where nothing is said."""
    if not question.answerable or not question.answers:
        return None
    return measure(said(answer), question.answers) if answer.status == "answered" else 0.0


def _stands(citation: Citation, read: Callable[[str], str]) -> bool:
    return bool(citation.quote) and read(citation.source)[citation.start : citation.end] == citation.quote


def _quoted(sentence: Sentence, quotes: dict[int, str]) -> bool:
    """Whether a sentence's words stand, in order and without a gap, in the quotes that it cites."""
    if not sentence.citations or not all(marker in quotes for marker in sentence.citations):
        return False
    words, cited = _words(sentence.text), _words(" ".join(quotes[marker] for marker in sentence.citations))
    return bool(words) and any(cited[at : at + len(words)] == words for at in range(len(cited) - len(words) + 1))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
