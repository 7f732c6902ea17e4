"""One person's conversations, in a SQLite database of their own, so that every tab and device sees the same.

A turn's number is given by the database and never twice. A question carries a token of the tab that
asked it: one that comes again after a lost connection finds its answer, and is not asked again.
"""

import logging
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import TypeAdapter

from qa import Answer, QuotedError, Turn

log = logging.getLogger("quoted")

Verdict = Literal["", "right", "wrong"]
LONGEST_NAME = 80

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (id TEXT PRIMARY KEY, name TEXT NOT NULL, changed TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS turns (
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE, number INTEGER NOT NULL,
    token TEXT NOT NULL, answer TEXT NOT NULL, words TEXT NOT NULL, verdict TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (conversation, number), UNIQUE (conversation, token)
);
CREATE INDEX IF NOT EXISTS turns_by_token ON turns (token);
"""


class ConversationError(QuotedError):
    """A conversation or a turn of it is not there any more, or there are too many."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation without its turns; `changed` is UTC, ISO 8601."""

    id: str
    name: str
    changed: str
    turns: int


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A question with its answer, and what the person said of it. Numbers count from 1."""

    number: int
    answer: Answer
    verdict: Verdict = ""

    @property
    def turn(self) -> Turn:
        """As `ask` takes it."""
        return Turn(self.answer.question, self.answer)


class Conversations:
    """The conversations of one person. Safe to use from several threads and processes."""

    def __init__(self, path: Path, *, most: int = 1000) -> None:
        self._path, self._most = path, most
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        with self._open() as db:
            db.executescript(_SCHEMA)

    def all(self, words: str = "") -> list[Conversation]:
        """Every conversation, the newest first; with words, those that hold them, in any case."""
        query = (
            "SELECT id, name, changed, count(number) FROM conversations LEFT JOIN turns ON conversation = id "
            "WHERE instr(lower(name), lower(?)) "
            "OR id IN (SELECT conversation FROM turns WHERE instr(turns.words, lower(?))) "
            "GROUP BY id ORDER BY changed DESC, id"
        )
        with self._open() as db:
            return [Conversation(*row) for row in db.execute(query, (words, words.casefold()))]

    def named(self, conversation: str) -> Conversation:
        """A conversation by its id. Raises ConversationError where it has been deleted."""
        found = next((each for each in self.all() if each.id == conversation), None)
        if found is None:
            raise ConversationError("This conversation has been deleted.")
        return found

    def turns(self, conversation: str, *, after: int = 0) -> list[KeptTurn]:
        """The turns of a conversation in order, from the one after a number on; none of one that is not there."""
        query = "SELECT number, answer, verdict FROM turns WHERE conversation = ? AND number > ? ORDER BY number"
        with self._open() as db:
            rows = db.execute(query, (conversation, after)).fetchall()
        return [turn for row in rows if (turn := _read(*row))]

    def turn(self, conversation: str, number: int) -> KeptTurn:
        """One turn. Raises ConversationError where it is not there."""
        found = next(iter(self.turns(conversation, after=number - 1)), None)
        if found is None or found.number != number:
            raise ConversationError("This answer is not there any more; its conversation has been deleted.")
        return found

    def asked(self, token: str) -> str:
        """The conversation that a question was answered in already; "" where it was not."""
        with self._open() as db:
            row = db.execute("SELECT conversation FROM turns WHERE token = ?", (token,)).fetchone()
        return str(row[0]) if row else ""

    def add(self, conversation: str, answer: Answer, token: str) -> str:
        """Keep an answer as the newest turn, of a new conversation for ""; the conversation's id."""
        # What was considered and how long it took is not needed again, and is most of the size.
        kept = replace(answer, hits=(), timings={})
        words = f"{answer.question}\n{answer.text}".casefold()
        with self._open() as db:
            conversation = conversation or self._begin(db, answer.question)
            changed = db.execute("UPDATE conversations SET changed = ? WHERE id = ?", (_now(), conversation)).rowcount
            if not changed:
                raise ConversationError("This conversation has been deleted; begin a new one.")
            db.execute(
                "INSERT OR IGNORE INTO turns (conversation, number, token, answer, words) "
                "SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4 FROM turns WHERE conversation = ?1",
                (conversation, token, _adapter().dump_json(kept).decode(), words),
            )
        return conversation

    def judge(self, conversation: str, number: int, verdict: Verdict) -> None:
        """Note what the person says of an answer."""
        with self._open() as db:
            query = "UPDATE turns SET verdict = ? WHERE conversation = ? AND number = ?"
            db.execute(query, (verdict, conversation, number))

    def rename(self, conversation: str, name: str) -> None:
        """Call a conversation something else. Raises ConversationError where the name is blank."""
        name = " ".join(name.split())[:LONGEST_NAME]
        if not name:
            raise ConversationError("A conversation needs a name of at least one letter.")
        with self._open() as db:
            db.execute("UPDATE conversations SET name = ? WHERE id = ?", (name, conversation))

    def delete(self, conversation: str) -> None:
        """Forget a conversation: what is deleted is overwritten in the file, too."""
        with self._open() as db:
            db.execute("DELETE FROM conversations WHERE id = ?", (conversation,))
        with self._open() as db:
            db.commit()
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _begin(self, db: sqlite3.Connection, question: str) -> str:
        if db.execute("SELECT count(*) FROM conversations").fetchone()[0] >= self._most:
            raise ConversationError(f"You have {self._most:,} conversations, as many as are kept; delete some first.")
        conversation = secrets.token_hex(8)
        name = " ".join(question.split())
        name = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
        db.execute("INSERT INTO conversations VALUES (?, ?, ?)", (conversation, name, _now()))
        return conversation

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection and a transaction in it, written at the end unless something is raised."""
        db = sqlite3.connect(self._path, timeout=20)
        try:
            db.executescript("PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;")
            with db:
                yield db
        except sqlite3.Error as error:
            raise ConversationError(f"The conversations in {self._path} cannot be read or written: {error}") from error
        finally:
            db.close()


def _read(number: int, answer: str, verdict: str) -> KeptTurn | None:
    """A turn as it was kept; None for one of a version of the software that kept it otherwise."""
    try:
        said: Verdict = next((each for each in get_args(Verdict) if each == verdict), "")
        return KeptTurn(number, _adapter().validate_json(answer), said)
    except (ValueError, QuotedError):
        log.warning("Turn %d of a conversation cannot be read, and is left out.", number)
        return None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@cache
def _adapter() -> TypeAdapter[Answer]:
    return TypeAdapter(Answer)
