"""Sources → index: load, chunk, embed, store. A generator of events; the caller shows them.

A file is looked at again where its size or times have changed; what it holds is known by its content, so
that a moved file is recognised and the same content is indexed once. Everything is made beside the
present content and takes its place in one step at the end (`index/staging.py`); a run that was ended
goes on where it stopped. A file that cannot be read any more keeps its last readable version.
"""

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from index.catalog import FileRecord
from index.chunking import chunk
from index.datatypes import (
    Document,
    DocumentError,
    IndexDamagedError,
    PassingError,
    SettingsError,
)
from index.embedding import Embedder
from index.files import Found, Problem, SourceFile, find_files
from index.fingerprint import Fingerprint
from index.folder import CATALOG, LOCK_SECONDS, VECTORS, wipe, writer_lock
from index.loaders import load
from index.mounts import not_mounted, roots_text
from index.roots import Roots, Sources, find_roots, is_below
from index.staging import Staging
from index.stores import VectorStore, open_store

BATCH = 64
"""So many chunks are embedded between two events, and lost at most when a run is ended."""
STORED_AT_ONCE = 2000
LOG_TRIES = 20


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Every document is read and embedded anew."""

    reason: str


@dataclass(frozen=True, slots=True)
class FileDone:
    """A file was looked at: it is "added", "changed", "moved", "unchanged", "removed", or "skipped" for `note`."""

    source: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """A file that is new or has changed is now read, which may take long; it is file number `file` of `files`."""

    source: str
    file: int
    files: int


@dataclass(frozen=True, slots=True)
class Embedded:
    """Of a file's chunks, `done` of `total` are embedded; it is file number `file` of `files`."""

    source: str
    done: int
    total: int
    file: int
    files: int


@dataclass(frozen=True, slots=True)
class Finished:
    """The index holds exactly the sources' readable files."""

    version: str
    documents: int
    chunks: int


Event = Rebuilt | FileDone | Begun | Embedded | Finished


@dataclass
class _Run:
    """One run over the sources, while it lasts."""

    roots: Roots
    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...]
    folder: Path
    fingerprint: Fingerprint
    embedder: Embedder
    staging: Staging
    store: VectorStore
    before: dict[str, FileRecord]
    here: set[str]
    """The documents that need not be staged."""
    anew: bool
    """Whether every file is read, whether it has changed or not."""
    staged: set[str]
    """The documents that an earlier run has staged."""
    records: dict[str, FileRecord] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    unstored: int = 0

    def update(self) -> Iterator[Event]:
        """Stage what is new; then make it the content."""
        for number, file in enumerate(self.files, start=1):
            yield from self._bring(file, number)
        self._store_staged()
        yield from self._gone()
        yield self._switch()

    def _bring(self, file: SourceFile, number: int) -> Iterator[Event]:
        """One file: its record, and its document staged where it is new."""
        known = self.before.get(file.source)
        if known and not self.anew and known.stamp == file.stamp:
            self.records[file.source] = known
            yield FileDone(file.source, "unchanged" if known.document_id else "skipped", known.note)
            return
        yield Begun(file.source, number, len(self.files))
        record = FileRecord(file.source, file.size, file.modified, file.changed, None, "")
        try:
            document = load(file)
        except DocumentError as error:
            note = str(error)
            if known and known.document_id and file.size:
                note += " Answers still use its last readable version."
                record = replace(record, document_id=known.document_id)
            if isinstance(error, PassingError):
                record = replace(record, modified=0)  # as if it had changed
            self.records[file.source] = replace(record, note=note)
            yield FileDone(file.source, "skipped", note)
            return
        self.records[file.source] = replace(record, document_id=document.document_id, note=document.note)
        if document.document_id not in self.here:
            yield from self._stage(document, file.source, number)
        state = "unchanged" if known and known.document_id == document.document_id else self._state(known, document)
        yield FileDone(file.source, state, document.note)

    def _state(self, known: FileRecord | None, document: Document) -> str:
        if known:
            return "changed"
        if document.document_id not in self._lost:
            return "added"
        self.moved.add(document.document_id)
        return "moved"

    @cached_property
    def _lost(self) -> set[str | None]:
        """The documents of the files that are not where they were."""
        present = {file.source for file in self.files}
        return {each.document_id for source, each in self.before.items() if source not in present}

    def _stage(self, document: Document, source: str, number: int) -> Iterator[Event]:
        """Chunk and embed one document, batch by batch."""
        self.here.add(document.document_id)
        if document.document_id not in self.staged:
            chunks = chunk(document, token_spans=self.embedder.token_spans, max_tokens=self.fingerprint.chunk_tokens)
            self.staging.stage(document, chunks)
        waiting = self.staging.without_vector(document.document_id)
        for at in range(0, len(waiting), BATCH):
            batch = waiting[at : at + BATCH]
            vectors = self.embedder.embed_all([text for _, text in batch])
            self.staging.set_vectors([place for place, _ in batch], vectors)
            yield Embedded(source, at + len(batch), len(waiting), number, len(self.files))
        self.unstored += len(waiting)
        if self.unstored >= STORED_AT_ONCE:
            self._store_staged()

    def _store_staged(self) -> None:
        """Give the store what is staged; readers do not know these ids yet."""
        for ids, vectors in self.staging.unstored(STORED_AT_ONCE):
            self.store.add(ids, vectors)
        self.staging.set_stored(True)
        self.unstored = 0

    def _gone(self) -> Iterator[Event]:
        """The files that are not there any more; those that could not be looked for are kept."""
        for source, known in self.before.items():
            if source in self.records:
                continue
            problem = next((each for each in self.problems if each.hides(source)), None)
            if problem and known.document_id:
                note = f"{problem.reason}. Answers still use its last readable version."
                self.records[source] = replace(known, note=note)
                yield FileDone(source, "skipped", note)
            elif known.document_id not in self.moved:
                yield FileDone(source, "removed")
        for problem in self.problems:
            self.records.setdefault(problem.source, FileRecord(problem.source, 0, 0, 0, None, problem.reason))
            yield FileDone(problem.source, "skipped", problem.reason)

    def _switch(self) -> Finished:
        """Make it the content, and let what is gone be forgotten."""
        held = [(source, each.document_id) for source, each in sorted(self.records.items()) if each.document_id]
        version = hashlib.sha256(json.dumps([self.fingerprint.text(), held]).encode()).hexdigest()[:16]
        if self.anew or version != self.staging.meta("version") or self.records != self.before:
            meta = {"version": version, "fingerprint": self.fingerprint.text(), "roots": roots_text(self.roots)}
            vectors = json.dumps([self.fingerprint.store, self.fingerprint.collection(self.folder)])
            if (old := self.staging.meta("vectors")) not in ("", vectors):
                meta["abandoned"] = old
            self.staging.switch(self.records.values(), anew=self.anew, meta={**meta, "vectors": vectors})
            forget(self.staging, self.store, self.folder)
        return Finished(version, len(self.staging.document_ids()), self.staging.count())


def ingest(
    sources: Sources,
    *,
    folder: Path,
    fingerprint: Fingerprint,
    embedder: Embedder,
    rebuild: bool = False,
    lock_seconds: float = LOCK_SECONDS,
) -> Iterator[Event]:
    """Make the index in `folder` hold exactly the readable files of the sources.

    With `rebuild` every file is read and embedded anew; until that is done, the old content is answered from.
    """
    with writer_lock(folder, lock_seconds):
        run = partial(_ingest, sources, folder, fingerprint, embedder, rebuild=rebuild)
        try:
            yield from run()
        except IndexDamagedError as error:
            # Vectors and words can be made again of a catalogue that is whole, and nothing is embedded anew.
            whole = _is_whole(folder / CATALOG)
            wipe(folder, keep_catalog=whole)
            yield Rebuilt(f"its {'vectors or words were' if whole else 'catalogue was'} damaged ({error})")
            yield from run()


def _ingest(
    sources: Sources, folder: Path, fingerprint: Fingerprint, embedder: Embedder, *, rebuild: bool
) -> Iterator[Event]:
    roots = find_roots(sources)
    with ExitStack() as opened:
        staging = opened.enter_context(closing(Staging(folder / CATALOG)))
        _refuse_other_sources(staging, roots, folder, rebuild=rebuild)
        anew = _why_anew(staging, fingerprint, rebuild=rebuild)
        if anew:
            yield Rebuilt(anew)
        store = opened.enter_context(closing(fingerprint.open_store(folder, embedder.dimensions)))
        _refill_if_empty(staging, store)
        forget(staging, store, folder)
        staging.set_stored(False)  # the store may be another one than an earlier run gave them to
        if staging.meta("staging") != fingerprint.text():
            staging.unstage_all(fingerprint.text())
        found = outside(find_files(sources), folder)
        known = staging.files()
        run = _Run(
            roots=roots,
            files=found.files,
            problems=(*found.problems, *not_mounted(found, roots, staging.meta("roots"))),
            folder=folder,
            fingerprint=fingerprint,
            embedder=embedder,
            staging=staging,
            store=store,
            before=known,
            here=set() if anew else set(staging.document_ids()),
            anew=bool(anew),
            staged=staging.staged(),
        )
        yield from run.update()


def _is_whole(catalog: Path) -> bool:
    """Whether the catalogue can be read; the words in it are written anew where they cannot."""
    try:
        with closing(Staging(catalog)) as staging:
            if whole := staging.db.rows("PRAGMA quick_check(1)") == [("ok",)]:
                staging.mend_words()
            return whole
    except IndexDamagedError:
        return False


def _refuse_other_sources(staging: Staging, roots: Roots, folder: Path, *, rebuild: bool) -> None:
    """One folder holds the index of one set of sources: another's would throw it away."""
    known = [place for place, _ in json.loads(staging.meta("roots") or "[]")]
    if known and not rebuild and known != [place for place, _ in json.loads(roots_text(roots))]:
        raise SettingsError(
            f"{folder} holds the index of {', '.join(known)}, not of {roots}. Name another folder for this one, "
            "or rebuild it (python -m index --rebuild), which throws the old one away."
        )


def _why_anew(staging: Staging, fingerprint: Fingerprint, *, rebuild: bool) -> str:
    """Why every document is to be made anew; "" where it need not."""
    if rebuild:
        return "as asked"
    same = staging.meta("fingerprint") in ("", fingerprint.text())
    return "" if same else "it was made with another model, chunk size or version of the software"


def _refill_if_empty(staging: Staging, store: VectorStore) -> None:
    """Give a store that was lost the vectors that the catalogue has."""
    if (some := staging.some_vector()) is not None and not store.query(some, 1):
        refill(staging, store)


def refill(staging: Staging, store: VectorStore) -> None:
    """Give the store every vector of the content."""
    for ids, vectors in staging.stored_vectors(STORED_AT_ONCE):
        store.add(ids, vectors)


def forget(staging: Staging, store: VectorStore, folder: Path) -> None:
    """Leave no trace of what was deleted, in the store, the catalog and its log."""
    if abandoned := staging.meta("abandoned"):
        address, collection = json.loads(abandoned)
        old = open_store(address, folder=folder / VECTORS, collection=collection, dimensions=1)
        old.drop()
        old.close()
        staging.set_meta(abandoned="")
    if ids := staging.unwanted():
        store.forget(ids)
        staging.forget()
    if staging.meta("log") == "full":
        # A reader holds the log only while it answers one question; if it lasts, the next run does this.
        for _ in range(LOG_TRIES):
            if staging.db.truncate_log():
                staging.set_meta(log="")
                break
            time.sleep(0.1)


def outside(found: Found, folder: Path) -> Found:
    """What was found, less the index's own files where its folder is below the sources."""
    own = str(folder.resolve())
    return replace(found, files=tuple(file for file in found.files if not is_below(file.place, own)))
