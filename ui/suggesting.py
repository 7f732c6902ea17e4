"""What a person could ask next: questions made of their documents, found and tried beside the questions."""

import logging
import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice, zip_longest
from threading import Lock, Thread

from index import QuotedError
from qa import Answer
from qa.suggestions import Suggestion, suggest
from ui.library import Library

log = logging.getLogger("quoted")

SHOWN = 4
"""So many questions are suggested at a time."""
_DOCUMENTS = 8
_TRIED = 8
"""So many questions of a document are asked, to find out whether they are answered well."""
_KEPT = 4
_TRYING = Lock()
"""Held while a question is tried: one at a time, whoever's documents it is about, so that those who ask hardly wait."""


class Suggesting:
    """The suggestions from one library; what was found out about a document is kept while nothing changes."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._version = ""
        self._good: dict[str, tuple[Suggestion, ...]] = {}
        self._lock = Lock()
        self._wanted: list[tuple[str, ...]] = []
        self._thread: Thread | None = None
        self._running = self._stopped = False
        self.first: tuple[str, ...] = ()
        """Questions to begin with, from several documents."""

    @property
    def running(self) -> bool:
        """Whether questions are being looked for."""
        return self._running

    def start(self) -> None:
        """Look for questions to begin with, in a thread of its own."""
        self._want(())

    def stop(self) -> None:
        """End the looking."""
        self._stopped = True
        if self._thread:
            self._thread.join()

    def related(self, answer: Answer, conversation: Sequence[Answer]) -> tuple[str, ...] | None:
        """Questions about an answer's documents; none that the conversation has asked, or has quoted the answer to.

        None while they are being looked for: whoever asks waits for no question but their own.
        """
        documents = tuple(islice(dict.fromkeys(citation.document_id for citation in answer.citations), 2))
        found = self._known(documents)
        if found is None:
            self._want(documents)
            return None
        asked = {_letters(each) for kept in conversation for each in (kept.question, kept.standalone_question)}
        others = (
            each
            for each in found
            if _letters(each.question) not in asked and not any(map(each.is_quoted, conversation))
        )
        return tuple(each.question for each in islice(others, SHOWN - 1))

    def _known(self, documents: Sequence[str]) -> list[Suggestion] | None:
        """The questions about some documents; None where they have not been tried on what the library holds now."""
        with self._library.content() as content:
            version = content.version
        with self._lock:
            if version != self._version or not all(each in self._good for each in documents):
                return None
            return [suggestion for each in documents for suggestion in self._good[each]]

    def _want(self, documents: tuple[str, ...]) -> None:
        """Have the questions about some documents tried, for () those to begin with."""
        with self._lock:
            if documents not in self._wanted:
                self._wanted.append(documents)
            if not self._running:
                self._running = True
                self._thread = Thread(target=self._run, daemon=True)
                self._thread.start()

    def _run(self) -> None:
        """Look for what is wanted until nothing is. Every error ends here, in the log."""
        while (documents := self._next()) is not None:
            try:
                if documents:
                    list(map(self._of, documents))
                else:
                    self._begin()
            except QuotedError as error:
                log.info("Nothing is suggested: %s", error)
            except Exception:
                log.exception("Questions could not be suggested.")

    def _next(self) -> tuple[str, ...] | None:
        with self._lock:
            self._running = bool(self._wanted) and not self._stopped
            return self._wanted.pop(0) if self._running else None

    def _begin(self) -> None:
        """Find questions to begin with."""
        with self._library.content() as content:
            records = content.documents()
        step = max(1, len(records) // _DOCUMENTS)
        found: list[tuple[Suggestion, ...]] = []
        for record in records[::step][:_DOCUMENTS]:
            found.append(self._of(record.document_id))
            # The first of each document, then the second ones.
            each = chain.from_iterable(zip_longest(*found))
            self.first = tuple(islice((one.question for one in each if one), SHOWN))

    def _of(self, document_id: str) -> tuple[Suggestion, ...]:
        """The questions about a document that are answered well; only the thread that looks asks for them."""
        with self._library.content() as content:
            if content.version != self._version:
                with self._lock:
                    self._version, self._good = content.version, {}
            if document_id not in self._good:
                is_there = any(record.document_id == document_id for record in content.documents())
                candidates = suggest(content.document(document_id)) if is_there else []
                self._good[document_id] = tuple(islice(self._answered(candidates), _KEPT))
            return self._good[document_id]

    def _answered(self, candidates: Sequence[Suggestion]) -> Iterator[Suggestion]:
        for candidate in candidates[:_TRIED]:
            if self._stopped:
                return
            with _TRYING:
                answer = self._library.ask(candidate.question, only=None, max_error=None)
            if candidate.holds(answer):
                yield candidate


def _letters(question: str) -> str:
    """A question as it is compared: in small letters, without the marks between its words."""
    return " ".join(re.findall(r"\w+", question.casefold()))
