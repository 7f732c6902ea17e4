"""The trained reader: a cross-encoder that marks the words that answer, and says what a chunk has to do with them.

score(span) = start[i] + end[j] - start[0] - end[0], the log-odds of the span against "no answer here"
(Devlin et al. 2019); trained with the chunks of a question sharing one normalisation (Clark and
Gardner 2018), so that scores compare across chunks. evidence(sentence) = sigmoid of its tokens' mean
logit. A chunk is read under its context, of which nothing is ever marked.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np

from index import Chunk, Hit, Span
from index.models import load_tokenizer
from index.once import once
from qa.datatypes import AnswerSpan, Judgement
from qa.encoder import TOKENIZER, Encoder, Floats, Logits, OnnxEncoder, Window

MODEL = Path(__file__).parent / "model"
MAX_TOKENS = 320
QUESTION_TOKENS = 96
WINDOW_OVERLAP = 64
"""A longer passage is read in windows that share so many tokens."""
SPAN_TOKENS = 40
"""An answer is no longer than this."""

Read = tuple[Window, Logits]


class Reader:
    """Reads with any encoder, by the tokenizer that belongs to it. The same input gives the same output."""

    def __init__(self, tokenizer: Path, encoder: Encoder) -> None:
        self._tokenizer, self._encoder = load_tokenizer(tokenizer), encoder

    def read(self, question: str, hits: Sequence[Hit]) -> tuple[AnswerSpan, ...]:
        """At most one span a sentence, best first; a score above 0 says "rather an answer than not"."""
        found = chain.from_iterable(self.read_all([(question, hit.chunk) for hit in hits]))
        return tuple(sorted(found, key=lambda span: (-span.score, span.chunk.chunk_id, span.start)))

    def judge(self, statement: str, chunks: Sequence[Chunk]) -> tuple[Judgement, ...]:
        """Whether each chunk, in the order given, supports the statement, contradicts it or says nothing of it."""
        return tuple(self.judge_all([(statement, chunk) for chunk in chunks]))

    def read_all(self, pairs: Sequence[tuple[str, Chunk]]) -> list[list[AnswerSpan]]:
        """The best span of every sentence, for each pair of a question and a chunk."""
        return [_spans(chunk, read) for (_, chunk), read in zip(pairs, self._logits(pairs), strict=True)]

    def judge_all(self, pairs: Sequence[tuple[str, Chunk]]) -> list[Judgement]:
        """What the chunk says of the statement, for each pair of both."""
        return [_judgement(chunk, read) for (_, chunk), read in zip(pairs, self._logits(pairs), strict=True)]

    def _logits(self, pairs: Sequence[tuple[str, Chunk]]) -> list[list[Read]]:
        windows = [self._windows(asked, chunk) for asked, chunk in pairs]
        read = iter(self._encoder.logits(list(chain.from_iterable(windows))))
        return [list(zip(each, islice(read, len(each)), strict=True)) for each in windows]

    def _windows(self, asked: str, chunk: Chunk) -> list[Window]:
        """The windows of a pair, each as the tokenizer's own template has it."""
        head, body = (self._tokenizer.encode(text, add_special_tokens=False) for text in (asked, chunk.passage))
        head.truncate(QUESTION_TOKENS)
        room = MAX_TOKENS - len(head) - self._tokenizer.num_special_tokens_to_add(is_pair=True)
        body.truncate(room, stride=WINDOW_OVERLAP)
        shift = chunk.end - len(chunk.passage)
        return [_window(self._tokenizer.post_process(head, piece), shift) for piece in (body, *body.overflowing)]


def _window(encoding: Any, shift: int) -> Window:
    """The tokens of a window, the passage's with their offsets in the document."""
    inside = [at for at, sequence in enumerate(encoding.sequence_ids) if sequence == 1]
    offsets = [(encoding.offsets[at][0] + shift, encoding.offsets[at][1] + shift) for at in inside]
    return Window(encoding.ids, encoding.type_ids, inside[0] if inside else 0, offsets)


def _spans(chunk: Chunk, read: Sequence[Read]) -> list[AnswerSpan]:
    """The best span of every sentence, of all windows that hold some of it."""
    best: dict[Span, AnswerSpan] = {}
    for span in chain.from_iterable(_window_spans(chunk, *each) for each in read):
        if span.sentence not in best or span.score > best[span.sentence].score:
            best[span.sentence] = span
    return list(best.values())


def _window_spans(chunk: Chunk, window: Window, logits: Logits) -> Iterator[AnswerSpan]:
    nothing = float(logits.start[0] + logits.end[0])
    for first, last in chunk.sentences:
        inside = [at for at, (begin, end) in enumerate(window.offsets) if first <= begin < end <= last]
        if inside:
            places = np.array(inside) + window.first
            start, end, score = _best(logits.start[places], logits.end[places])
            begin, close = window.offsets[inside[start]][0], window.offsets[inside[end]][1]
            evidence = 1 / (1 + np.exp(-float(logits.evidence[places].mean())))
            yield AnswerSpan(chunk, begin, close, (first, last), round(score - nothing, 4), round(float(evidence), 4))


def _judgement(chunk: Chunk, read: Sequence[Read]) -> Judgement:
    """By the window that says most of the statement, where there are several."""
    odds = [np.exp(logits.stance.astype(np.float64) - logits.stance.max()) for _, logits in read]
    shares = min((each / each.sum() for each in odds), key=lambda each: float(each[2]))
    return Judgement(chunk, *(round(float(share), 4) for share in shares))


def _best(starts: Floats, ends: Floats) -> tuple[int, int, float]:
    """The span (start, end) with the highest sum of logits, both tokens included, and that sum."""
    scores = starts[:, None] + ends[None, :]
    allowed = np.triu(np.ones_like(scores, dtype=bool)) & ~np.triu(np.ones_like(scores, dtype=bool), SPAN_TOKENS)
    at = int(np.where(allowed, scores, -np.inf).argmax())
    start, end = divmod(at, scores.shape[1])
    return start, end, float(scores[start, end])


@once
def load_reader(folder: Path = MODEL) -> Reader:
    """The reader in a folder; the one that ships with the project, unless told."""
    encoder = OnnxEncoder(folder)  # which checks the tokenizer's digest, too
    return Reader(folder / TOKENIZER, encoder)
