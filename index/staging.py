"""The catalog's writing side: documents are staged one by one, and become the content all at once.

Each step is a transaction, and each can be the last one before a crash:

1. a document with its chunks is staged; the vectors of its chunks are, batch by batch; when the store
   has them, too, it is marked as stored. A run that begins again goes on from there.
2. `switch` makes the staged documents the content, forgets those that are gone, and writes the version.
   Readers see all of it or nothing. What the store is to forget is written down in the same transaction.
3. when the store has forgotten it, and the words of the deleted are overwritten, the list is emptied.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import lexical
from index.catalog import SCHEMA, Catalog, FileRecord, stacked, title_of
from index.database import Database
from index.datatypes import Chunk, Document, IndexDamagedError

_CHUNK_FIELDS = 'chunk_id, document_id, start, "end", context, text, sentences, vector'
_DOCUMENT_FIELDS = "document_id, title, named, date, text, pages, headings, chunks"


class Staging(Catalog):
    """The database of one index folder, to write to; one at a time (see `ingest.writer_lock`)."""

    def __init__(self, path: Path) -> None:
        self.db = Database(path, write=True)
        self.db.script(SCHEMA)

    def set_meta(self, **values: str) -> None:
        """Write facts about the index as a whole."""
        with self.db.transaction():
            self._set_meta(values)

    def _set_meta(self, values: dict[str, str]) -> None:
        self.db.run_all("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(values.items()))

    def stage(self, document: Document, chunks: Sequence[Chunk]) -> None:
        """Write down a document with its chunks, still without vectors."""
        for chunk in chunks:
            if document.text[chunk.start : chunk.end] != chunk.text:
                raise IndexDamagedError(f"Chunk {chunk.chunk_id} does not stand at its offsets in {document.source}.")
        title = "" if document.title == title_of(document.source) else document.title
        headings = json.dumps([[each.start, each.end, each.level, each.text] for each in document.headings])
        pages = json.dumps(document.pages)
        named = _words(title, document.source)
        fields = (document.document_id, title, named, document.date, document.text, pages, headings, len(chunks))
        with self.db.transaction():
            self._unstage([document.document_id])
            self.db.run(f"INSERT INTO staged_documents ({_DOCUMENT_FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", fields)  # noqa: S608
            self.db.run_all(
                f"INSERT INTO staged_chunks ({_CHUNK_FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",  # noqa: S608
                map(_chunk_row, chunks),
            )

    def unstage_all(self, fingerprint: str) -> None:
        """Forget what was staged for another fingerprint than this one."""
        with self.db.transaction():
            self._unstage(sorted(self.staged()))
            self._set_meta({"staging": fingerprint})

    def staged(self) -> set[str]:
        """The ids of the documents that are staged."""
        return {row[0] for row in self.db.rows("SELECT document_id FROM staged_documents")}

    def without_vector(self, document_id: str) -> list[tuple[int, str]]:
        """The numbers of a staged document's chunks that have no vector yet, and the text to embed."""
        query = (
            "SELECT number, context, text FROM staged_chunks WHERE document_id = ? AND vector IS NULL ORDER BY number"
        )
        return [
            (number, f"{context}\n{text}" if context else text)
            for number, context, text in self.db.rows(query, [document_id])
        ]

    def set_vectors(self, numbers: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Write down vectors of shape (len(numbers), dimensions)."""
        rows = ((vector.tobytes(), number) for number, vector in zip(numbers, vectors, strict=True))
        with self.db.transaction():
            self.db.run_all("UPDATE staged_chunks SET vector = ? WHERE number = ?", rows)

    def unstored(self, count: int) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
        """The ids and vectors that the store has not got yet, `count` at a time."""
        query = (
            "SELECT chunk_id, vector FROM staged_chunks JOIN staged_documents USING (document_id) "
            "WHERE NOT stored AND vector IS NOT NULL ORDER BY number"
        )
        rows = self.db.each(query)
        while batch := list(islice(rows, count)):
            yield stacked(batch)

    def some_vector(self) -> NDArray[np.float32] | None:
        """The vector of any chunk; None where there are none."""
        row = self.db.one("SELECT vector FROM chunks LIMIT 1")
        return np.frombuffer(row[0], dtype=np.float32) if row else None

    def stored_vectors(self, count: int) -> Iterator[tuple[list[str], NDArray[np.float32]]]:
        """The ids and vectors that the store should have, `count` at a time."""
        rows = self.db.each("SELECT chunk_id, vector FROM chunks ORDER BY number")
        while batch := list(islice(rows, count)):
            yield stacked(batch)

    def set_stored(self, stored: bool) -> None:
        """Whether the store has the vectors of the documents staged so far."""
        with self.db.transaction():
            self.db.run("UPDATE staged_documents SET stored = ?", [stored])

    def switch(self, files: Iterable[FileRecord], *, anew: bool, meta: dict[str, str]) -> None:
        """Make the content what `files` hold, of what is here and what is staged, in one step.

        With `anew` a document's staged form takes the place of the one that is here.
        """
        records = list(files)
        wanted = {record.document_id for record in records}
        with self.db.transaction():
            here = {row[0] for row in self.db.rows("SELECT document_id FROM documents")}
            self._remove(sorted((here - wanted) | (here & self.staged() if anew else set())))
            self._unstage(sorted(self.staged() - wanted))
            self._admit()
            self.db.run("DELETE FROM files")
            self.db.run_all("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)", [_row(record) for record in records])
            self._rename()
            # A chunk of the same content may have come back under the same id.
            self.db.run("DELETE FROM unwanted WHERE chunk_id IN (SELECT chunk_id FROM chunks)")
            self._set_meta({**meta, "chunks": str(self.db.rows("SELECT count(*) FROM chunks")[0][0])})

    def remove_unnamed(self) -> None:
        """Forget the documents that no file has; inside the caller's transaction."""
        named = "SELECT document_id FROM files WHERE document_id IS NOT NULL"
        rows = self.db.rows(f"SELECT document_id FROM documents WHERE document_id NOT IN ({named})")  # noqa: S608
        self._remove([row[0] for row in rows])

    def add_words(self, document_ids: Iterable[str]) -> None:
        """Make documents searchable by their words; inside the caller's transaction."""
        for document_id in document_ids:
            lexical.add(self.db, self._passages(document_id))

    def rewrite_words(self) -> None:
        """Write the words of every document anew."""
        with self.db.transaction():
            lexical.clear(self.db)
            self.add_words(self.document_ids())

    def mend_words(self) -> None:
        """Write the words anew where they cannot be read."""
        if not lexical.is_whole(self.db):
            self.rewrite_words()

    def words_agree(self) -> bool:
        """Whether the words that are known are those of the passages."""
        passages = (each for document_id in self.document_ids() for each in self._passages(document_id))
        return lexical.is_whole(self.db) and lexical.agrees(self.db, passages)

    def _remove(self, document_ids: Sequence[str]) -> None:
        """Forget documents, their chunks and their words."""
        for document_id in document_ids:
            lexical.delete(self.db, self._passages(document_id))
            self.db.run(
                "INSERT OR IGNORE INTO unwanted SELECT chunk_id FROM chunks WHERE document_id = ?", [document_id]
            )
            self.db.run("DELETE FROM chunks WHERE document_id = ?", [document_id])
            self.db.run("DELETE FROM documents WHERE document_id = ?", [document_id])

    def _unstage(self, document_ids: Sequence[str]) -> None:
        """Forget staged documents."""
        for document_id in document_ids:
            self.db.run(
                "INSERT OR IGNORE INTO unwanted SELECT chunk_id FROM staged_chunks WHERE document_id = ?", [document_id]
            )
            self.db.run("DELETE FROM staged_chunks WHERE document_id = ?", [document_id])
            self.db.run("DELETE FROM staged_documents WHERE document_id = ?", [document_id])

    def _admit(self) -> None:
        """Make the staged documents part of the content."""
        staged = sorted(self.staged())
        self.db.run(
            f"INSERT INTO documents ({_DOCUMENT_FIELDS}) SELECT {_DOCUMENT_FIELDS} FROM staged_documents"  # noqa: S608
        )
        self.db.run(
            f"INSERT INTO chunks ({_CHUNK_FIELDS}) SELECT {_CHUNK_FIELDS} FROM staged_chunks ORDER BY number"  # noqa: S608
        )
        self.db.run("DELETE FROM staged_chunks")
        self.db.run("DELETE FROM staged_documents")
        self.add_words(staged)

    def _rename(self) -> None:
        """Search documents by the names that their files have now."""
        rows = self.db.rows(
            "SELECT document_id, title, named, min(source) FROM documents JOIN files USING (document_id) GROUP BY 1"
        )
        for document_id, title, named, source in rows:
            if named != (words := _words(title, source)):
                lexical.delete(self.db, self._passages(document_id))
                self.db.run("UPDATE documents SET named = ? WHERE document_id = ?", [words, document_id])
                lexical.add(self.db, self._passages(document_id))

    def _passages(self, document_id: str) -> list[lexical.Passage]:
        """What the words of a document's chunks are searched in: its names, their contexts and texts."""
        query = (
            "SELECT number, named, context, chunks.text FROM chunks JOIN documents USING (document_id) "
            "WHERE document_id = ?"
        )
        return [(row[0], "\n".join(row[1:])) for row in self.db.rows(query, [document_id])]

    def unwanted(self) -> list[str]:
        """The ids that the store is to forget."""
        return [row[0] for row in self.db.rows("SELECT chunk_id FROM unwanted ORDER BY chunk_id")]

    def forget(self) -> None:
        """The store has forgotten them: leave no trace of them here either."""
        with self.db.transaction():
            lexical.forget_deleted(self.db)
            self.db.run("DELETE FROM unwanted")
            self._set_meta({"log": "full"})


def _row(record: FileRecord) -> tuple[object, ...]:
    return (record.source, record.size, record.modified, record.changed, record.document_id, record.note)


def _words(title: str, source: str) -> str:
    """The title and the file's name, which a document is searched by, too."""
    return f"{title}\n{title_of(source)}"


def _chunk_row(chunk: Chunk) -> tuple[object, ...]:
    spans = json.dumps(chunk.sentences)
    return (chunk.chunk_id, chunk.document_id, chunk.start, chunk.end, chunk.context, chunk.text, spans)
