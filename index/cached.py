"""What is kept of documents: the indexes in the user's cache folder, and the files that the page was given."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

from index.catalog import Catalog
from index.datatypes import IndexDamagedError
from index.folder import CATALOG, VECTORS, wipe, writer_lock
from index.names import unescape
from index.stores import open_store

UPLOADS = "uploads"
"""The name of the folders in which the page keeps what it was given, below "local" or "users/NAME"."""


@dataclass(frozen=True, slots=True)
class CachedIndex:
    """An index folder; `roots` are the folders and files that it is of, `size` its bytes on disk."""

    folder: Path
    roots: tuple[str, ...]
    documents: int
    size: int

    @property
    def is_gone(self) -> bool:
        """Whether nothing is left of its sources."""
        return bool(self.roots) and not any(Path(unescape(root)).exists() for root in self.roots)


@dataclass(frozen=True, slots=True)
class Uploads:
    """A folder of documents that one person has given to the page, and its bytes on disk."""

    folder: Path
    documents: int
    size: int


def cached_indexes() -> Iterator[CachedIndex]:
    """Every index in the user's cache folder."""
    for path in sorted(user_cache_path("quoted").glob(f"*/{CATALOG}")):
        size = _size(path.parent)
        try:
            with closing(Catalog(path)) as catalog:
                roots = tuple(place for place, _ in json.loads(catalog.meta("roots") or "[]"))
                yield CachedIndex(path.parent, roots, len(catalog.document_ids()), size)
        except IndexDamagedError:
            yield CachedIndex(path.parent, (), 0, size)


def _vectors(catalog: Path) -> tuple[str, str]:
    """The store of an index and the collection there; two empty texts where there is no catalogue yet."""
    if not catalog.exists():
        return "", ""
    with closing(Catalog(catalog)) as opened:
        address, collection = json.loads(opened.meta("vectors") or '["", ""]')
        return address, collection


def uploads() -> Iterator[Uploads]:
    """Everybody's documents in the page, where its data are in the user's data folder."""
    data = user_data_path("quoted")
    for folder in sorted([*data.glob(f"local/{UPLOADS}"), *data.glob(f"users/*/{UPLOADS}")]):
        files = [path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]
        yield Uploads(folder, len(files), _size(folder))


def remove_uploads(folder: Path) -> bool:
    """Remove a folder of uploads with its files; False where it is not one."""
    if folder.resolve() not in [each.folder.resolve() for each in uploads()]:
        return False
    shutil.rmtree(folder)
    return True


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def remove(folder: Path) -> None:
    """Remove an index with all that it holds, also from the server that keeps its vectors."""
    with writer_lock(folder):
        try:
            address, collection = _vectors(folder / CATALOG)
            if address:
                with closing(
                    open_store(address, folder=folder / VECTORS, collection=collection, dimensions=1)
                ) as store:
                    store.drop()
        except IndexDamagedError:
            pass  # what cannot be read names no server
        wipe(folder)
    shutil.rmtree(folder, ignore_errors=True)
