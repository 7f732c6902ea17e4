"""The page's questions for programs: Gradio's endpoints, which its MCP server offers to agents as tools, too.

Each gives JSON as text, the same as `python -m qa --json`.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated, Any

import gradio as gr
from gradio.events import api
from pydantic import Field, TypeAdapter, ValidationError

from qa import Answer, QuotedError, Shown, Turn
from ui import documents
from ui.identity import name_of
from ui.limits import Turnstile
from ui.people import People, Person

MOST_READ = 20_000
"""Characters of a document that are given at once."""
History = list[tuple[str, str]]
_HISTORY: TypeAdapter[History] = TypeAdapter(Annotated[History, Field(max_length=100)])


def add_endpoints(people: People, turnstile: Turnstile) -> None:
    """Add the endpoints to the page that is being built."""
    for endpoint in (_ask(people, turnstile), _documents(people), _read(people)):
        api(endpoint, api_name=endpoint.__name__, concurrency_limit=people.limits.at_once)


def _ask(people: People, turnstile: Turnstile) -> Callable[..., Iterator[str]]:
    def ask(
        question: str,
        only: list[str] | None = None,
        max_error: float | None = None,
        history: list[list[str]] | None = None,
        request: gr.Request | None = None,
    ) -> Iterator[str]:
        """Answer a question from the documents, in their own words, or say that they don't say.

        Every sentence is a quote, or where `written_by` names an LLM supported by its quotes: `citations`
        give their source, document_id, start and end (code points of the document's text), so that they can
        be checked. `status` is "answered" or "not_in_sources"; in the latter case the citations are the
        nearest passages, and answer nothing; where `perhaps` is true, the first of them may be the answer all
        the same. `confidence` is the probability that an answer is right.

        Args:
            question: The question, in plain words.
            only: Names of the documents to ask, as the tool `documents` gives them; all of them unless given.
            max_error: At most this share of all questions may get a wrong answer, in expectation, such as 0.05.
            history: Earlier turns of the conversation, each a question and its answer's text, oldest first.
        """
        person = _person(people, request)
        with _said_plainly(), turnstile.question(person.name):
            turns = [Turn(*turn) for turn in _HISTORY.validate_python(history or [])]
            for part in person.library.stream(question, turns, only=only, max_error=max_error):
                yield from _sentence(part) if isinstance(part, Shown) else _whole(part)

    return ask


def _whole(answer: Answer) -> Iterator[str]:
    """The sentences one by one, each with its quotes, where an LLM has not given them yet; then the whole answer."""
    cited = {citation.marker: citation for citation in answer.citations}
    for sentence in answer.sentences if not answer.written_by else ():
        yield from _sentence(Shown(sentence, tuple(cited[marker] for marker in sentence.citations)))
    yield answer.to_json()


def _sentence(shown: Shown) -> Iterator[str]:
    yield _json({"sentence": shown.sentence.text, "citations": [asdict(citation) for citation in shown.citations]})


def _documents(people: People) -> Callable[..., str]:
    def list_documents(request: gr.Request | None = None) -> str:
        """The documents that can be asked: source, title, document_id, date, pages, passages; and files not read."""
        person = _person(people, request)
        found = documents.read(person.library, person.indexing.progress)
        return _json({"documents": [asdict(row) for row in found.rows], "problem": found.problem})

    return list_documents


def _read(people: People) -> Callable[..., str]:
    def read_document(document_id: str, start: int = 0, end: int = MOST_READ, request: gr.Request | None = None) -> str:
        """The text of a document between two offsets, to check a quote and to read what stands around it.

        Args:
            document_id: The document, as a citation or `list_documents` names it.
            start: The first character, counted in code points from 0.
            end: The character after the last; at most 20,000 characters are given.
        """
        person = _person(people, request)
        document = person.library.document(document_id)
        if document is None:
            raise gr.Error(f"There is no document {document_id!r}; list_documents names those that there are.")
        start = max(0, start)
        text = document.text[start : min(end, start + MOST_READ)]
        facts = {"source": document.source, "title": document.title, "length": len(document.text)}
        return _json(facts | {"start": start, "end": start + len(text), "text": text})

    return read_document


@contextmanager
def _said_plainly() -> Iterator[None]:
    """What goes wrong is said to the program as a sentence."""
    try:
        yield
    except QuotedError as error:
        raise gr.Error(str(error)) from error
    except ValidationError as error:
        raise gr.Error("history is a list of pairs: a question and its answer's text.") from error


def _person(people: People, request: gr.Request | None) -> Person:
    return people.person(name_of(request))


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)
