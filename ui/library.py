"""What one person asks: what was named, only read, and a folder of their own for uploads.

The one place that decides which sources are answered from, and the only one that writes or deletes a
document: below `own`, and nowhere else.
"""

import hashlib
import os
import secrets
import shutil
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from index import Document, Index, QuotedError, Snapshot, Sources, with_unseen_shown
from index.datatypes import IndexDamagedError, SourcesError
from index.ingest import Event
from index.roots import find_roots
from qa import Answer, Settings, Shown, Turn, ask, stream
from ui.limits import LIMITS, Limits

_LONGEST_NAME = 200
"""Bytes; file systems take 255."""


class UploadError(QuotedError):
    """A file cannot be taken in, or not be deleted."""


@dataclass(frozen=True, slots=True)
class Library:
    """The sources of one person. `named` is what the command line named; None where it named nothing."""

    named: tuple[Path, ...] | None
    own: Path
    settings: Settings
    limits: Limits = LIMITS

    def __post_init__(self) -> None:
        if self.named is not None:
            self._make_own()

    @property
    def sources(self) -> Sources:
        """What is answered from: what was named, and one's own files.

        Where nothing was named, one's own files alone; the shipped documents, for None, until there was one.
        """
        if self.named is not None:
            return (*self.named, self.own)
        return self.own if self.own.exists() else None

    def index(self, on_event: Callable[[Event], None] | None = None) -> Index:
        """The index of the sources. Raises SourcesError where nothing in them can be read."""
        return self._settings.open_index(self.sources, on_event)

    @contextmanager
    def content(self) -> Iterator[Snapshot]:
        """What the index holds now. Raises SourcesError where nothing in the sources can be read."""
        with self.index().snapshot() as content:
            yield content

    def document(self, document_id: str) -> Document | None:
        """A document; None where its file has been changed or deleted."""
        try:
            with self.content() as content:
                return content.document(document_id)
        except (SourcesError, IndexDamagedError):
            return None

    def document_of(self, source: str) -> Document | None:
        """The document of this name, as it is indexed; None where nothing of it is."""
        try:
            with self.content() as content:
                file = content.files().get(source)
                return content.document(file.document_id) if file and file.document_id else None
        except (SourcesError, IndexDamagedError):
            return None

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, only: Sequence[str] | None, max_error: float | None
    ) -> Answer:
        """The quotes of the sources, or of some of them, within an error budget if there is one; no LLM is asked."""
        settings = replace(self._settings, max_error=max_error, llm="")
        return ask(question, self.sources, history, settings, only)

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, only: Sequence[str] | None, max_error: float | None
    ) -> Iterator[Shown | Answer]:
        """The same with an LLM if the settings name one: its sentences as each is checked, last the whole answer."""
        return stream(question, self.sources, history, replace(self._settings, max_error=max_error), only)

    def original(self, source: str) -> Path:
        """Where the file of a document is. Raises SourcesError where there is none."""
        return find_roots(self.sources).place(source)

    def add(self, file: Path, name: str) -> str:
        """Move a file in, under a name that is free; the name. Raises UploadError where it is one too many."""
        name = _plain(name)
        self._make_own()
        self._make_room(file.stat().st_size)
        partial = self.own / f".{secrets.token_hex(8)}.part"  # hidden, so that half a file is never indexed
        shutil.move(file, partial)
        partial.chmod(0o600)
        os.utime(partial)
        try:
            return self._settle(partial, name)
        finally:
            partial.unlink(missing_ok=True)

    def _settle(self, partial: Path, name: str) -> str:
        """Give a file the first name of its kind that is free, or that the same content has already; the name."""
        target = self.own / name
        for number in count(2):
            with suppress(FileExistsError):
                os.link(partial, target)  # not `rename`, which would take the place of what another tab has just sent
                break
            if _digest(target) == _digest(partial):
                break
            target = self.own / f"{Path(name).stem} ({number}){Path(name).suffix}"
        return target.name

    def owns(self, source: str) -> bool:
        """Whether a document's file is the person's own, and may be deleted."""
        return self._own_file(source) is not None

    def delete(self, source: str) -> None:
        """Delete a file of one's own. Raises UploadError where it is not one."""
        file = self._own_file(source)
        if file is None:
            raise UploadError(f"{with_unseen_shown(source)} is none of your own files, and is only read.")
        file.unlink()

    def _own_file(self, source: str) -> Path | None:
        """Where a file of one's own is; None for what is not one."""
        try:
            path = self.original(source)
        except SourcesError:
            return None
        return path if path.parent == self.own.resolve() else None

    def _make_own(self) -> None:
        self.own.mkdir(parents=True, exist_ok=True, mode=0o700)

    @property
    def _settings(self) -> Settings:
        """The settings; the index of one's own files has a folder of its own where one is named."""
        if self.settings.index_dir is None or self.sources is None:
            return self.settings
        key = hashlib.sha256(os.fsencode(self.own)).hexdigest()[:12]
        return replace(self.settings, index_dir=self.settings.index_dir.with_name(f"own-{key}"))

    def _own_names(self) -> set[str]:
        return {entry.name for entry in os.scandir(self.own) if entry.is_file() and not entry.name.startswith(".")}

    def _make_room(self, size: int) -> None:
        sizes = [(self.own / name).stat().st_size for name in self._own_names()]
        if len(sizes) >= self.limits.files:
            raise UploadError(f"You have {len(sizes):,} files, as many as can be kept; delete some first.")
        if size > self.limits.file_bytes:
            raise UploadError(f"It is larger than {_megabytes(self.limits.file_bytes)}; split it.")
        if sum(sizes) + size > self.limits.all_bytes:
            raise UploadError(f"Your files have {_megabytes(self.limits.all_bytes)} in all; delete some first.")


def _plain(name: str) -> str:
    """A file name without folders and unseen characters, and not hidden."""
    name = unicodedata.normalize("NFC", with_unseen_shown(name.replace("\\", "/").rsplit("/", 1)[-1]))
    name = name.replace("\N{REPLACEMENT CHARACTER}", "").strip().lstrip(".")
    stem, suffix = Path(name).stem, Path(name).suffix
    while len(f"{stem}{suffix}".encode()) > _LONGEST_NAME and stem:
        stem = stem[:-1]
    if not stem:
        raise UploadError(f"{name!r} is no name for a file; give it another.")
    return f"{stem}{suffix}"


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.0f} MiB"
