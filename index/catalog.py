"""What is indexed: files, documents, chunks and their vectors, in one SQLite database.

The catalog is the truth: the store of vectors beside it (`index/stores`) can be made again from it,
and an id there that is not here does not exist. What is being indexed stands in tables of its own,
`staged_…`, until one transaction makes all of it the new content. This file reads; `index/staging.py` writes.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray

from index import lexical
from index.chunking import chunk_id
from index.database import Database, Row
from index.datatypes import Chunk, Document, Heading, IndexDamagedError

LAYOUT = 2
_DOCUMENT = (
    "document_id TEXT PRIMARY KEY, title TEXT NOT NULL, named TEXT NOT NULL, date TEXT NOT NULL, "
    "text TEXT NOT NULL, pages TEXT NOT NULL, headings TEXT NOT NULL, chunks INTEGER NOT NULL"
)
_CHUNK = (
    "number INTEGER PRIMARY KEY, chunk_id TEXT UNIQUE NOT NULL, document_id TEXT NOT NULL, start INTEGER NOT NULL, "
    '"end" INTEGER NOT NULL, context TEXT NOT NULL, text TEXT NOT NULL, sentences TEXT NOT NULL, vector BLOB'
)
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    source TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
    document_id TEXT, note TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_by_document ON files (document_id, source);
CREATE INDEX IF NOT EXISTS files_with_notes ON files (source) WHERE note <> '';
CREATE TABLE IF NOT EXISTS documents ({_DOCUMENT});
CREATE TABLE IF NOT EXISTS chunks ({_CHUNK});
CREATE INDEX IF NOT EXISTS chunks_by_document ON chunks (document_id);
CREATE TABLE IF NOT EXISTS staged_documents ({_DOCUMENT}, stored INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS staged_chunks ({_CHUNK});
CREATE INDEX IF NOT EXISTS staged_by_document ON staged_chunks (document_id);
CREATE TABLE IF NOT EXISTS unwanted (chunk_id TEXT PRIMARY KEY) WITHOUT ROWID;
{lexical.SCHEMA}
"""
_NAMED = "(SELECT min(source) FROM files WHERE files.document_id = documents.document_id)"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as last seen: bytes, and nanoseconds of its content's and of its entry's last change.

    `document_id` is None where nothing of it is indexed; `note` says why, or what was odd.
    """

    source: str
    size: int
    modified: int
    changed: int
    document_id: str | None
    note: str

    @property
    def stamp(self) -> tuple[int, int, int]:
        """To be compared with a `SourceFile`'s: whether the file was written since."""
        return self.size, self.modified, self.changed


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document without its text. `sources` are all the names that its content has, sorted."""

    document_id: str
    sources: tuple[str, ...]
    title: str
    date: str
    pages: tuple[int, ...]
    chunks: int

    def page(self, offset: int) -> int | None:
        """The page, from 1, that a character is on; None where the format has no pages."""
        return sum(start <= offset for start in self.pages) or None


class Catalog:
    """The database of one index folder, to read from.

    Raises IndexDamagedError where SQLite finds it broken, or a text is not the one that was written.
    """

    def __init__(self, path: Path) -> None:
        self.db = Database(path, write=False)

    def hold(self) -> None:
        """Go on seeing the content as it is now."""
        self.db.hold()

    def meta(self, key: str) -> str:
        """A fact about the index as a whole; "" where it was never written."""
        row = self.db.one("SELECT value FROM meta WHERE key = ?", [key])
        return str(row[0]) if row else ""

    def has(self, chunk_id: str) -> bool:
        """Whether a chunk is part of the content."""
        return self.db.one("SELECT 1 FROM chunks WHERE chunk_id = ?", [chunk_id]) is not None

    def count(self, documents: Sequence[str] | None = None) -> int:
        """How many chunks there are, of these documents or in all."""
        if documents is None:
            return int(self.meta("chunks") or 0)
        rows = (self.db.one("SELECT chunks FROM documents WHERE document_id = ?", [each]) for each in documents)
        return sum(row[0] for row in rows if row)

    def is_settled(self) -> bool:
        """Whether there is a complete content, and nothing left to forget."""
        left = self.db.one("SELECT 1 FROM unwanted LIMIT 1") or self.meta("abandoned") or self.meta("log")
        return bool(self.meta("version")) and not left

    def files(self) -> dict[str, FileRecord]:
        """Every file as last seen, by source."""
        rows = self.db.rows("SELECT source, size, modified, changed, document_id, note FROM files ORDER BY source")
        return {row[0]: FileRecord(*row) for row in rows}

    def noted(self) -> list[FileRecord]:
        """The files of which there is something to say."""
        query = "SELECT source, size, modified, changed, document_id, note FROM files WHERE note <> '' ORDER BY source"
        return [FileRecord(*row) for row in self.db.rows(query)]

    def document_ids(self, sources: Iterable[str] | None = None) -> list[str]:
        """The documents of these sources, or all, in the order of the sources' names."""
        if sources is None:
            return [row[0] for row in self.db.rows(f"SELECT document_id FROM documents ORDER BY {_NAMED}")]  # noqa: S608
        found = (self.db.one("SELECT document_id FROM files WHERE source = ?", [source]) for source in sources)
        return list(dict.fromkeys(row[0] for row in found if row and row[0]))

    def record(self, document_id: str) -> DocumentRecord | None:
        """A document without its text."""
        query = "SELECT title, date, pages, chunks FROM documents WHERE document_id = ?"
        row = self.db.one(query, [document_id])
        if row is None:
            return None
        title, date, pages, chunks = row
        names = self.db.rows("SELECT source FROM files WHERE document_id = ? ORDER BY source", [document_id])
        sources = tuple(name for (name,) in names)
        return DocumentRecord(
            document_id, sources, title or title_of(sources[0]), date, tuple(json.loads(pages)), chunks
        )

    def document(self, document_id: str) -> Document | None:
        """A document with its text, as it was indexed."""
        record = self.record(document_id)
        if record is None:
            return None
        text, headings = self.db.rows("SELECT text, headings FROM documents WHERE document_id = ?", [document_id])[0]
        marked = tuple(Heading(*heading) for heading in json.loads(headings))
        return Document(
            document_id, record.sources[0], record.title, text, date=record.date, pages=record.pages, headings=marked
        )

    def chunks(self, chunk_ids: Iterable[str]) -> list[Chunk]:
        """The chunks of these ids, in this order; ids that are not here are left out."""
        found, records = [], dict[str, DocumentRecord | None]()
        for wanted in chunk_ids:
            row = self.db.one(
                "SELECT document_id, start, end, context, text, sentences FROM chunks WHERE chunk_id = ?", [wanted]
            )
            if row is None:
                continue
            document_id = row[0]
            record = records.setdefault(document_id, self.record(document_id))
            if record is None or wanted != chunk_id(document_id, row[1], row[3], row[4]):
                raise IndexDamagedError(
                    f"A passage in {self.db.path} is not as it was written. Mend it: python -m index --repair PATH."
                )
            found.append(_chunk(wanted, row, record))
        return found

    def chunk_ids(self) -> Iterator[str]:
        """Every chunk, in the order of writing."""
        return (row[0] for row in self.db.each("SELECT chunk_id FROM chunks ORDER BY number"))

    def vectors(
        self, chunk_ids: Sequence[str] | None = None, documents: Sequence[str] | None = None
    ) -> tuple[list[str], NDArray[np.float32]]:
        """The ids that are here of those asked for, and their vectors, of shape (ids, dimensions)."""
        if chunk_ids is not None:
            rows = (self.db.one("SELECT chunk_id, vector FROM chunks WHERE chunk_id = ?", [each]) for each in chunk_ids)
            return stacked(row for row in rows if row)
        if documents is None:
            return stacked(self.db.each("SELECT chunk_id, vector FROM chunks ORDER BY number"))
        by_document = "SELECT chunk_id, vector FROM chunks WHERE document_id = ? ORDER BY number"
        return stacked(row for each in documents for row in self.db.each(by_document, [each]))

    def close(self) -> None:
        """Let go of the database."""
        self.db.close()


def stacked(rows: Iterable[Row]) -> tuple[list[str], NDArray[np.float32]]:
    """Rows of an id and a vector's bytes as ids and one array."""
    found = list(rows)
    if not found:
        return [], np.zeros((0, 0), dtype=np.float32)
    vectors = np.frombuffer(b"".join(row[1] for row in found), dtype=np.float32)
    return [row[0] for row in found], vectors.reshape(len(found), -1)


def title_of(source: str) -> str:
    """What a document without a title is called: its file's name without the suffix."""
    return PurePosixPath(source).stem


def _chunk(wanted: str, row: Row, record: DocumentRecord) -> Chunk:
    document_id, start, end, context, text, sentences = row
    spans = tuple((first, last) for first, last in json.loads(sentences))
    return Chunk(wanted, document_id, record.sources[0], record.title, start, end, text, spans, context)
