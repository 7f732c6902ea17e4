"""File → Document, whatever its format. Knows nothing of chunks or of the index.

Every format but plain text and Markdown is read in a child process, so that a hostile file hurts
nothing but itself.
"""

import hashlib
import os
from functools import cache
from importlib.metadata import version
from pathlib import Path, PurePath
from stat import S_ISREG

from index.datatypes import Document, DocumentError, PassingError, SourcesError
from index.files import SourceFile
from index.loaders.extraction import Extraction
from index.loaders.ocr import is_installed
from index.loaders.registry import HARMLESS, INSTEAD, LOADERS
from index.loaders.sandbox import extract
from index.names import escape
from index.roots import Sources, find_roots, real_file

__all__ = ["EXTRACTOR_VERSION", "MAX_BYTES", "load", "open_document", "readable_suffixes"]

MAX_BYTES = 256 * 2**20
MAX_TEXT_BYTES = 64 * 2**20
"""The most of a format that holds no pictures."""

_PICTURED = frozenset({".pdf", ".docx", ".pptx", ".xlsx", ".epub", ".eml"})
_LAYOUT = 1
"""Raised whenever a loader here gives another text."""

_LIBRARIES = ("chardet", "docutils", "lxml", "pypdfium2", "python-calamine", "python-docx", "python-pptx")


def _extractor_version() -> str:
    """What the text of a document depends on besides its bytes."""
    versions = [f"{name} {version(name)}" for name in (*_LIBRARIES, *["rapidocr"] * is_installed())]
    return "; ".join([str(_LAYOUT), *versions])


EXTRACTOR_VERSION = _extractor_version()
"""Changes when the same file may give another text: part of an index's fingerprint."""


def load(file: SourceFile) -> Document:
    """Read one file. DocumentError says why it cannot be read and what to do."""
    suffix = PurePath(file.source).suffix.lower()
    if suffix not in LOADERS:
        advice = f"save it as {INSTEAD[suffix]}" if suffix in INSTEAD else f"these are: {readable_suffixes()}"
        raise DocumentError(f"{suffix or 'a file without a suffix'} is not read; {advice}.")
    data = _read(file, MAX_BYTES if suffix in _PICTURED else MAX_TEXT_BYTES)
    if not data:
        raise DocumentError("it is empty: it has 0 bytes.")
    found = LOADERS[suffix](data) if suffix in HARMLESS else extract(suffix, data)
    if not found.text.strip():
        raise DocumentError("it is empty: no text is in it.")
    return _document(file, hashlib.sha256(data).hexdigest(), found)


def _document(file: SourceFile, document_id: str, found: Extraction) -> Document:
    title = found.title or Path(file.source).stem
    return Document(
        document_id, file.source, title[:200], found.text, found.note, found.date, found.pages, found.headings
    )


def _read(file: SourceFile, most: int) -> bytes:
    """The bytes of an ordinary file; not of a pipe that has taken its place since, which would never end."""
    too_large = f"the limit is {most // 2**20} MiB; split it."
    if file.size > most:
        raise DocumentError(f"it has {file.size / 2**20:,.0f} MiB, {too_large}")
    try:
        number = os.open(file.place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(number, "rb") as stream:
            if not S_ISREG(os.fstat(number).st_mode):
                raise DocumentError("it is no ordinary file.")
            data = stream.read(most + 1)
    except PermissionError as error:
        raise DocumentError(f"it cannot be opened ({error.strerror}); check its permissions.") from error
    except OSError as error:  # of the disk, the network or the system: the file itself need not change
        raise PassingError(f"it cannot be opened now ({error.strerror}); it is tried again.") from error
    if len(data) > most:
        raise DocumentError(f"it has grown, {too_large}")
    return data


@cache
def readable_suffixes() -> str:
    """The suffixes that can be read, for messages."""
    return " ".join(LOADERS)


def open_document(source: str | Path, sources: Sources = None) -> Document:
    """The document that a citation names.

    `source` is a citation's source; with `sources` named, nothing that is not below them is opened.
    Where none are named it may also be any path to a file; else it counts from the documents that
    ship with the project.
    """
    roots, name = find_roots(sources), str(source)
    try:
        path = roots.place(name)
    except SourcesError:
        anywhere = real_file(name) if sources is None else None
        if anywhere is None:
            raise
        path, name = anywhere, escape(anywhere.name)
    stat = path.stat()
    return load(SourceFile(str(path), name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns))
