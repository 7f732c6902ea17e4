"""Whether the files of a vector graph are as their last writer left them.

Chroma reads them as they are, and a damaged one can end the process. Their SHA-256s are written when a
writer lets go, and compared before they are opened; from its first write until then the writer holds a
lock, so that a reader tells a writer at work, whose files are others meanwhile, from one that was killed.
What that one had not yet changed is whole: Chroma queues in its database what it is given, and writes
the graph once in a thousand vectors.
"""

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from filelock import FileLock, Timeout

from index.datatypes import IndexDamagedError, StoreBusyError

CHECKSUMS = "checksums.json"
_WHOLE = "index_metadata.pickle"
"""What Chroma writes last of a graph; a folder without it holds none yet."""
_SETTLED = 10**9
"""Nanoseconds after its last change from which on a file's times tell whether it was written again."""


class GraphFiles:
    """The graphs in a folder, a folder each."""

    def __init__(self, place: Path) -> None:
        self._place, self._record = place, place / CHECKSUMS
        self._lock = FileLock(place.with_name(f"{place.name}.writing"), mode=0o600)
        self._sound = True

    @contextmanager
    def writing(self, seconds: float) -> Iterator[None]:
        """Around each write. Raises StoreBusyError where another writer has not let go for so many seconds."""
        if not self._lock.is_locked:
            try:
                self._lock.acquire(timeout=seconds)
            except Timeout as error:
                raise StoreBusyError(
                    f"Another process has been writing {self._place} for {seconds:.0f} s. Wait for it, and try again."
                ) from error
        sound, self._sound = self._sound, False
        yield
        self._sound = sound

    def close(self) -> None:
        """Write down what was written, if anything and all of it was, and let go.

        Who has only read touches no file: a writer may be putting another folder in the place of this one.
        """
        if not self._lock.is_locked:
            return
        self.blank()
        for file in self._place.rglob("*.*"):
            if file.stat().st_mode & 0o077:
                file.chmod(0o600)  # the folder is its owner's alone, and so is what may be copied out of it
        if self._sound and self._place.is_dir():
            fresh = self._record.with_suffix(".next")
            fresh.write_text(json.dumps(self._found()), "ascii")
            fresh.chmod(0o600)
            fresh.replace(self._record)
        self._lock.release()

    def check(self) -> None:
        """Raise IndexDamagedError where the files are not as they were left, and nobody is at work on them."""
        if self._lock.is_locked:
            return
        try:
            with self._lock.acquire(timeout=0):
                self._compare()
        except Timeout:
            return

    def _compare(self) -> None:
        left, found = self._left(), self._found()
        if left is None and found:
            raise IndexDamagedError(f"The writing of {next(iter(found))} in {self._place} was cut off.")
        left = left or {}
        if other := sorted(name for name in left.keys() | found.keys() if left.get(name) != found.get(name)):
            raise IndexDamagedError(f"{self._place / other[0]} is not as it was written.")

    def _left(self) -> dict[str, str] | None:
        """What the last writer to let go has left; None where nobody has."""
        try:
            left: dict[str, str] = json.loads(self._record.read_text("ascii"))
        except FileNotFoundError:
            return None
        except ValueError:
            return {}
        return left

    def blank(self) -> None:
        """Overwrite the files of graphs that hold nothing yet: Chroma fills them with whatever was in its memory."""
        for file in self._place.glob("*/*.bin"):
            if not (file.parent / _WHOLE).exists():
                with file.open("r+b") as graph:
                    graph.write(bytes(file.stat().st_size))

    def forget(self) -> None:
        """Let go, and remove the lock's file."""
        self._lock.release()
        Path(self._lock.lock_file).unlink(missing_ok=True)

    def _found(self) -> dict[str, str]:
        files = (file for whole in self._place.glob(f"*/{_WHOLE}") for file in whole.parent.iterdir())
        return {file.relative_to(self._place).as_posix(): _sha256(file) for file in sorted(files)}


def _sha256(path: Path) -> str:
    """The checksum of a file, computed once a process for as long as the file is not written again."""
    stat = path.stat()
    stamp = stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
    settled = time.time_ns() - max(stamp[2:]) > _SETTLED
    return _remembered(path, stamp) if settled else _read(path)


@lru_cache(maxsize=64)
def _remembered(path: Path, _stamp: tuple[int, ...]) -> str:
    return _read(path)


def _read(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
