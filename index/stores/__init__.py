"""Interim."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class VectorStore(Protocol):
    def add(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None: ...
    def delete(self, ids: Sequence[str]) -> None: ...
    def forget(self, ids: Sequence[str]) -> None: ...
    def query(self, vector: NDArray[np.float32], count: int) -> list[str]: ...
    def ids(self) -> set[str]: ...
    def drop(self) -> None: ...
    def close(self) -> None: ...


def open_store(address: str, *, folder: Path, collection: str, dimensions: int) -> VectorStore:
    from index.stores.chroma import ChromaStore

    return ChromaStore(folder, collection)
