"""Sources → index: load, chunk, embed, store. A generator of events; the caller shows them.

Unchanged files are skipped, by size and time and then by content. A file's old version goes only
after its new one is in. The version is written last: an interrupted run goes on where it stopped.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from index.catalog import Catalog, FileRecord
from index.chunking import chunk
from index.datatypes import DocumentError, IndexDamagedError, IndexLockedError, SettingsError
from index.embedding import Embedder, embed_all
from index.files import SourceFile, find_files
from index.loaders import load
from index.store import VectorStore

LOCK_SECONDS = 600.0
_OWN_NAMES = {"lock", "catalog.db", "catalog.db-journal", "catalog.db-wal", "catalog.db-shm", "vectors"}


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the vectors and chunks depend on, besides the documents."""

    embedding_model: str
    chunk_tokens: int
    layout: int = 1

    def text(self) -> str:
        return json.dumps([self.layout, self.embedding_model, self.chunk_tokens])


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The index was thrown away and is made anew."""

    reason: str


@dataclass(frozen=True, slots=True)
class FileDone:
    """A file was looked at. `state` is "indexed", "unchanged", "removed" or "unreadable"."""

    source: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """The index holds exactly the sources' readable files."""

    version: str
    documents: int
    chunks: int


Event = Rebuilt | FileDone | Finished


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """One writer at a time: a second one waits, and gives up after LOCK_SECONDS."""
    _check_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / "lock", timeout=LOCK_SECONDS):
            yield
    except Timeout as error:
        raise IndexLockedError(
            f"Another process has been writing the index in {folder} for {LOCK_SECONDS:.0f} s. "
            "Wait for it, or end it, and try again."
        ) from error


def _check_folder(folder: Path) -> None:
    """Refuse a folder that holds anything else: what a person put there is never thrown away."""
    others = {path.name for path in folder.iterdir()} - _OWN_NAMES if folder.is_dir() else set()
    if others:
        raise SettingsError(
            f"{folder} holds {sorted(others)[0]!r}, so it is not an index folder. Name an empty or a new folder."
        )


def ingest(
    sources: str | Path | None, *, folder: Path, recipe: Recipe, embedder: Embedder, rebuild: bool = False
) -> Iterator[Event]:
    """Make the index in `folder` hold exactly the readable files of the sources."""
    files = find_files(sources).files
    with writer_lock(folder):
        if rebuild:
            wipe(folder)
            yield Rebuilt("as asked")
        catalog, store, reason = _open(folder, recipe)
        if reason:
            yield Rebuilt(reason)
        try:
            catalog.set_meta("recipe", recipe.text())
            yield from _update(files, catalog, store, recipe, embedder)
            yield _finish(catalog, store, recipe)
        finally:
            catalog.close()
            store.close()


def wipe(folder: Path) -> None:
    """Remove the index's own files from its folder."""
    for name in _OWN_NAMES - {"lock", "vectors"}:
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / "vectors", ignore_errors=True)


def _open(folder: Path, recipe: Recipe) -> tuple[Catalog, VectorStore, str]:
    """Catalog and vectors, wiped first where they are damaged or of another recipe; and why."""
    try:
        catalog, store = open_parts(folder)
    except IndexDamagedError as error:
        wipe(folder)
        return *open_parts(folder), f"it was damaged ({error})"
    if catalog.meta("recipe") in ("", recipe.text()):
        return catalog, store, ""
    catalog.close()
    store.close()
    wipe(folder)
    return *open_parts(folder), "it was made with another model, chunk size or version of the software"


def open_parts(folder: Path) -> tuple[Catalog, VectorStore]:
    """Catalog and vectors of a folder. Raises IndexDamagedError where chunks have no vector."""
    catalog = Catalog(folder / "catalog.db")
    try:
        store = VectorStore(folder / "vectors")
        if lost := len(set(catalog.chunk_ids()) - store.ids()):
            store.close()
            raise IndexDamagedError(f"{lost} chunks have no vector")
    except IndexDamagedError:
        catalog.close()
        raise
    return catalog, store


def _update(
    files: tuple[SourceFile, ...], catalog: Catalog, store: VectorStore, recipe: Recipe, embedder: Embedder
) -> Iterator[Event]:
    """Bring every file in; then forget the files that are gone, and the documents that no file holds."""
    before = catalog.files()
    for file in files:
        record, event = _bring(file, before.get(file.source), catalog, store, recipe, embedder)
        if record != before.get(file.source):
            catalog.set_file(record)
        yield event
    gone = sorted(before.keys() - {file.source for file in files})
    catalog.forget_files(gone)
    yield from (FileDone(source, "removed") for source in gone)
    for document_id in set(catalog.document_ids()) - {file.document_id for file in catalog.files().values()}:
        catalog.delete(document_id)
    catalog.name_documents()


def _bring(
    file: SourceFile,
    known: FileRecord | None,
    catalog: Catalog,
    store: VectorStore,
    recipe: Recipe,
    embedder: Embedder,
) -> tuple[FileRecord, Event]:
    """One file into the index. A file that cannot be read any more keeps its last readable version."""
    old = known.document_id if known else None
    if known and old and (known.size, known.modified) == (file.size, file.modified):
        return known, FileDone(file.source, "unchanged", known.note)
    try:
        document = load(file)
    except DocumentError as error:
        note = f"{error} Answers still use its last readable version." if old else str(error)
        return FileRecord(file.source, file.size, file.modified, old, note), FileDone(file.source, "unreadable", note)
    state = "unchanged"
    if catalog.document(document.document_id) is None:
        state = "indexed"
        chunks = chunk(document, token_spans=embedder.token_spans, max_tokens=recipe.chunk_tokens)
        store.add([piece.chunk_id for piece in chunks], embed_all(embedder, [piece.text for piece in chunks]))
        catalog.add(document, chunks)
    record = FileRecord(file.source, file.size, file.modified, document.document_id, document.note)
    return record, FileDone(file.source, state, document.note)


def _finish(catalog: Catalog, store: VectorStore, recipe: Recipe) -> Finished:
    """Drop the vectors of forgotten chunks and write the version, last."""
    chunk_ids = catalog.chunk_ids()
    store.delete(sorted(store.ids() - set(chunk_ids)))
    held = [(file.source, file.document_id) for file in catalog.files().values() if file.document_id]
    version = hashlib.sha256(json.dumps([recipe.text(), held]).encode()).hexdigest()[:16]
    catalog.set_meta("version", version)
    return Finished(version, len(catalog.document_ids()), len(chunk_ids))
