"""One SQLite database: opened to read or to write, its transactions, and its errors by their real causes.

Knows nothing of what is in it.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.datatypes import IndexDamagedError, IndexLockedError, IndexUnreachableError

BUSY_SECONDS = 30.0
"""So long another program may hold the database."""
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
Row = tuple[Any, ...]


class Database:
    """A connection, for use by one thread at a time.

    Raises IndexDamagedError where the file is not what SQLite wrote, IndexLockedError where another
    program holds it, and IndexUnreachableError where it cannot be opened, read or written.
    """

    def __init__(self, path: Path, *, write: bool) -> None:
        self.path = path
        with self._errors_named():
            if write:
                self._db = sqlite3.connect(path, **_OPTIONS)
                path.chmod(0o600)  # whatever the sources' modes are, nobody else reads a copy of them here
                self._db.execute("PRAGMA journal_mode=WAL")
                # What is deleted is overwritten, so that no word of a removed document stays in the file.
                self._db.execute("PRAGMA secure_delete=ON")
            else:
                # In a folder that cannot be written nobody writes the database, and SQLite need not ask.
                alone = "" if os.access(path.parent, os.W_OK) else "&immutable=1"
                self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro{alone}", uri=True, **_OPTIONS)

    def rows(self, query: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows of a query."""
        with self._errors_named():
            rows: list[Row] = self._db.execute(query, values).fetchall()
            return rows

    def each(self, query: str, values: Sequence[object] = ()) -> Iterator[Row]:
        """The rows of a query, one after the other."""
        with self._errors_named():
            yield from self._db.execute(query, values)

    def one(self, query: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of a query."""
        with self._errors_named():
            row: Row | None = self._db.execute(query, values).fetchone()
            return row

    def run(self, statement: str, values: Sequence[object] = ()) -> None:
        """Carry out one statement."""
        with self._errors_named():
            self._db.execute(statement, values)

    def run_all(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Carry out one statement for each row of values."""
        with self._errors_named():
            self._db.executemany(statement, rows)

    def script(self, statements: str) -> None:
        """Carry out several statements, outside any transaction."""
        with self._errors_named():
            self._db.executescript(statements)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside, or nothing."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.rollback()
            raise
        self.run("COMMIT")

    def hold(self) -> None:
        """From now on see the database as it is now, whatever is written to it."""
        self.run("BEGIN")
        self.rows("SELECT count(*) FROM sqlite_schema")

    def truncate_log(self) -> bool:
        """Empty the write-ahead log, which repeats what was written; whether no reader was in the way."""
        self.run("PRAGMA busy_timeout = 0")
        try:
            row = self.one("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self.run(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        return row is not None and row[0] == 0

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def _errors_named(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise _named(error, self.path) from error


_OPTIONS: dict[str, Any] = {"check_same_thread": False, "isolation_level": None, "timeout": BUSY_SECONDS}


def _named(error: sqlite3.DatabaseError, path: Path) -> Exception:
    """The error that says what happened and what to do."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary in _BUSY:
        return IndexLockedError(
            f"Another program has held {path} for {BUSY_SECONDS:.0f} s. Wait for it, or end it, and try again."
        )
    if primary in _DAMAGED or primary == sqlite3.SQLITE_ERROR:  # a table that is not there, or not as it was made
        return IndexDamagedError(f"SQLite finds {path} damaged: {error}.")
    return IndexUnreachableError(
        f"The index {path} cannot be used ({error}). Check that the disk is there and not full, and who may write "
        "there; or keep the index elsewhere (index_dir in the settings, --index-dir of python -m index)."
    )
