"""A sentence that somebody wrote, against the passages that it cites: shown with the quote that supports it, or not.

Three checks, none of which the writer can influence: the numbers that it cites exist; its names, figures
and dates stand in what it cites; and the reader finds it supported there (Honovich et al. 2022, "TRUE":
entailment as the measure of grounding). The quote is the shortest run of whole sentences that supports
it by itself: who checks the quote sees what the reader saw.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from index import Chunk
from qa.literals import all_figures, figures, names, without
from qa.reader import Reader
from qa.stream import Drafted

SUPPORTED = 0.5
"""From which probability on a sentence counts as supported; python -m eval ground says what that gives."""
RUNS = 1, 2, 3
"""Sentences in a quote, fewest first; then the whole passage."""
_MARKUP = re.compile(r"://|\]\(|!\[|</?\w|&#?\w+;|\bwww\.", re.IGNORECASE)
"""No sentence needs an address, an image or a tag: they are how text that was planted carries something out."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a passage, by offsets in its document, and how probably they support a sentence."""

    chunk: Chunk
    start: int
    end: int
    supported: float

    @property
    def words(self) -> str:
        """The words themselves."""
        return self.chunk.slice(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A sentence with the quotes that support it, best first; where there are none, `reason` says why not."""

    text: str
    quotes: tuple[Quote, ...]
    reason: str = ""

    @property
    def supported(self) -> float:
        """The probability that the best quote supports it; 0 where it fell before that."""
        return max((quote.supported for quote in self.quotes), default=0.0)


def check(
    drafted: Drafted,
    passages: Sequence[Sequence[Chunk]],
    reader: Reader,
    *,
    question: str = "",
    least: float = SUPPORTED,
) -> Verdict:
    """The verdict on a sentence; the first passage, which may be in several chunks, is number 1.

    A sentence without a number is compared with every passage. A name may also come from the question:
    where the passage has "he", the answer may say who.
    """
    if not drafted.finished:
        return Verdict(drafted.text, (), "it breaks off")
    if _MARKUP.search(drafted.text):
        return Verdict(drafted.text, (), "it holds an address or markup")
    if unknown := [str(number) for number in drafted.numbers if not 0 < number <= len(passages)]:
        return Verdict(drafted.text, (), f"there is no passage {', '.join(unknown)}")
    chunks = list(chain.from_iterable([passages[number - 1] for number in drafted.numbers] or passages))
    if missing := without(names(drafted.text), " ".join([question, *map(_read, chunks)])):
        return Verdict(drafted.text, (), f"no passage that it cites has “{missing[0]}”")
    quotes = filter(None, (_quote(drafted.text, chunk, reader, least) for chunk in chunks))
    best = sorted(quotes, key=lambda quote: -quote.supported)
    if not best:
        return Verdict(drafted.text, (), "no passage that it cites supports it")
    return Verdict(drafted.text, tuple(best if drafted.numbers else best[:1]))


def _read(chunk: Chunk) -> str:
    return f"{chunk.title}\n{chunk.passage}"


def _quote(text: str, chunk: Chunk, reader: Reader, least: float) -> Quote | None:
    """The best of the shortest runs of sentences that support a text; None where not even the whole passage does."""
    needed = figures(text)
    for runs in _runs(chunk):
        having = [run for run in runs if needed <= all_figures(_read(run))]
        judged = [Quote(chunk, each.chunk.start, each.chunk.end, each.supported) for each in reader.judge(text, having)]
        best = max(judged, key=lambda quote: quote.supported, default=None)
        if best and best.supported >= least:
            return best
    return None


def _runs(chunk: Chunk) -> Iterator[list[Chunk]]:
    """A chunk's runs of sentences by their length, each as a chunk under the same context."""
    count = len(chunk.sentences)
    for length in (*(length for length in RUNS if length < count), count):
        yield [chunk.run(at, at + length) for at in range(count - length + 1)]
