"""Looks at a library's files beside the questions, and knows how far it is."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock, Thread

from index import QuotedError
from index.ingest import Embedded, Event, FileDone
from ui.library import Library

log = logging.getLogger("quoted")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the look at the files is; `problem` says why it ended early.

    `file` of `files` is being embedded, `done` of its `total` passages are. `results` are the files of the
    last look that were not as before, or were not read.
    """

    running: bool = False
    source: str = ""
    file: int = 0
    files: int = 0
    done: int = 0
    total: int = 0
    results: tuple[FileDone, ...] = ()
    problem: str = ""


class _StoppedError(Exception):
    """The look is to end."""


class Indexing:
    """One look at a time, in a thread of its own; no lock is held through it, and no question waits for it.

    After the first look the files are watched, so that changes from elsewhere are seen, too.
    """

    def __init__(self, library: Library, finished: Callable[[], None] = lambda: None) -> None:
        self._library, self._finished = library, finished
        self._lock = Lock()
        self._again = self._stopped = False
        self._thread: Thread | None = None
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
                self._thread = Thread(target=self._run, daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """End the look that is going on; the next one goes on from there."""
        self._stopped = True
        if self._thread:
            self._thread.join()

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
        self._progress = Progress(running=True)
        try:
            index = self._library.index(self._note)
            index.look(self._note)
            index.watch()
        except QuotedError as error:
            self._progress = replace(self._progress, problem=str(error))
        except _StoppedError:
            self._again = False
        except Exception:
            log.exception("The files could not be looked at.")
            self._progress = replace(self._progress, problem="The files could not be looked at; the log says why.")

    def _note(self, event: Event) -> None:
        if self._stopped:
            raise _StoppedError
        match event:
            case Embedded(source, done, total, file, files):
                self._progress = replace(self._progress, source=source, done=done, total=total, file=file, files=files)
            case FileDone(_, state) if state != "unchanged":
                self._progress = replace(self._progress, results=(*self._progress.results, event))
