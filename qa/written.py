"""An LLM's answer in the place of the quotes: every sentence is checked before it is shown.

The quotes are made first. They stay the answer where the LLM fails, where what it wrote and the check leaves
does not say all that they say, and where the documents disagree (it would choose between them). A sentence
has to answer, too: what somebody planted in a document supports itself word for word, but the reader takes
it for no part of an answer.
"""

from collections.abc import Generator, Sequence
from dataclasses import replace

from index import Snapshot
from index.datatypes import LLMError
from qa.candidates import Candidate
from qa.compose import Draft, Passage, cited, compose, marked
from qa.datatypes import AnswerSpan, Citation, Sentence, Shown
from qa.evidence import evidence
from qa.llm import LLM
from qa.prompt import Prompt, abstains, prompt
from qa.reader import Reader
from qa.second_opinion import agrees, load_second_opinion, logit, says
from qa.settings import Settings
from qa.stream import Drafted, sentences
from qa.verify import Quote, Verdict, check

WITHOUT = "This was found without it."
"""How each note ends that says why an LLM has no part in an answer."""
BUDGET = "Within an error budget the quotes answer: how often an LLM's sentences are wrong is not known."


def written(
    question: str,
    candidates: Sequence[Candidate],
    quotes: Draft,
    reader: Reader,
    index: Snapshot,
    settings: Settings,
) -> Generator[Shown, None, Draft]:
    """Sentence by sentence, what the LLM of the settings says and the check leaves; at last the draft."""
    passages = evidence([each.shown for each in candidates], [each.spans for each in candidates])
    if quotes.disagreeing or not passages:
        return quotes
    if settings.max_error is not None:
        return quotes.noted(BUDGET)
    llm, asked = LLM.named(settings.llm), prompt(question, passages)
    writing = _Writing(candidates, quotes, index, settings.threshold)
    words = llm.write(asked.messages, settings.llm_seconds)
    try:
        for drafted in sentences(words):
            if abstains(drafted.text):
                writing.abstained = True
                continue
            yield from writing.add(_verdict(drafted, asked, reader, question))
    except LLMError as error:
        return replace(quotes, left_out=tuple(writing.left_out)).noted(f"{error} {WITHOUT}")
    return writing.draft(llm.model)


def _verdict(drafted: Drafted, asked: Prompt, reader: Reader, question: str) -> Verdict:
    """The verdict by the passages that a sentence cites, else by all: small models number wrongly what is right."""
    passages = [[chunk] for chunk in asked.passages]
    verdict = check(drafted, passages, reader, question=question)
    if verdict.quotes or not set(drafted.numbers) <= set(range(1, len(passages) + 1)):
        return verdict
    return check(replace(drafted, numbers=()), passages, reader, question=question)


class _Writing:
    """An answer that grows: the sentences that are shown, and those that are left out."""

    def __init__(self, candidates: Sequence[Candidate], quotes: Draft, index: Snapshot, threshold: float) -> None:
        self._candidates, self._quotes, self._index, self._threshold = candidates, quotes, index, threshold
        self._shown = [span for candidate in candidates for span in candidate.shown]
        self._read = [span for candidate in candidates for span in candidate.spans]
        self._sentences: list[Sentence] = []
        self._held: list[Shown] = []
        self._citations: dict[tuple[str, int, int], Citation] = {}
        self._probability = 1.0
        self.left_out: list[str] = []
        self.abstained = False

    def add(self, verdict: Verdict) -> Sequence[Shown]:
        """What can be shown now: nothing before the answer says all that the quotes say, or it might be taken back."""
        if any(verdict.text == sentence.text for sentence in self._sentences):
            return ()  # small models repeat themselves
        agreed, answering = agrees(verdict.text, self._shown), max(map(self._answers, verdict.quotes), default=0.0)
        likely = load_second_opinion().of_written(self._quotes.confidence, answering, agrees=agreed)
        if not verdict.quotes or likely < self._threshold:
            self.left_out.append(verdict.text)
            return ()
        self._probability = min(self._probability, likely)
        citations = tuple(map(self._cite, verdict.quotes))
        sentence = Sentence(verdict.text, tuple(citation.marker for citation in citations))
        self._sentences.append(sentence)
        self._held.append(Shown(sentence, citations))
        if not self._complete():
            return ()
        released, self._held = self._held, []
        return released

    def draft(self, model: str) -> Draft:
        """The whole; the quotes where it does not say what they say, less sure where the LLM found no answer."""
        complete = self._complete()
        left_out = (*self.left_out, *(sentence.text for sentence in self._sentences if not complete))
        if complete:
            # Of silence the notes say why there is no answer, and there is one now.
            notes = self._quotes.notes if self._quotes.status == "answered" else ()
            return Draft(
                "answered",
                " ".join([*map(marked, self._sentences), *(f"({note})" for note in notes)]),
                tuple(self._sentences),
                tuple(self._citations.values()),
                notes,
                self._probability,
                written_by=model,
                left_out=left_out,
            )
        if not self.abstained:
            kept = replace(self._quotes, left_out=left_out)
            return kept if left_out else kept.noted(f"{model} wrote nothing. {WITHOUT}")
        opinion = load_second_opinion()
        doubted = [replace(each, probability=opinion.of_abstained(each.probability)) for each in self._candidates]
        return replace(compose(doubted, self._index, self._threshold), left_out=left_out)

    def _complete(self) -> bool:
        """Whether the answer has the words marked in each quote; where the threshold is 0, nothing is held back."""
        quotes = self._quotes.sentences if self._threshold and self._quotes.status == "answered" else ()
        said = " ".join(sentence.text for sentence in self._sentences)
        return bool(said) and all(says(said, quote.text[slice(*quote.marked)]) for quote in quotes if quote.marked)

    def _answers(self, quote: Quote) -> float:
        """The probability that a quote supports its sentence, times that an answer rests on a sentence of the quote."""
        document = quote.chunk.document_id
        inside = [
            span
            for span in self._read
            if span.chunk.document_id == document and quote.start <= span.sentence[0] and span.sentence[1] <= quote.end
        ]
        return quote.supported * max((span.evidence for span in inside), default=0.0)

    def _cite(self, quote: Quote) -> Citation:
        """A quote under its number; the one that it has already where it is cited again."""
        chunk, start, end = quote.chunk, quote.start, quote.end
        marker = len(self._citations) + 1
        answering = self._answers(quote)
        span = AnswerSpan(chunk, start, end, (start, end), logit(answering), answering)
        passage = Passage(span, self._index.record(chunk.document_id), start, end)
        return self._citations.setdefault((chunk.document_id, start, end), cited(marker, passage))
