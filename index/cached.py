"""The indexes in the user's cache folder: which there are, what each is of, and how one is removed."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from index.catalog import Catalog
from index.datatypes import IndexDamagedError
from index.folder import CATALOG, VECTORS, wipe, writer_lock
from index.names import unescape
from index.stores import open_store


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


def cached_indexes() -> Iterator[CachedIndex]:
    """Every index in the user's cache folder."""
    for path in sorted(user_cache_path("quoted").glob(f"*/{CATALOG}")):
        size = sum(file.stat().st_size for file in path.parent.rglob("*") if file.is_file())
        try:
            with closing(Catalog(path)) as catalog:
                roots = tuple(place for place, _ in json.loads(catalog.meta("roots") or "[]"))
                yield CachedIndex(path.parent, roots, len(catalog.document_ids()), size)
        except IndexDamagedError:
            yield CachedIndex(path.parent, (), 0, size)


def remove(folder: Path) -> None:
    """Remove an index with all that it holds, also from the server that keeps its vectors."""
    with writer_lock(folder):
        try:
            with closing(Catalog(folder / CATALOG)) as catalog:
                address, collection = json.loads(catalog.meta("vectors") or '["", ""]')
            if address:
                with closing(
                    open_store(address, folder=folder / VECTORS, collection=collection, dimensions=1)
                ) as store:
                    store.drop()
        except IndexDamagedError:
            pass  # what cannot be read names no server
        wipe(folder)
    shutil.rmtree(folder, ignore_errors=True)
