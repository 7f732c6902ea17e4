"""Hostile formats read in a child process, with a limit of time and of memory.

A file that hangs, crashes or swells costs its child, and becomes a DocumentError; the next file gets
a new one. Children are kept for the next file: a thousand small files do not start a thousand of them.
"""

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Timer
from typing import Any

from index.datatypes import DocumentError, Heading
from index.loaders.extraction import MAX_TEXT, Extraction
from index.loaders.frames import read_frame, write_frame

SECONDS = 30
"""The most that a file may take, and a second more for each MiB above LARGE."""

LARGE = 32 * 2**20

_SECONDS_A_PAGE = 20
_SECONDS_OF_PAGES = 3600
_KEPT = 2
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def extract(suffix: str, data: bytes) -> Extraction:
    """The extraction of a file's bytes. Raises DocumentError where there is none, whatever the reason."""
    seconds = SECONDS + max(0, len(data) - LARGE) // 2**20
    answer = _ask(suffix, data, ocr=False, seconds=seconds)
    if pages := answer.get("scanned"):
        seconds = min(seconds + _SECONDS_A_PAGE * int(pages), _SECONDS_OF_PAGES)
        answer = _ask(suffix, data, ocr=True, seconds=seconds)
    if "error" in answer:
        raise DocumentError(answer["error"])
    fields = answer["extraction"]
    headings = tuple(Heading(**heading) for heading in fields.pop("headings"))
    return Extraction(**fields | {"pages": tuple(fields["pages"]), "headings": headings})


def _ask(suffix: str, data: bytes, *, ocr: bool, seconds: int) -> dict[str, Any]:
    header = json.dumps({"suffix": suffix, "ocr": ocr, "seconds": seconds}).encode()
    while True:
        with _worker() as worker:
            if (answer := worker.ask(header, data, seconds)) is not None:
                return answer


class _Worker:
    """One child process."""

    def __init__(self) -> None:
        self._answers = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "index.loaders.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).parents[2],
            env=os.environ | _ONE_THREAD,
        )

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def ask(self, header: bytes, data: bytes, seconds: int) -> dict[str, Any] | None:
        """The answer; None where the process had ended by itself, having nothing to do, before it was asked."""
        assert self._process.stdin and self._process.stdout
        late = Timer(seconds, self._process.kill)
        late.start()
        try:
            write_frame(self._process.stdin, header)
            write_frame(self._process.stdin, data)
            answer: dict[str, Any] = json.loads(read_frame(self._process.stdout, 12 * MAX_TEXT))
        except (EOFError, OSError):
            overdue = late.finished.is_set()
            if self._process.wait() == 0 and self._answers:
                return None
            raise DocumentError(self._end(overdue, seconds)) from None
        finally:
            late.cancel()
        self._answers += 1
        return answer

    def _end(self, overdue: bool, seconds: int) -> str:
        if overdue:
            return (
                f"reading it takes longer than {seconds} s; split it or save it anew, "
                "or try again when the machine has less to do: python -m index --repair."
            )
        return f"reading it broke the reader (exit code {self._process.returncode}); it is damaged, or hostile."

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


_idle: list[_Worker] = []
_lock = Lock()


@contextmanager
def _worker() -> Iterator[_Worker]:
    """A child that is free, or a new one; kept afterwards unless it failed."""
    with _lock:
        worker = _idle.pop() if _idle else None
    if worker and not worker.is_running:
        worker.close()
        worker = None
    worker = worker or _Worker()
    try:
        yield worker
    except BaseException:
        worker.close()
        raise
    with _lock:
        if worker.is_running and len(_idle) < _KEPT:
            _idle.append(worker)
            return
    worker.close()


@atexit.register
def close_workers() -> None:
    """End the children that are kept."""
    with _lock:
        while _idle:
            _idle.pop().close()


if hasattr(os, "register_at_fork"):  # a forked process must not speak to its parent's children
    os.register_at_fork(after_in_child=_idle.clear)
