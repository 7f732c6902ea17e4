"""Looks at a library's files beside the questions, and knows how far it is."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock, Thread

from index import QuotedError
from index.ingest import FileDone
from ui.library import Library

log = logging.getLogger("quoted")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the look at the files is: `done` of `total` files; `problem` says why it ended early.

    `results` are the files of the last look that were not as before.
    """

    running: bool = False
    done: int = 0
    total: int = 0
    results: tuple[FileDone, ...] = ()
    problem: str = ""


class Indexing:
    """One look at a time, in a thread of its own; no lock is held through it."""

    def __init__(self, library: Library, finished: Callable[[], None] = lambda: None) -> None:
        self._library, self._finished = library, finished
        self._lock = Lock()
        self._again = False
        self._progress = Progress()

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return self._progress

    def start(self) -> None:
        """Look at the files now, or once more after the look that is going on."""
        with self._lock:
            self._again = self._progress.running
            if not self._again:
                self._progress = Progress(running=True)
                Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            self._look()
            with self._lock:
                if not self._again:
                    self._progress = replace(self._progress, running=False)
                    break
                self._again = False
        self._finished()

    def _look(self) -> None:
        """One look; its errors end here, as a sentence, and an unforeseen one in the log."""
        try:
            self._progress = Progress(running=True, total=self._library.count())
            for event in self._library.update():
                if isinstance(event, FileDone):
                    self._note(event)
        except QuotedError as error:
            self._progress = replace(self._progress, problem=str(error))
        except Exception:
            log.exception("The files could not be looked at.")
            self._progress = replace(self._progress, problem="The files could not be looked at; the log says why.")

    def _note(self, event: FileDone) -> None:
        done = self._progress.done + (event.state != "removed")
        results = self._progress.results if event.state == "unchanged" else (*self._progress.results, event)
        self._progress = replace(self._progress, done=done, results=results)
