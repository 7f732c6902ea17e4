"""Answers that a person called right or wrong, kept until they have become questions of an evaluation.

One JSON object a line, in a file that only its owner can read. Lines are only added, and that an entry has
been settled is a line of its own, until a document is to be forgotten. Knows nothing of pages or of evaluations.
"""

import logging
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from platformdirs import user_data_path
from pydantic import TypeAdapter, ValidationError

from index import Document, QuotedError
from qa.datatypes import Answer, Turn

log = logging.getLogger("quoted")

LOCK_SECONDS = 10.0

_MARKER = re.compile(r"\[\d+\]")

Verdict = Literal["right", "wrong"]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document: those from `start` to `end` of its text."""

    source: str
    document_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """An answer that is right or not, with the turns before it, oldest first. `time` is UTC, ISO 8601.

    `passage` is what would have been right, where the person has marked it.
    """

    id: str
    time: str
    note: str
    history: tuple[Turn, ...]
    answer: Answer
    verdict: Verdict = "wrong"
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class _Settled:
    """The entry of this id has been dealt with."""

    settled: str
    time: str


def save(
    answer: Answer,
    note: str = "",
    *,
    verdict: Verdict = "wrong",
    passage: Passage | None = None,
    history: Sequence[Turn] = (),
    file: str | Path | None = None,
) -> Path:
    """Keep an answer that is right or not, and what the person says of it; the path of the file.

    The file is the user's own, unless one is named. Of the earlier turns only the words are kept.
    Raises QuotedError where another process keeps writing the file.
    """
    earlier = tuple(Turn(turn.question, turn.answer_text) for turn in history)
    # Half a surrogate pair cannot be written; it becomes "?", as in a question.
    said = note.encode("utf-8", "replace").decode()
    return _append(Feedback(secrets.token_hex(8), _now(), said, earlier, answer, verdict, passage), file)


def pending(file: str | Path | None = None) -> tuple[Feedback, ...]:
    """What has been saved and not yet settled, oldest first. A line that cannot be read is logged and left out."""
    path = _path(file)
    entries: dict[str, Feedback] = {}
    for number, line in enumerate(path.read_bytes().split(b"\n") if path.exists() else [], start=1):
        match _read(line, f"{path}, line {number}"):
            case Feedback() as entry:
                entries[entry.id] = entry
            case _Settled(settled):
                entries.pop(settled, None)
    return tuple(entries.values())


def settle(entry: Feedback, file: str | Path | None = None) -> Path:
    """Note that an entry has been dealt with; the path of the file."""
    return _append(_Settled(entry.id, _now()), file)


def forget(document: Document, file: str | Path | None = None) -> None:
    """Remove every entry that holds words of a document, and the lines that cannot be read."""
    path, text = _path(file), _one_line(document.text)
    if not path.exists():
        return
    with _lock(path):
        lines = path.read_bytes().splitlines(keepends=True)
        kept = [line for line in lines if not _tells_of(line, document.document_id, text, str(path))]
        fresh = path.with_name(f"{path.name}.next")
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)
        fresh.write_bytes(b"".join(kept))
        fresh.replace(path)


def _tells_of(line: bytes, document_id: str, text: str, place: str) -> bool:
    """Whether a line names a document, or an earlier turn in it repeats the document's text."""
    entry = _read(line, place)
    if not isinstance(entry, Feedback):
        return entry is None
    said = (_one_line(piece) for turn in entry.history for piece in _MARKER.split(turn.answer_text))
    return document_id.encode() in line or any(words in text for words in said if re.search(r"\w", words))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _path(file: str | Path | None) -> Path:
    return user_data_path("quoted") / "feedback.jsonl" if file is None else Path(file).expanduser()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@cache
def _adapter() -> TypeAdapter[Feedback | _Settled]:
    return TypeAdapter(Feedback | _Settled)


def _read(line: bytes, place: str) -> Feedback | _Settled | None:
    if not line.strip():
        return None
    try:
        return _adapter().validate_json(line, strict=True)
    except (ValidationError, QuotedError):  # what a killed process left, or a chunk that contradicts itself
        log.warning("%s: this is no feedback, and is left out.", place)
        return None


def _append(record: Feedback | _Settled, file: str | Path | None) -> Path:
    """Write one line, whole, to the end of the file."""
    path, line = _path(file), _adapter().dump_json(record) + b"\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with _lock(path), path.open("a+b") as lines:
        if lines.tell():
            lines.seek(-1, os.SEEK_END)
            line = line if lines.read() == b"\n" else b"\n" + line  # after a line that was never finished
        lines.write(line)
    return path


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """One writer at a time: a second one waits, and gives up after LOCK_SECONDS."""
    try:
        with FileLock(path.with_name(f"{path.name}.lock"), timeout=LOCK_SECONDS, mode=0o600):
            yield
    except Timeout as error:
        raise QuotedError(
            f"Another process has been writing {path} for {LOCK_SECONDS:.0f} s. Wait for it, or end it, and try again."
        ) from error
