"""What happens on each event of the page: one small function an event.

A conversation lives in its reader's browser, comes in with an event and goes back with its result;
the server keeps nothing of it.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import gradio as gr

from index import Document, FileRecord, Index
from qa import QuotedError, Settings, ask, feedback
from ui import render, source
from ui.conversation import Conversation

log = logging.getLogger("quoted")
T = TypeVar("T")
View = tuple[Any, ...]

READY = "Click a number in an answer to see its words where they stand."
UNEXPECTED = "Something went wrong here. Your conversation is not lost; please try again."


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something could not be done, as a sentence for the reader."""

    sentence: str


def attempt(work: Callable[[], T]) -> T | Problem:
    """The result of some work. Every error ends here: as a sentence, and an unforeseen one in the log."""
    try:
        return work()
    except QuotedError as error:
        return Problem(str(error))
    except Exception:
        log.exception("An event of the page failed.")
        return Problem(UNEXPECTED)


def view(
    *, thread: str | None = None, panel: str | None = None, box: str | None = None,
    stored: str | None = None, files: str | None = None,
) -> View:  # fmt: skip
    """What changes on the page, in the order that the events' outputs have; the rest stays."""
    return tuple(gr.skip() if part is None else part for part in (thread, panel, box, stored, files))


@dataclass(frozen=True, slots=True)
class Events:
    """The events of a page over some sources."""

    sources: str | Path | None
    settings: Settings
    examples: Sequence[str] = ()
    guarantee: str = ""

    def restore(self, stored: object) -> View:
        """The page is loaded: the conversation is shown as the browser kept it."""
        conversation = Conversation.load(stored)
        return view(thread=self.thread(conversation), panel=self.newest_source(conversation), files=self.files())

    def answer(self, question: str, stored: object) -> Iterator[View]:
        """A question is sent: it is shown at once, and then its answer, or why there is none."""
        question = question.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be sent back
        if not question.strip():
            yield view()
            return
        conversation = Conversation.load(stored)
        number = conversation.next_number
        yield view(thread=self.thread(conversation, render.pending(number, question)), box="")
        answer = attempt(lambda: ask(question, self.sources, conversation.turns, self.settings))
        if isinstance(answer, Problem):
            problem = render.problem(number, question, answer.sentence)
            yield view(thread=self.thread(conversation, problem), box=question)
            return
        conversation = conversation.add(answer)
        yield view(
            thread=self.thread(conversation),
            panel=self.newest_source(conversation),
            stored=conversation.dump(),
            files=self.files(),
        )

    def answer_example(self, event: gr.EventData, stored: object) -> Iterator[View]:
        """An example question is clicked."""
        yield from self.answer(str(event.question), stored)

    def show_citation(self, event: gr.EventData, stored: object) -> str:
        """The number of a citation is clicked."""
        return _shown(lambda: self.cited(Conversation.load(stored), int(event.turn), int(event.marker), clicked=True))

    def show_document(self, event: gr.EventData) -> str:
        """The name of a document is clicked."""
        return _shown(lambda: source.source(self.document(str(event.document)), clicked=True))

    def dislike(self, event: gr.EventData, stored: object) -> View:
        """An answer is called not right: it is kept for `python -m eval review`."""
        conversation, number = Conversation.load(stored), int(event.turn)
        if number in conversation.disliked:
            return view()
        answer = conversation.answer(number)
        earlier = conversation.turns[: number - conversation.first]
        kept = attempt(lambda: feedback.save(answer, history=earlier))
        if isinstance(kept, Problem):
            return view(panel=source.notice(kept.sentence))
        conversation = conversation.dislike(number)
        return view(thread=self.thread(conversation), stored=conversation.dump())

    def clear(self) -> View:
        """A new conversation is begun, and the old one forgotten, in the browser too."""
        empty = Conversation()
        return view(thread=self.thread(empty), panel=source.notice(READY), box="", stored=empty.dump())

    def thread(self, conversation: Conversation, last: str = "") -> str:
        """The left side of the page."""
        return render.thread(conversation, last, examples=self.examples, guarantee=self.guarantee)

    def files(self) -> str:
        """The line about the files."""
        records = attempt(self._records)
        return render.files_problem(records.sentence) if isinstance(records, Problem) else render.files(records)

    def newest_source(self, conversation: Conversation) -> str:
        """The document of the newest answer's first citation."""
        if not conversation.answers or not conversation.answers[-1].citations:
            return source.notice(READY)
        return _shown(lambda: self.cited(conversation, conversation.next_number - 1, 1, clicked=False))

    def cited(self, conversation: Conversation, turn: int, marker: int, *, clicked: bool) -> str:
        """The document of a citation, or that it is not any more what it was."""
        answer = conversation.answer(turn)
        citation = answer.citations[marker - 1]
        with self.index().snapshot() as content:
            if any(record.document_id == citation.document_id for record in content.documents()):
                document = content.document(citation.document_id)
                if source.stands(citation, document):
                    return source.source(document, clicked=clicked, answer=answer, marker=marker, turn=turn)
        return source.gone(citation, turn=turn, clicked=clicked)

    def document(self, document_id: str) -> Document:
        """A document that is indexed."""
        with self.index().snapshot() as content:
            return content.document(document_id)

    def _records(self) -> list[FileRecord]:
        with self.index().snapshot() as content:
            return list(content.files().values())

    def warm_up(self) -> None:
        """Load the model, so that the first question need not wait for it."""
        attempt(lambda: self.index().embedder.embed("warm up"))

    def index(self) -> Index:
        """The index that `ask` answers from."""
        return self.settings.open_index(self.sources)


def _shown(work: Callable[[], str]) -> str:
    shown = attempt(work)
    return source.notice(shown.sentence) if isinstance(shown, Problem) else shown
