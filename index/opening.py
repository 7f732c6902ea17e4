"""Sources → an Index that holds them as they are now. A process opens each of them once."""

import hashlib
import logging
import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock, Thread
from typing import TypeVar

from platformdirs import user_cache_path

from index.catalog import Catalog
from index.datatypes import (
    Document,
    IndexDamagedError,
    IndexLockedError,
    QuotedError,
    SettingsError,
    SourcesError,
)
from index.embedding import BUNDLED, Embedder, Vector, load_embedder
from index.files import find_files
from index.fingerprint import Fingerprint
from index.folder import CATALOG, LOCK_SECONDS
from index.ingest import Event, FileDone, Finished, Rebuilt, ingest, outside
from index.loaders import readable_suffixes
from index.once import once
from index.roots import Sources, find_roots
from index.search import Snapshot
from index.stores import VectorStore

log = logging.getLogger("quoted")
T = TypeVar("T")

CHUNK_TOKENS = 160
LOOK_SECONDS = 60
"""How often a watched folder is looked at though nothing tells of a change."""
PATIENCE = 3.0
"""Seconds that a question waits for another process that is indexing, where there is a content to answer from."""
Watched = Callable[[Event], None]


def make_fingerprint(embedding_model: str = BUNDLED, chunk_tokens: int = CHUNK_TOKENS, store: str = "") -> Fingerprint:
    """The fingerprint, checked against the model's limit."""
    limit = load_embedder(embedding_model).max_tokens
    if not 16 <= chunk_tokens <= limit:
        raise SettingsError(f"chunk_tokens is {chunk_tokens}; with {embedding_model} it can be 16 to {limit}.")
    return Fingerprint(embedding_model, chunk_tokens, store)


def index_folder(sources: Sources, index_dir: str | Path | None, fingerprint: Fingerprint) -> Path:
    """Where the index of these sources is kept: the user's cache, unless a folder is named."""
    if index_dir is not None:
        return Path(index_dir).expanduser().resolve()
    roots = find_roots(sources)
    key = hashlib.sha256(f"{roots}\n{fingerprint.text()}\n{fingerprint.store}".encode("utf-8", "replace"))
    first = Path(roots.roots[0].names[0] if roots.roots[0].names else roots.roots[0].folder).name
    return user_cache_path("quoted") / f"{re.sub(r'[^A-Za-z0-9._-]', '_', first)}-{key.hexdigest()[:12]}"


def open_index(
    sources: Sources = None,
    *,
    index_dir: str | Path | None = None,
    embedding_model: str = BUNDLED,
    chunk_tokens: int = CHUNK_TOKENS,
    store: str = "",
    on_event: Watched | None = None,
) -> "Index":
    """The index of these sources, made or brought up to date first where it is not; `on_event` is told how.

    Raises SourcesError where nothing can be read, IndexLockedError where another process keeps
    writing. A damaged index is rebuilt; that, and each unreadable file, is logged as a warning.
    """
    fingerprint = make_fingerprint(embedding_model, chunk_tokens, store)
    known = sources if sources is None or isinstance(sources, str | Path) else tuple(map(str, sources))
    index = _index(known, index_folder(sources, index_dir, fingerprint), fingerprint)
    index.refresh(on_event)
    return index


@once
def _index(sources: Sources, folder: Path, fingerprint: Fingerprint) -> "Index":
    return Index(sources, folder, fingerprint, load_embedder(fingerprint.embedding_model))


class Index:
    """The index of some sources, kept as they are. Safe to use from several threads.

    Questions work on a `snapshot()`; what is indexed meanwhile waits for nobody, and nobody for it.
    """

    def __init__(self, sources: Sources, folder: Path, fingerprint: Fingerprint, embedder: Embedder) -> None:
        self.folder, self.sources, self.embedder = folder, sources, embedder
        self._fingerprint = fingerprint
        self._store: tuple[str, VectorStore] | None = None
        self._opening, self._writing = Lock(), Lock()
        self._watching: Thread | None = None

    def refresh(self, on_event: Watched | None = None) -> None:
        """Bring the index up to date with the files.

        While another thread or process does so, the present content is good enough, if there is any.
        Nothing is looked at where `watch` is on: it is told of every change.
        """
        if self._has_content() if self._watching else self._is_current():
            return
        if not self._has_content():
            self.look(on_event)
        elif not self._writing.locked():
            with suppress(IndexLockedError):
                self.look(on_event, lock_seconds=PATIENCE)

    def look(self, on_event: Watched | None = None, *, lock_seconds: float = LOCK_SECONDS) -> None:
        """Bring the index up to date with the files as they are now, after whoever else does so."""
        with self._writing:
            if not self._is_current():
                self._ingest(on_event, lock_seconds)

    def _ingest(self, on_event: Watched | None, lock_seconds: float = LOCK_SECONDS) -> None:
        known = self._notes()
        problems = []
        for event in ingest(
            self.sources,
            folder=self.folder,
            fingerprint=self._fingerprint,
            embedder=self.embedder,
            lock_seconds=lock_seconds,
        ):
            if on_event:
                on_event(event)
            if isinstance(event, FileDone) and event.state == "skipped":
                problems.append(f"{event.source}: {event.note}")
            _log(event, self.folder, known)
            if isinstance(event, Finished) and not event.documents:
                raise SourcesError(
                    f"Nothing can be answered from {find_roots(self.sources)}: "
                    + ("; ".join(problems) or f"it holds no documents. Put {readable_suffixes()} files into it.")
                )

    def snapshot(self, only: Sequence[str] | None = None) -> Snapshot:
        """The content as it is now, or that of the documents named `only`; to be closed, or used in a `with` block."""
        try:
            return self._snapshot(only)
        except IndexDamagedError:
            self._mend()
            return self._snapshot(only)

    def _snapshot(self, only: Sequence[str] | None) -> Snapshot:
        return Snapshot(Catalog(self.folder / CATALOG), self._nearest, self.embedder, self._is_version, only)

    def _nearest(self, vector: Vector, count: int) -> list[str]:
        """The store's nearest; a damaged store is made again from the catalogue first.

        Where the folder cannot be written Chroma does not open it; nothing is found, and all passages are compared.
        """
        if not self._fingerprint.store and not os.access(self.folder, os.W_OK):
            return []
        try:
            return self._asked(vector, count)
        except IndexDamagedError:
            self._mend()
            return self._asked(vector, count)

    def _mend(self) -> None:
        """Make again what is damaged."""
        self.close()
        with self._writing:
            self._ingest(None)

    def _asked(self, vector: Vector, count: int) -> list[str]:
        """What the store says that is as it was left by the latest run."""
        with self._opening:
            version = self._version()
            if self._store is None or self._store[0] != version:
                if self._store:
                    self._store[1].close()
                self._store = (version, self._fingerprint.open_store(self.folder, self.embedder.dimensions))
            return self._store[1].query(vector, count)

    def documents(self) -> list[Document]:
        """Every document with its text, in the order of their names."""
        with self.snapshot() as content:
            return [content.document(record.document_id) for record in content.documents()]

    def close(self) -> None:
        """Let go of the files; the next question opens them again."""
        with self._opening:
            if self._store:
                self._store[1].close()
            self._store = None

    def _version(self) -> str:
        with closing(Catalog(self.folder / CATALOG)) as catalog:
            return catalog.meta("version")

    def _is_version(self, version: str) -> bool:
        return self._version() == version

    def _peek(self, read: Callable[[Catalog], T], otherwise: T) -> T:
        """A fact of the catalogue; `otherwise` where there is none yet, or it is damaged."""
        if not (self.folder / CATALOG).exists():
            return otherwise
        try:
            with closing(Catalog(self.folder / CATALOG)) as catalog:
                return read(catalog)
        except IndexDamagedError:
            return otherwise

    def _notes(self) -> dict[str, str]:
        """What was said of the files before."""
        return self._peek(lambda catalog: {file.source: file.note for file in catalog.noted()}, {})

    def _has_content(self) -> bool:
        """Whether there is a complete content; one that is just being begun is none, nor one of another model."""
        return self._peek(
            lambda catalog: bool(catalog.meta("version")) and catalog.meta("fingerprint") == self._fingerprint.text(),
            False,
        )

    def _is_current(self) -> bool:
        """Whether the content is whole, and of the files as they are now."""
        return self._peek(self._agrees, False)

    def _agrees(self, catalog: Catalog) -> bool:
        whole = catalog.is_settled() and catalog.meta("fingerprint") == self._fingerprint.text()
        known = {source: file.stamp for source, file in catalog.files().items()}
        return whole and catalog.count() > 0 and known == self._seen()

    def _seen(self) -> dict[str, tuple[int, int, int]]:
        """What there is to read now, by source, and what is left out."""
        found = outside(find_files(self.sources), self.folder)
        files = {file.source: file.stamp for file in found.files}
        return {problem.source: (0, 0, 0) for problem in found.problems} | files

    def watch(self, on_event: Watched | None = None) -> None:
        """Keep the index up to date from now on, from a thread of its own; questions look at no file any more."""
        if self._watching is None:
            self._watching = Thread(target=self._watch, args=[on_event], name="watching", daemon=True)
            self._watching.start()

    def _watch(self, on_event: Watched | None) -> None:
        from watchfiles import watch

        try:
            places = [root.folder for root in find_roots(self.sources).roots]
            # Some disks tell of no change: they are looked at all the same.
            for _ in watch(*places, rust_timeout=LOOK_SECONDS * 1000, yield_on_timeout=True, raise_interrupt=False):
                self._look(on_event)
        except Exception:  # the system watches only so many folders, for one
            log.exception("The files are watched no longer; each question looks whether they have changed.")
        finally:
            self._watching = None

    def _look(self, on_event: Watched | None) -> None:
        try:
            self.look(on_event)
        except QuotedError as error:
            log.warning("%s", error)


def _log(event: Event, folder: Path, known: Mapping[str, str]) -> None:
    """Say what is odd; of a file that was odd in the same way before, nothing."""
    match event:
        case Rebuilt(reason):
            log.warning("The index in %s is made anew: %s.", folder, reason)
        case FileDone(source, _, note) if note and known.get(source) != note:
            log.warning("%s: %s", source, note)
