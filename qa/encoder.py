"""The trained encoder: windows of token ids → logits. How it was made: training/README.md.

Knows nothing of questions and texts.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index import Span
from index.models import check_sha256, load_session

WEIGHTS, TOKENIZER, SUMS = "reader.onnx", "tokenizer.json", "SHA256"
"""The files of a model's folder; the last holds the digests of the others, as sha256sum writes them."""
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Window:
    """A question or a statement, and as much of a passage as is read at once.

    `ids` and `types` are the tokens of both, special ones included. `offsets` are the (start, end) of
    the passage's tokens in the document, and the first of them stands at `first`.
    """

    ids: list[int]
    types: list[int]
    first: int
    offsets: list[Span]


@dataclass(frozen=True, slots=True)
class Logits:
    """Of a window: `start`, `end` and `evidence` a token, `stance` for supported, contradicted and unmentioned."""

    start: Floats
    end: Floats
    evidence: Floats
    stance: Floats


class Encoder(Protocol):
    """What the reader needs of a model."""

    def logits(self, windows: Sequence[Window]) -> list[Logits]:
        """The logits of each window, in the order given."""


class OnnxEncoder:
    """Reads one window at a time: int8 scales come from the input, so company would change the scores."""

    def __init__(self, folder: Path) -> None:
        check_sums(folder)
        self._session = load_session(folder / WEIGHTS)
        self._has_types = len(self._session.get_inputs()) > 1
        self._pool = ThreadPoolExecutor(min(4, os.cpu_count() or 1), thread_name_prefix="reader")

    def logits(self, windows: Sequence[Window]) -> list[Logits]:
        return list(self._pool.map(self._one, windows))

    def _one(self, window: Window) -> Logits:
        inputs = {"input_ids": np.array([window.ids], dtype=np.int64)}
        if self._has_types:
            inputs["token_type_ids"] = np.array([window.types], dtype=np.int64)
        return Logits(*(output[0] for output in self._session.run(["start", "end", "evidence", "stance"], inputs)))


def check_sums(folder: Path) -> None:
    """Refuse a folder whose files are not those that its digests were made of."""
    sums = folder / SUMS
    expected = dict(line.split()[::-1] for line in sums.read_text("ascii").splitlines()) if sums.is_file() else {}
    for name in (WEIGHTS, TOKENIZER):
        check_sha256(folder / name, expected.get(name, f"in {sums}, which does not name it"))
