"""Vectors in Chroma, embedded and on disk. The only file that imports chromadb.

Search is by cosine similarity over Chroma's HNSW graph (Malkov and Yashunin 2016). Knows nothing
of texts: an id here is a chunk's id in the catalog.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.datatypes import IndexDamagedError
from index.embedding import Vector

T = TypeVar("T")

_COLLECTION = "chunks"
# Wide enough that the graph's neighbours are the true ones for collections of a laptop's size.
_HNSW: Any = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}


@contextmanager
def _damage_named(folder: Path) -> Iterator[None]:
    """Whatever Chroma raises on a damaged folder, its native panics included, as one error."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of its native code derives from BaseException
        raise IndexDamagedError(f"Chroma cannot use {folder}: {type(error).__name__}: {error}") from error


@contextmanager
def _no_remains() -> Iterator[None]:
    """Chroma keeps a client that failed to start, and would serve it to the next who opens the folder."""
    try:
        yield
    except BaseException:
        from chromadb.api.shared_system_client import SharedSystemClient

        SharedSystemClient.clear_system_cache()
        raise


class ChromaStore:
    """The vectors of one index folder."""

    def __init__(self, folder: Path, collection: str) -> None:
        self._folder = folder
        with _damage_named(folder), _no_remains():
            import chromadb
            from chromadb.api.collection_configuration import CreateCollectionConfiguration
            from chromadb.config import Settings

            # Telemetry off, and no reset from outside.
            self._client = chromadb.PersistentClient(folder, Settings(anonymized_telemetry=False))
            self._collection = self._client.get_or_create_collection(
                collection, configuration=CreateCollectionConfiguration(hnsw=_HNSW), embedding_function=None
            )

    def add(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store vectors of shape (len(ids), dimensions); an id that is there is overwritten."""
        with _damage_named(self._folder):
            for batch in self._batches(range(len(ids))):
                self._collection.upsert([ids[at] for at in batch], vectors[batch])

    def delete(self, ids: Sequence[str]) -> None:
        """Forget vectors."""
        with _damage_named(self._folder):
            for batch in self._batches(ids):
                self._collection.delete(batch)

    def forget(self, ids):
        self.delete(ids)

    def drop(self):
        self._client.delete_collection(self._collection.name)

    def query(self, vector: Vector, count: int) -> list[str]:
        """The ids of the nearest vectors, nearest first; ties in the order of the ids."""
        with _damage_named(self._folder):
            found = self._collection.query(vector, n_results=count, include=["distances"])
        distances = (found["distances"] or [[]])[0]
        nearest = sorted(zip(distances, found["ids"][0], strict=True))
        return [chunk_id for _, chunk_id in nearest]

    def ids(self) -> set[str]:
        """Every id in the store."""
        with _damage_named(self._folder):
            return set(self._collection.get(include=[])["ids"])

    def close(self) -> None:
        """Let go of the folder; Chroma would serve what it has in memory to the next who opens it."""
        with _damage_named(self._folder):
            self._client.close()  # type: ignore[attr-defined]  # the client has it, its interface not

    def _batches(self, items: Sequence[T]) -> Iterator[list[T]]:
        """Chroma limits the size of a batch, of adds and deletes alike."""
        size, remaining = self._client.get_max_batch_size(), iter(items)
        while batch := list(islice(remaining, size)):
            yield batch
