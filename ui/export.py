"""A conversation or an answer → a file to keep: Markdown, JSON, or one HTML page of evidence.

Knows nothing of the page. What comes from documents and people is text in all three.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from index import Document
from qa import Answer, Citation, Sentence
from ui.conversations import KeptTurn
from ui.escaping import markdown_text, plain_name
from ui.source import stands

AROUND = 400
"""Characters of a document that are shown on either side of a quote."""
HERE = Path(__file__).parent / "page"


@dataclass(frozen=True, slots=True)
class Place:
    """A citation with the words around it; `stands` says whether the document was found as it was cited."""

    citation: Citation
    before: str = ""
    after: str = ""
    stands: bool = False


def markdown(name: str, turns: Sequence[KeptTurn]) -> str:
    """A conversation as Markdown, each answer with its quotes and where they stand."""
    return "\n\n".join([f"# {markdown_text(name)}", *map(_turn, turns)]) + "\n"


def _turn(kept: KeptTurn) -> str:
    answer = kept.answer
    likelihood = f"*{answer.likelihood.capitalize()} ({answer.percent} % likely right)*" if answer.likelihood else ""
    notes = [f"*{markdown_text(note)}*" for note in answer.notes if answer.status == "answered"]
    by = f"*Written by {markdown_text(answer.written_by)}; every sentence was checked against its quotes.*"
    written = [by] if answer.written_by else []
    quotes = [_quote(citation) for citation in answer.citations]
    question = f"## {markdown_text(answer.question)}"
    return "\n\n".join(filter(None, [question, *_said(answer), *notes, likelihood, *written, *quotes]))


def _said(answer: Answer) -> list[str]:
    """The answer; or that there is none, after what may be one, and before what is only near."""
    cited = [sentence for sentence in answer.sentences if sentence.citations]
    if answer.status == "answered":
        return [" ".join(map(_numbered, cited))]
    perhaps = [f"Perhaps: {_numbered(sentence)}" for sentence in cited[: answer.perhaps]]
    itself = " ".join(markdown_text(sentence.text) for sentence in answer.sentences if not sentence.citations)
    return [*perhaps, itself, "What comes nearest:" if cited else ""]


def _numbered(sentence: Sentence) -> str:
    return markdown_text(sentence.text) + "".join(f" \\[{marker}\\]" for marker in sentence.citations)


def _quote(citation: Citation) -> str:
    quoted = "\n".join(f"> {markdown_text(line)}" for line in citation.quote.splitlines())
    page = f", page {citation.page}" if citation.page else ""
    place = f"{markdown_text(citation.source)}{page}, characters {citation.start} to {citation.end}"
    return f"{quoted}\n>\n> \\[{citation.marker}\\] {place}, SHA-256 `{citation.document_id}`"


def as_json(name: str, turns: Sequence[KeptTurn]) -> str:
    """A conversation as JSON: every field of every answer, quotes and offsets among them."""
    answers = [json.loads(kept.answer.to_json()) | {"turn": kept.number, "verdict": kept.verdict} for kept in turns]
    return json.dumps({"name": name, "exported": _now(), "turns": answers}, ensure_ascii=False, indent=2) + "\n"


def evidence(answer: Answer, find: Callable[[str], Document | None]) -> str:
    """One HTML page that holds an answer, its quotes with what stands around them, and how to check them.

    `find` gives the document of an id; None where there is none any more.
    """
    places = [_place(citation, find(citation.document_id)) for citation in answer.citations]
    return _template().render(answer=answer, places=places, made=_now(), plain_name=plain_name)


def _place(citation: Citation, document: Document | None) -> Place:
    if document is None or not stands(citation, document):
        return Place(citation)
    before = document.text[max(0, citation.start - AROUND) : citation.start]
    return Place(citation, before, document.text[citation.end : citation.end + AROUND], stands=True)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("evidence.html")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
