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


class Suggesting:
    """The suggestions from one library; what was found out about a document is kept while nothing changes."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._version = ""
        self._good: dict[str, tuple[Suggestion, ...]] = {}
        self._lock = Lock()
        self._thread: Thread | None = None
        self._stopped = False
        self.first: tuple[str, ...] = ()
        """Questions to begin with, from several documents."""

    @property
    def running(self) -> bool:
        """Whether questions to begin with are being looked for."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Look for questions to begin with, in a thread of its own."""
        if not self.running:
            self._thread = Thread(target=self._find, daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the looking."""
        self._stopped = True
        if self._thread:
            self._thread.join()

    def related(self, answer: Answer, conversation: Sequence[Answer]) -> tuple[str, ...]:
        """Questions about an answer's documents; none that the conversation has asked, or has quoted the answer to."""
        documents = dict.fromkeys(citation.document_id for citation in answer.citations)
        found = chain.from_iterable(self._of(document_id) for document_id in islice(documents, 2))
        asked = {_letters(each) for kept in conversation for each in (kept.question, kept.standalone_question)}
        others = (
            each
            for each in found
            if _letters(each.question) not in asked and not any(map(each.is_quoted, conversation))
        )
        return tuple(each.question for each in islice(others, SHOWN - 1))

    def _find(self) -> None:
        try:
            with self._library.content() as content:
                records = content.documents()
            step = max(1, len(records) // _DOCUMENTS)
            found: list[tuple[Suggestion, ...]] = []
            for record in records[::step][:_DOCUMENTS]:
                found.append(self._of(record.document_id))
                # The first of each document, then the second ones.
                each = chain.from_iterable(zip_longest(*found))
                self.first = tuple(islice((one.question for one in each if one), SHOWN))
        except QuotedError as error:
            log.info("Nothing is suggested: %s", error)
        except Exception:
            log.exception("Questions could not be suggested.")

    def _of(self, document_id: str) -> tuple[Suggestion, ...]:
        """The questions about a document that are answered well."""
        with self._lock, self._library.content() as content:
            if content.version != self._version:
                self._version, self._good = content.version, {}
            if document_id not in self._good:
                candidates = suggest(content.document(document_id))
                self._good[document_id] = tuple(islice(self._answered(candidates), _KEPT))
            return self._good[document_id]

    def _answered(self, candidates: Sequence[Suggestion]) -> Iterator[Suggestion]:
        for candidate in candidates[:_TRIED]:
            if self._stopped:
                return
            if candidate.holds(self._library.ask(candidate.question, only=None, max_error=None)):
                yield candidate


def _letters(question: str) -> str:
    """A question as it is compared: in small letters, without the marks between its words."""
    return " ".join(re.findall(r"\w+", question.casefold()))
