"""What happens on each event of the page: one small function an event, which says what there is to show."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError

from index import Document, QuotedError
from qa import feedback
from ui import documents, render, requests, source
from ui.conversations import KeptTurn
from ui.limits import Turnstile
from ui.people import Person
from ui.source import Marks
from ui.writing import Writing

log = logging.getLogger("quoted")
T = TypeVar("T")
Reply = dict[str, object]
"""What the page's script is told; `problem` is a sentence for the reader."""

UNEXPECTED = "Something went wrong here. Your conversation is not lost; please try again."


def attempt(work: Callable[[], Reply]) -> Reply:
    """The reply of some work. Every error ends here: as a sentence, and an unforeseen one in the log."""
    try:
        return work()
    except QuotedError as error:
        return {"problem": str(error)}
    except ValidationError:
        return {"problem": "The page asked for something that there is not. Please load it again."}
    except Exception:
        log.exception("An event of the page failed.")
        return {"problem": UNEXPECTED}


@dataclass(frozen=True, slots=True)
class Events:
    """The events of a page. `turnstile` counts the questions of everybody."""

    turnstile: Turnstile = field(default_factory=Turnstile)
    writing: Writing = field(default_factory=Writing)

    def reply(self, person: Person, asked: object) -> Reply:
        """What there is to show for what a person's page asks for."""
        return attempt(lambda: self._reply(person, requests.REQUEST.validate_python(asked)))

    def _reply(self, person: Person, asked: requests.Request) -> Reply:
        match asked:
            case requests.Ask():
                reply = self.answer(person, asked)
            case requests.SoFar():
                reply = {"html": render.so_far(self.writing.so_far((person.name, asked.token)))}
            case requests.Turns():
                reply = self.turns(person, asked.conversation, asked.after)
            case requests.State():
                reply = state(person)
            case requests.Related():
                reply = related(person, asked)
            case requests.Cite() | requests.Segment() | requests.Read():
                reply = _source(person, asked)
            case requests.Documents() | requests.Look() | requests.Delete():
                reply = _documents(person, asked)
            case requests.List() | requests.Rename() | requests.Forget():
                reply = _conversations(person, asked)
            case requests.Judge():
                reply = judge(person, asked)
        return reply

    def turns(self, person: Person, conversation: str, after: int) -> Reply:
        """A conversation's turns after one of them; for a new one, the welcome."""
        if not conversation:
            return {"conversation": "", "turns": [], "welcome": render.welcome(person.suggesting.first)}
        name = person.conversations.named(conversation).name
        return _shown(conversation, name, person.conversations.turns(conversation, after=after))

    def answer(self, person: Person, asked: requests.Ask) -> Reply:
        """A question is answered, and kept with its answer."""
        question = asked.question.encode("utf-8", "replace").decode()  # a lone surrogate cannot be sent back
        conversation = person.conversations.asked(asked.token)
        if not conversation:
            history = [kept.turn for kept in person.conversations.turns(asked.conversation)]
            with self.turnstile.question(person.name):
                parts = person.library.stream(question, history, only=asked.only, max_error=asked.max_error)
                answer = self.writing.whole((person.name, asked.token), parts)
            conversation = person.conversations.add(asked.conversation, answer, asked.token)
        return self.turns(person, conversation, asked.after)


def state(person: Person) -> Reply:
    """What the line at the top says of the files, and whether they are being looked at."""
    progress = person.indexing.progress
    if progress.running:
        return {"busy": True, "line": documents.progress_line(progress)}
    if progress.problem:
        return {"busy": False, "line": documents.problem_line(progress), "empty": True}
    with person.library.content() as content:
        files = tuple(content.files().values())
    return {
        "busy": False,
        "line": documents.count_line(files) + _writer(person),
        "version": str(hash((content.version, files))),  # the content's own knows nothing of files that were not read
        "empty": not files,
        "suggestions": len(person.suggesting.first),
        "suggesting": person.suggesting.running,
        "name": person.name,
        "writes": bool(person.library.settings.llm),
    }


def _writer(person: Person) -> str:
    """Who writes the answers, where the settings name an LLM."""
    model = person.library.settings.llm.rpartition("#")[2]
    return f" · answers written by {model}, and checked" if model else ""


def _shown(conversation: str, name: str, turns: Sequence[KeptTurn]) -> Reply:
    shown = [
        {"number": kept.number, "html": render.turn(kept, conversation), "cites": bool(kept.answer.citations)}
        for kept in turns
    ]
    return {"conversation": conversation, "name": name, "turns": shown}


def _source(person: Person, asked: requests.Cite | requests.Segment | requests.Read) -> Reply:
    """A document, or a part of one, as the panel shows it."""
    if isinstance(asked, requests.Cite):
        return {"html": _cited(person, asked)}
    document = person.library.document(asked.document)
    if document is None:
        return {"problem": "This document has been changed or deleted meanwhile."}
    if isinstance(asked, requests.Read):
        return {"html": source.source(document, end=asked.end)}
    return {"html": source.more(document, _marks(person, asked, document), asked.at, before=asked.before)}


def _marks(person: Person, asked: requests.Cite | requests.Segment, document: Document) -> Marks:
    """The marks of the citation that is asked for; none where none is."""
    if not asked.turn:
        return Marks()
    answer = person.conversations.turn(asked.conversation, asked.turn).answer
    return source.marks_of(answer, document, conversation=asked.conversation, turn=asked.turn, marker=asked.marker)


def _cited(person: Person, asked: requests.Cite) -> str:
    """The document of a citation, or that it is not any more what it was."""
    citation = person.conversations.turn(asked.conversation, asked.turn).answer.citations[asked.marker - 1]
    document = person.library.document(citation.document_id)
    if document and (marks := _marks(person, asked, document)).current:
        return source.source(document, marks)
    return source.gone(citation, Marks(citation, (), asked.conversation, asked.turn))


def _documents(person: Person, asked: requests.Documents | requests.Look | requests.Delete) -> Reply:
    """The list of the documents; a look at the files, or a deletion, goes before it."""
    if isinstance(asked, requests.Delete):
        gone = person.library.document_of(asked.source)
        person.library.delete(asked.source)
        if gone:
            feedback.forget(gone, person.feedback)
    if not isinstance(asked, requests.Documents):
        person.indexing.start()
        return state(person)
    return {"html": documents.listing(documents.read(person.library, person.indexing.progress), person.library)}


def _conversations(person: Person, asked: requests.List | requests.Rename | requests.Forget) -> Reply:
    """The list of the conversations; what changes one of them goes before it."""
    if isinstance(asked, requests.List):
        return {"html": render.conversations(person.conversations.all(asked.words), asked.current, asked.words)}
    if isinstance(asked, requests.Rename):
        person.conversations.rename(asked.conversation, asked.name)
        return {"name": person.conversations.named(asked.conversation).name}
    person.conversations.delete(asked.conversation)
    return {}


def related(person: Person, asked: requests.Related) -> Reply:
    """Questions to go on with after an answer; `later` where they are being looked for."""
    turns = person.conversations.turns(asked.conversation)
    answer = person.conversations.turn(asked.conversation, asked.turn).answer
    questions = person.suggesting.related(answer, [kept.answer for kept in turns])
    return {"later": True} if questions is None else {"html": render.related(questions)}


def judge(person: Person, asked: requests.Judge) -> Reply:
    """An answer is called right or wrong, and kept for `python -m eval review`."""
    turns = person.conversations.turns(asked.conversation)
    turn = person.conversations.turn(asked.conversation, asked.turn)
    if asked.verdict and asked.verdict != turn.verdict:
        earlier = [each.turn for each in turns if each.number < asked.turn]
        passage, reason = _passage(person, asked), asked.reason.strip()
        feedback.save(
            turn.answer, reason, verdict=asked.verdict, passage=passage, history=earlier, file=person.feedback
        )
    person.conversations.judge(asked.conversation, asked.turn, asked.verdict)
    return _shown(asked.conversation, "", [person.conversations.turn(asked.conversation, asked.turn)])


def _passage(person: Person, asked: requests.Judge) -> feedback.Passage | None:
    """The words that the person has marked, less the white space around them; None where there are none."""
    document = person.library.document(asked.document) if asked.document else None
    if document is None:
        return None
    words = document.text[asked.start : asked.end]
    start = asked.start + len(words) - len(words.lstrip())
    quote = words.strip()
    return feedback.Passage(document.source, document.document_id, start, start + len(quote), quote) if quote else None
