"""Folders of documents with questions about them, to be asked the whole way through search and reader."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import Span, open_index
from qa import Settings
from qa.candidates import Candidate, select
from qa.datatypes import AnswerSpan
from qa.decomposition import decompose
from qa.reader import Reader
from training.note_questions import STANCES
from training.notes import Note

UNANSWERABLE = 0.5
"""The share of questions without an answer that probabilities are given for."""
TOGETHER = 12
"""So many written documents are a folder."""


@dataclass(frozen=True, slots=True)
class Posed:
    """A question about a folder.

    `nuggets` are what an answer has to show, each by its alternatives' (start, end) in the document `source`;
    there are none where the folder does not answer. `kind` is that of a written question.
    """

    question: str
    source: str
    nuggets: tuple[tuple[Span, ...], ...]
    kind: str = ""

    def is_answered_by(self, shown: Sequence[AnswerSpan]) -> bool:
        """Whether the sentences that would be quoted hold an alternative of every nugget; False where there is none."""
        quoted = [span.sentence for span in shown if span.chunk.source == self.source]
        found = [any(_holds(quoted, span) for span in alternatives) for alternatives in self.nuggets]
        return bool(found) and all(found)


@dataclass(frozen=True, slots=True)
class Folder:
    """Documents' texts by their names, and the questions about them."""

    title: str
    texts: dict[str, str]
    asked: tuple[Posed, ...]

    def write(self, folder: Path) -> Path:
        """The documents as files, with line ends as they are."""
        folder.mkdir(parents=True)
        for name, text in self.texts.items():
            (folder / name).write_text(text, "utf-8", newline="")
        return folder


def of_article(article: dict[str, Any]) -> Folder:
    """An article of SQuAD, a paragraph a document."""
    paragraphs = {f"{at:04d}.txt": paragraph for at, paragraph in enumerate(article["paragraphs"])}
    asked = tuple(
        Posed(qa["question"], name, () if qa.get("is_impossible") else (_places(qa["answers"]),))
        for name, paragraph in paragraphs.items()
        for qa in paragraph["qas"]
    )
    return Folder(article["title"], {name: each["context"] for name, each in paragraphs.items()}, asked)


def of_notes(notes: Sequence[Note]) -> Iterator[Folder]:
    """Written documents, so many together; their statements are not asked."""
    for first in range(0, len(notes), TOGETHER):
        some = notes[first : first + TOGETHER]
        texts = {f"{at:02d}.md": note.text for at, note in enumerate(some)}
        asked = [
            Posed(query.text, name, tuple((quote.answer,) for quote in query.quotes), query.kind)
            for name, note in zip(texts, some, strict=True)
            for query in note.queries
            if query.kind not in STANCES
        ]
        yield Folder(f"written documents from {first}", texts, tuple(asked))


def _places(answers: Sequence[dict[str, Any]]) -> tuple[Span, ...]:
    return tuple((each["answer_start"], each["answer_start"] + len(each["text"])) for each in answers)


def _holds(quoted: Sequence[Span], span: Span) -> bool:
    """Whether the sentences, taken together, hold a span: an answer may be two sentences long."""
    inside = [(start, end) for start, end in quoted if start < span[1] and span[0] < end]
    return bool(inside) and min(inside)[0] <= span[0] and span[1] <= max(end for _, end in inside)


def answered(folder: Folder, asked: Iterable[Posed], reader: Reader) -> Iterator[tuple[Posed, Candidate]]:
    """The questions with what is found for them in the folder's own index."""
    with tempfile.TemporaryDirectory() as name:
        documents = folder.write(Path(name, "documents"))
        with closing(open_index(documents, index_dir=Path(name, "index"))) as index, index.snapshot() as content:
            for posed in asked:
                sub_question = decompose(posed.question)[0]
                hits = content.search(posed.question, Settings().hits)
                yield posed, select(sub_question, hits, reader.read(posed.question, hits), UNANSWERABLE)
