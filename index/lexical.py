"""BM25 over the chunks, by SQLite's FTS5.

Robertson and Zaragoza 2009, with FTS5's k1 = 1.2 and b = 0.75. Words are stemmed here, so that
the sentence reader and the search compare the same stems. Chosen over tantivy and bm25s because
it changes in the same transaction as the chunks: see docs/experiments.md. The FTS5 table keeps no text of
its own; how many chunks hold a stem is kept beside it, for FTS5 would count them anew each time.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence

from index.database import Database
from index.datatypes import IndexDamagedError, Term
from index.words import content_words, stem, stems

SCHEMA = """
CREATE VIRTUAL TABLE IF NOT EXISTS passages
    USING fts5 (stems, content = '', tokenize = 'unicode61 remove_diacritics 0');
CREATE TABLE IF NOT EXISTS vocabulary (stem TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID;
"""
_AMONG = (
    "FROM passages JOIN chunks ON chunks.number = passages.rowid "
    "WHERE passages MATCH ? AND document_id IN (SELECT value FROM json_each(?))"
)
Passage = tuple[int, str]
"""A chunk's number, and the text that its words are searched in."""


def add(db: Database, passages: Iterable[Passage]) -> None:
    """Make passages searchable; inside the caller's transaction."""
    _write(db, "INSERT INTO passages (rowid, stems) VALUES (?, ?)", passages, 1)


def delete(db: Database, passages: Iterable[Passage]) -> None:
    """Forget passages, each with the very text that it was added with; inside the caller's transaction."""
    _write(db, "INSERT INTO passages (passages, rowid, stems) VALUES ('delete', ?, ?)", passages, -1)
    db.run("DELETE FROM vocabulary WHERE passages <= 0")


def _write(db: Database, statement: str, passages: Iterable[Passage], sign: int) -> None:
    counts: Counter[str] = Counter()
    for number, text in passages:
        found = stems(text)
        counts.update(set(found))
        db.run(statement, (number, " ".join(found)))
    db.run_all(
        "INSERT INTO vocabulary VALUES (?, ?) ON CONFLICT (stem) DO UPDATE SET passages = passages + excluded.passages",
        ((found, sign * count) for found, count in sorted(counts.items())),
    )


def clear(db: Database) -> None:
    """Forget all passages."""
    db.run("INSERT INTO passages (passages) VALUES ('delete-all')")
    db.run("DELETE FROM vocabulary")


def forget_deleted(db: Database) -> None:
    """Write the whole index anew: FTS5 only marks what was deleted, and would keep its words."""
    db.run("INSERT INTO passages (passages) VALUES ('optimize')")


def is_whole(db: Database) -> bool:
    """Whether FTS5 can read all that it wrote; SQLite's own check does not look into a table that keeps no text."""
    try:
        db.run("INSERT INTO passages (passages) VALUES ('integrity-check')")
    except IndexDamagedError:
        return False
    return True


def agrees(db: Database, passages: Iterable[Passage]) -> bool:
    """Whether these passages' words are known, and to the vocabulary no others; FTS5 splits some foreign ones."""
    counts = Counter(found for _, text in passages for found in set(stems(text)))
    db.run("CREATE VIRTUAL TABLE IF NOT EXISTS temp.known USING fts5vocab ('main', 'passages', 'row')")
    known: dict[str, int] = dict(db.each("SELECT term, doc FROM temp.known"))
    same = counts == dict(db.each("SELECT stem, passages FROM vocabulary"))
    return same and all(known.get(found, 0) >= count for found, count in counts.items() if found.isascii())


def search(db: Database, terms: Sequence[Term], count: int, documents: Sequence[str] | None = None) -> list[str]:
    """The ids of the chunks that hold any of the terms, best first by BM25; of these documents alone, if told."""
    match = " OR ".join(f'"{found}"' for found in dict.fromkeys(term.stem for term in terms if term.known))
    if not match:
        return []
    # FTS5 ranks by itself; joined to the chunks first, every one that matches would be looked up.
    if documents is None:
        query = (
            "SELECT chunk_id FROM (SELECT rowid, bm25(passages) AS score FROM passages WHERE passages MATCH ? "
            "ORDER BY score, rowid LIMIT ?) AS found JOIN chunks ON chunks.number = found.rowid "
            "ORDER BY score, chunk_id"
        )
        return [row[0] for row in db.rows(query, (match, count))]
    query = f"SELECT chunk_id {_AMONG} ORDER BY bm25(passages), chunk_id LIMIT ?"
    return [row[0] for row in db.rows(query, (match, json.dumps(documents), count))]


def find_terms(db: Database, question: str, passages: int, documents: Sequence[str] | None = None) -> tuple[Term, ...]:
    """The content words of a question, each with the stem that the index knows it by.

    What they weigh is by the `passages` that there are in all, of these documents alone if told.
    """
    found = []
    for word in dict.fromkeys(content_words(question)):
        known = _corrected(db, word)
        frequency = _frequency(db, known, documents)
        idf = math.log((passages + 1) / (frequency + 1)) + 1
        found.append(Term(word, known, idf, frequency > 0))
    return tuple(found)


def _frequency(db: Database, stemmed: str, documents: Sequence[str] | None = None) -> int:
    """How many chunks hold a stem."""
    if documents is not None:
        return int(db.rows(f"SELECT count(*) {_AMONG}", (f'"{stemmed}"', json.dumps(documents)))[0][0])
    row = db.one("SELECT passages FROM vocabulary WHERE stem = ?", (stemmed,))
    return int(row[0]) if row else 0


def _corrected(db: Database, word: str) -> str:
    """The word's stem, or the one stem of the documents whose spelling is a slip of the keys away.

    A slip is one insertion, deletion, substitution or transposition (Damerau 1964), two in long words;
    the first letter stays. Numbers are never corrected. The word is compared before it is stemmed, too,
    for a slip in an ending makes another stem of it.
    """
    stemmed = stem(word)
    slips = _slips(stemmed)
    if not slips or _frequency(db, stemmed):
        return stemmed
    from rapidfuzz.distance import OSA

    low, high = len(stemmed) - slips, len(word) + slips
    rows = db.rows(
        "SELECT stem, passages FROM vocabulary WHERE stem >= ? AND stem < ? AND length(stem) BETWEEN ? AND ?",
        (stemmed[0], chr(ord(stemmed[0]) + 1), low, high),
    )
    near = [
        (min(OSA.distance(each, found, score_cutoff=slips) for each in (stemmed, word)), -count, found)
        for found, count in rows
    ]
    distance, _, best = min(near, default=(slips + 1, 0, stemmed))
    return str(best) if distance <= slips else stemmed


def _slips(stemmed: str) -> int:
    """How many slips a word of this length may hold before it is another word."""
    if not stemmed.isalpha() or len(stemmed) < 5:
        return 0
    return 1 if len(stemmed) < 8 else 2
