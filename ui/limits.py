"""How much one person may ask of the page, and everybody together."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock

from index.loaders import MAX_BYTES
from qa import QuotedError


class BusyError(QuotedError):
    """More is asked than can be answered at the moment."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one person may have and do; `at_once` and `waiting` are questions of everybody together."""

    file_bytes: int = MAX_BYTES
    all_bytes: int = 2**30
    files: int = 1000
    conversations: int = 1000
    questions_a_minute: int = 60
    at_once: int = 4
    waiting: int = 64


LIMITS = Limits()


class Turnstile:
    """Lets so many questions through at once, and of each person so many a minute."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._lock = Lock()
        self._asked: dict[str, deque[float]] = {}
        self._inside = 0
        self._slots = BoundedSemaphore(limits.at_once)

    @property
    def questions(self) -> int:
        """How many are being answered or wait for it."""
        return self._inside

    @contextmanager
    def question(self, person: str) -> Iterator[None]:
        """One question from its beginning to its end. Raises BusyError where it is one too many."""
        with self._lock:
            self._count(person)
            if self._inside >= self._limits.at_once + self._limits.waiting:
                raise BusyError("Too many questions are being answered. Ask again in a moment.")
            self._inside += 1
        try:
            with self._slots:
                yield
        finally:
            with self._lock:
                self._inside -= 1

    def _count(self, person: str) -> None:
        now, times = time.monotonic(), self._asked.setdefault(person, deque())
        while times and times[0] < now - 60:
            times.popleft()
        if len(times) >= self._limits.questions_a_minute:
            wait = 60 - (now - times[0])
            raise BusyError(f"You have asked {len(times)} questions within a minute. Ask again in {wait:.0f} s.")
        times.append(now)
