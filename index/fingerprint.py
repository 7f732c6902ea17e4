"""What an index depends on besides the documents: where any of it changes, everything is made anew."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from index.catalog import LAYOUT
from index.embedding import model_version
from index.folder import VECTORS
from index.loaders import EXTRACTOR_VERSION
from index.stores import VectorStore, open_store


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What the vectors and chunks depend on, besides the documents, and where the vectors are stored."""

    embedding_model: str
    chunk_tokens: int
    store: str = ""

    def text(self) -> str:
        """For comparing, and for hashes."""
        model = [self.embedding_model, model_version(self.embedding_model)]
        return json.dumps([LAYOUT, EXTRACTOR_VERSION, *model, self.chunk_tokens])

    def collection(self, folder: Path) -> str:
        """The collection of the vectors of the index in `folder`; those of another model are in another one."""
        key = hashlib.sha256(f"{folder.resolve()}\n{self.text()}".encode("utf-8", "surrogateescape")).hexdigest()
        return f"quoted-{key[:16]}"

    def open_store(self, folder: Path, dimensions: int) -> VectorStore:
        """The vectors of the index in `folder`."""
        name = self.collection(folder)
        return open_store(self.store, folder=folder / VECTORS, collection=name, dimensions=dimensions)
