"""What is indexed: files, documents and chunks, in one SQLite database beside the vectors.

The catalog is the truth: a vector whose chunk is not here does not exist. Its BM25 index
(`index/lexical.py`) lives in the same database, so one transaction changes both.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.datatypes import Chunk, Document, IndexDamagedError
from index.lexical import LexicalIndex

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files (
    source TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL,
    document_id TEXT, note TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS documents (
    document_id TEXT PRIMARY KEY, source TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS chunks (
    number INTEGER PRIMARY KEY, chunk_id TEXT UNIQUE NOT NULL, document_id TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, sentences TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS chunks_by_document ON chunks (document_id);
"""
_CHUNK = (
    "SELECT chunk_id, document_id, source, title, start, end, chunks.text, sentences "
    "FROM chunks JOIN documents USING (document_id)"
)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as last seen. `document_id` is None where it could not be read; `note` says why."""

    source: str
    size: int
    modified: int
    document_id: str | None
    note: str


class Catalog:
    """The database of one index folder. Raises IndexDamagedError where SQLite finds it broken."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._damage_named():
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            if (state := self._db.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise IndexDamagedError(f"SQLite finds {path} damaged: {state}")
            self._db.executescript(_SCHEMA)
            self.lexical = LexicalIndex(self._db)

    @contextmanager
    def _damage_named(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise IndexDamagedError(f"SQLite cannot use {self._path}: {error}") from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._damage_named():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[str, ...]]:
        with self._damage_named():
            return self._db.execute(query, values).fetchall()

    def meta(self, key: str) -> str:
        """A fact about the index as a whole; "" where it was never written."""
        rows = self._rows("SELECT value FROM meta WHERE key = ?", [key])
        return rows[0][0] if rows else ""

    def set_meta(self, key: str, value: str) -> None:
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, value])

    def files(self) -> dict[str, FileRecord]:
        """Every file as last seen, by source."""
        rows = self._rows("SELECT source, size, modified, document_id, note FROM files ORDER BY source")
        return {row[0]: FileRecord(*row) for row in rows}  # type: ignore[arg-type]  # SQLite's own types

    def document(self, document_id: str) -> Document | None:
        rows = self._rows("SELECT document_id, source, title, text FROM documents WHERE document_id = ?", [document_id])
        return Document(*rows[0]) if rows else None  # type: ignore[arg-type]  # four columns of text

    def document_ids(self) -> list[str]:
        """Every document, in the order of the sources' names."""
        return [row[0] for row in self._rows("SELECT document_id FROM documents ORDER BY source")]

    def chunks(self, chunk_ids: Iterable[str]) -> list[Chunk]:
        """The chunks of these ids, in this order; ids that are not here are left out."""
        found = {}
        for chunk_id in chunk_ids:
            for *fields, sentences in self._rows(f"{_CHUNK} WHERE chunk_id = ?", [chunk_id]):
                spans = tuple((first, last) for first, last in json.loads(sentences))
                found[chunk_id] = Chunk(*fields, spans)  # type: ignore[call-arg, arg-type]  # SQLite's own types
        return list(found.values())

    def chunk_ids(self, document_id: str | None = None) -> list[str]:
        """The chunks of one document, or of all."""
        if document_id is None:
            return [row[0] for row in self._rows("SELECT chunk_id FROM chunks ORDER BY number")]
        query = "SELECT chunk_id FROM chunks WHERE document_id = ? ORDER BY number"
        return [row[0] for row in self._rows(query, [document_id])]

    def add(self, document: Document, chunks: Sequence[Chunk]) -> None:
        """Store a document with its chunks, all or nothing."""
        for chunk in chunks:
            if document.text[chunk.start : chunk.end] != chunk.text:
                raise IndexDamagedError(f"Chunk {chunk.chunk_id} does not stand at its offsets in {document.source}.")
        with self._transaction():
            fields = (document.document_id, document.source, document.title, document.text)
            self._db.execute("INSERT INTO documents VALUES (?, ?, ?, ?)", fields)
            for chunk in chunks:
                row = (
                    chunk.chunk_id,
                    chunk.document_id,
                    chunk.start,
                    chunk.end,
                    chunk.text,
                    json.dumps(chunk.sentences),
                )
                number = self._db.execute("INSERT INTO chunks VALUES (NULL, ?, ?, ?, ?, ?, ?)", row).lastrowid
                self.lexical.add(number, f"{document.title}\n{chunk.text}")

    def delete(self, document_id: str) -> None:
        """Forget a document, its chunks and their words."""
        with self._transaction():
            for (number,) in self._db.execute(
                "SELECT number FROM chunks WHERE document_id = ?", [document_id]
            ).fetchall():
                self.lexical.delete(number)
            self._db.execute("DELETE FROM chunks WHERE document_id = ?", [document_id])
            self._db.execute("DELETE FROM documents WHERE document_id = ?", [document_id])

    def set_file(self, file: FileRecord) -> None:
        """Remember a file as it was seen."""
        row = (file.source, file.size, file.modified, file.document_id, file.note)
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", row)

    def forget_files(self, sources: Iterable[str]) -> None:
        """Forget files that are gone."""
        with self._transaction():
            self._db.executemany("DELETE FROM files WHERE source = ?", [(source,) for source in sources])

    def name_documents(self) -> None:
        """Call every document by the first of the names that its content has."""
        with self._transaction():
            self._db.execute(
                "UPDATE documents SET source = named.source FROM "
                "(SELECT document_id, min(source) AS source FROM files GROUP BY document_id) AS named "
                "WHERE documents.document_id = named.document_id AND documents.source <> named.source"
            )

    def close(self) -> None:
        self._db.close()
