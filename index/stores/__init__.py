"""Where the vectors are kept and searched: one protocol, and a function that opens the store of an address.

A store is an approximate index over vectors that the catalog keeps exactly, so any store can be
made again from the catalog without embedding anything, and its candidates are scored again by
whoever asks: every store gives the same answer. Knows nothing of texts; an id is a chunk's id.
"""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from index.datatypes import SettingsError

__all__ = ["VectorStore", "open_store", "store_name"]

_POSSIBLE = (
    'Possible are "" (embedded Chroma, beside the index), "http://HOST:PORT" or "https://HOST:PORT" (a Chroma '
    'server), "milvus://HOST:PORT" (Milvus) and the path of a file that ends with ".db" (Milvus Lite).'
)


class VectorStore(Protocol):
    """One collection of unit vectors, searched by cosine similarity. Used by one thread at a time.

    Every method may raise StoreBusyError or StoreUnreachableError, after which the store can be
    used again as soon as the cause is gone, or IndexDamagedError, after which it is to be dropped
    and made again.
    """

    def add(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store vectors of shape (len(ids), dimensions); an id that is there is overwritten."""

    def delete(self, ids: Sequence[str]) -> None:
        """No longer find these ids; those that are not here are passed over. Their bytes may stay: see `forget`."""

    def forget(self, ids: Sequence[str]) -> bool:
        """Delete, and leave no byte of these or any earlier deleted ids and vectors.

        Takes about as long as adding all that is left, so call it once after many deletions. False
        where the back end keeps such bytes, for a while or until its administrator removes them.
        """

    def query(self, vector: NDArray[np.float32], count: int) -> list[str]:
        """The ids of about the nearest vectors, nearest first; ties in the order of the ids."""

    def ids(self) -> set[str]:
        """Every id in the store."""

    def drop(self) -> None:
        """Remove the collection with everything of it, and let go of the store."""

    def close(self) -> None:
        """Let go of the store. Nothing may be called afterwards but `close`."""


def open_store(address: str, *, folder: Path, collection: str, dimensions: int) -> VectorStore:
    """The store of an address, its collection made where it is missing.

    "" is embedded Chroma in `folder`, "http://…" or "https://…" a Chroma server, "milvus://…" a
    Milvus server, and a path that ends with ".db" Milvus Lite. Several collections share a folder,
    file or server without mixing. Raises SettingsError where the address is none of these or its
    client is not installed, StoreUnreachableError where nobody answers within seconds.
    """
    name = _collection_name(collection)
    if not address:
        from index.stores.chroma import EmbeddedChroma

        return EmbeddedChroma(folder / name, dimensions)
    if _scheme(address) in ("http", "https"):
        from index.stores.chroma import ChromaServer

        return ChromaServer(address, name, dimensions)
    if _scheme(address) == "milvus" or address.endswith(".db"):
        from index.stores.milvus import MilvusStore

        return MilvusStore(address, name, dimensions)
    raise SettingsError(f"{address!r} is no store. {_POSSIBLE}")


def store_name(address: str) -> str:
    """What a message calls the store of an address; a password in it is not shown."""
    if not address:
        return "embedded Chroma"
    if not _scheme(address):
        return f"Milvus Lite in {address}"
    kind = "Milvus" if _scheme(address) == "milvus" else "Chroma"
    return f"{kind} at {address.replace(urlsplit(address).netloc, urlsplit(address).netloc.rpartition('@')[2])}"


def _scheme(address: str) -> str:
    """The part before "://", where there is one with a host behind it."""
    found = re.fullmatch(r"(http|https|milvus)://[^/\s]+.*", address)
    return found[1] if found else ""


def _collection_name(collection: str) -> str:
    """A name that every back end takes (letters, digits, "_"; 3 to 63 of them), and no other collection has."""
    readable = re.sub(r"[^A-Za-z0-9]+", "_", collection)[:40].strip("_")
    return f"quoted_{readable}_{hashlib.sha256(collection.encode()).hexdigest()[:12]}".replace("__", "_")
