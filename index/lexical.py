"""BM25 over the chunks, by SQLite's FTS5.

Robertson and Zaragoza 2009, with FTS5's k1 = 1.2 and b = 0.75. Words are stemmed here, so that
the sentence reader and the search compare the same stems. Chosen over tantivy and bm25s because
it changes in the same transaction as the chunks: see docs/experiments.md.
"""

import json
import math
import sqlite3
from collections.abc import Collection

from index.datatypes import Term
from index.words import content_words, stem, stems

_SCHEMA = """
CREATE VIRTUAL TABLE IF NOT EXISTS passages USING fts5 (stems, tokenize = 'unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab (passages, row);
"""


class LexicalIndex:
    """The words of every chunk. Its writes belong to the caller's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.executescript(_SCHEMA)

    def add(self, number: int | None, text: str) -> None:
        self._db.execute("INSERT INTO passages (rowid, stems) VALUES (?, ?)", (number, " ".join(stems(text))))

    def delete(self, number: int) -> None:
        self._db.execute("DELETE FROM passages WHERE rowid = ?", (number,))

    def search(self, terms: tuple[Term, ...], count: int, among: Collection[str] | None = None) -> list[str]:
        """The ids of the chunks, of these documents or of all, that hold any of the terms, best first by BM25."""
        match = " OR ".join(f'"{found}"' for found in dict.fromkeys(term.stem for term in terms if term.known))
        if not match:
            return []
        rows = self._db.execute(
            "SELECT chunk_id FROM passages JOIN chunks ON chunks.number = passages.rowid "
            "WHERE passages MATCH ? AND (? IS NULL OR document_id IN (SELECT value FROM json_each(?))) "
            "ORDER BY bm25(passages), chunk_id LIMIT ?",
            (match, *_named(among), count),
        )
        return [row[0] for row in rows]

    def terms(self, question: str, among: Collection[str] | None = None) -> tuple[Term, ...]:
        """The content words of a question, each with the stem that the index, or these documents of it, know it by."""
        query = "SELECT count(*) FROM chunks WHERE ? IS NULL OR document_id IN (SELECT value FROM json_each(?))"
        chunks = self._db.execute(query, _named(among)).fetchone()[0]
        found = []
        for word in dict.fromkeys(content_words(question)):
            known = self._spelling(stem(word))
            frequency = self._document_frequency(known) if among is None else self._frequency_among(known, among)
            idf = math.log((chunks + 1) / (frequency + 1)) + 1
            found.append(Term(word, known, idf, frequency > 0))
        return tuple(found)

    def _document_frequency(self, stemmed: str) -> int:
        row = self._db.execute("SELECT doc FROM vocabulary WHERE term = ?", (stemmed,)).fetchone()
        return int(row[0]) if row else 0

    def _frequency_among(self, stemmed: str, among: Collection[str]) -> int:
        """In how many chunks of these documents a stem stands."""
        query = (
            "SELECT count(*) FROM passages JOIN chunks ON chunks.number = passages.rowid "
            "WHERE passages MATCH ? AND document_id IN (SELECT value FROM json_each(?))"
        )
        return int(self._db.execute(query, (f'"{stemmed}"', _named(among)[1])).fetchone()[0])

    def _spelling(self, stemmed: str) -> str:
        """The stem itself, or the one stem of the documents that is a slip of the keys away.

        A slip is one insertion, deletion, substitution or transposition (Damerau 1964), two in
        long words; the first letter stays. Numbers are never corrected.
        """
        slips = _slips(stemmed)
        if not slips or self._document_frequency(stemmed):
            return stemmed
        from rapidfuzz.distance import OSA

        rows = self._db.execute(
            "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ?", (stemmed[0], chr(ord(stemmed[0]) + 1))
        )
        near = [(OSA.distance(stemmed, term, score_cutoff=slips), -count, term) for term, count in rows]
        distance, _, term = min(near, default=(slips + 1, 0, stemmed))
        return term if distance <= slips else stemmed


def _named(documents: Collection[str] | None) -> tuple[str | None, str | None]:
    """Documents as a query takes them, twice; None is all of them."""
    names = None if documents is None else json.dumps(sorted(documents))
    return names, names


def _slips(stemmed: str) -> int:
    """How many slips a word of this length may hold before it is another word."""
    if not stemmed.isalpha() or len(stemmed) < 5:
        return 0
    return 1 if len(stemmed) < 8 else 2
