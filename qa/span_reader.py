"""The trained reader: a cross-encoder that marks the words of a chunk that answer, or none.

score(span) = start[i] + end[j] - start[CLS] - end[CLS], the log-odds of the span against "no answer
here" (Devlin et al. 2019); trained with the chunks of a question sharing one normalisation (Clark
and Gardner 2018), so that scores compare across chunks. How it was made: training/README.md. The
only file that imports onnxruntime.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import Chunk, Hit
from index.embedding import bundled_folder, check_sha256
from index.once import once
from qa.datatypes import Span

MODEL = Path(__file__).parent / "model"
MAX_TOKENS = 320
QUESTION_TOKENS = 64
WINDOW_OVERLAP = 64
"""A longer chunk is read in windows that share so many tokens."""
SPAN_TOKENS = 40
"""An answer is no longer than this."""

Offsets = list[tuple[int, int]]


class SpanReader:
    """Reads one chunk at a time: int8 scales come from the input, so company would change the scores."""

    def __init__(self, folder: Path) -> None:
        check_sha256(folder / "reader.onnx", (folder / "SHA256").read_text("ascii").split()[0])
        # Microsoft's builds of onnxruntime tell their maker of their use, and keep a device's id, unless told not to.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        from onnxruntime import InferenceSession, SessionOptions
        from tokenizers import Tokenizer

        options = SessionOptions()
        # Several chunks at once, each on one core, are read faster than one after the other on all of them.
        options.intra_op_num_threads = 1
        self._pool = ThreadPoolExecutor(min(4, os.cpu_count() or 1), thread_name_prefix="reader")
        options.log_severity_level = 3
        self._session = InferenceSession(folder / "reader.onnx", options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(bundled_folder() / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._cls, self._sep = special_ids(self._tokenizer)

    def read(self, question: str, hits: Sequence[Hit]) -> tuple[Span, ...]:
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids[:QUESTION_TOKENS]
        read = self._pool.map(lambda hit: self._read_chunk(asked, hit.chunk), hits)
        return tuple(sorted(chain.from_iterable(read), key=lambda span: (-span.score, span.chunk.chunk_id, span.start)))

    def _read_chunk(self, asked: list[int], chunk: Chunk) -> list[Span]:
        """The best span of every sentence of a chunk, of all windows that hold some of it."""
        text = self._tokenizer.encode(chunk.text, add_special_tokens=False)
        offsets: Offsets = [(chunk.start + first, chunk.start + last) for first, last in text.offsets]
        room = MAX_TOKENS - len(asked) - 3
        best: dict[tuple[int, int], Span] = {}
        for at in range(0, max(1, len(offsets) - WINDOW_OVERLAP), room - WINDOW_OVERLAP):
            for span in self._read_window(asked, chunk, text.ids[at : at + room], offsets[at : at + room]):
                if span.sentence not in best or span.score > best[span.sentence].score:
                    best[span.sentence] = span
        return list(best.values())

    def _read_window(self, asked: list[int], chunk: Chunk, ids: list[int], offsets: Offsets) -> Iterator[Span]:
        starts, ends, nothing = self._logits(asked, ids)
        for first, last in chunk.sentences:
            inside = [at for at, (begin, end) in enumerate(offsets) if first <= begin < end <= last]
            if inside:
                start, end, score = _best(starts[inside], ends[inside])
                begin, close = offsets[inside[start]][0], offsets[inside[end]][1]
                yield Span(chunk, begin, close, (first, last), round(score - nothing, 4))

    def _logits(self, asked: list[int], text: list[int]) -> tuple[NDArray[np.float32], NDArray[np.float32], float]:
        """Start and end logits of the chunk's tokens, and the sum of both at [CLS]."""
        head = [self._cls, *asked, self._sep]
        ids = np.array([[*head, *text, self._sep]], dtype=np.int64)
        types = np.array([[0] * len(head) + [1] * (len(text) + 1)], dtype=np.int64)
        start, end = self._session.run(None, {"input_ids": ids, "token_type_ids": types})
        body = slice(len(head), len(head) + len(text))
        return start[0, body], end[0, body], float(start[0, 0] + end[0, 0])


def special_ids(tokenizer: Any) -> tuple[int, int]:
    """The ids of [CLS] and [SEP]."""
    cls, sep = tokenizer.encode("").ids
    return int(cls), int(sep)


def _best(starts: NDArray[np.float32], ends: NDArray[np.float32]) -> tuple[int, int, float]:
    """The span (start, end) with the highest sum of logits, both tokens included, and that sum."""
    scores = starts[:, None] + ends[None, :]
    allowed = np.triu(np.ones_like(scores, dtype=bool)) & ~np.triu(np.ones_like(scores, dtype=bool), SPAN_TOKENS)
    at = int(np.where(allowed, scores, -np.inf).argmax())
    start, end = divmod(at, scores.shape[1])
    return start, end, float(scores[start, end])


@once
def load_reader() -> SpanReader:
    """The reader that ships with the project."""
    return SpanReader(MODEL)
