"""A small world to measure in: two documents, and questions and answers about them made by hand."""

from dataclasses import dataclass, field

import pytest

from eval.questions.dataset import Nugget, Question, Quote
from index import Chunk, Hit
from qa import Answer, Citation, Sentence

DOCUMENTS = {
    "a.txt": "Ada wrote the notes in 1843. Babbage built the engine.  The engine had gears.",
    "b.txt": "The notes were written by Ada. She lived in London.",
}


@dataclass(frozen=True)
class World:
    """Every text is named by its words, so that the examples can be checked by eye."""

    documents: dict[str, str] = field(default_factory=lambda: dict(DOCUMENTS))

    def read(self, source: str) -> str:
        return self.documents.get(source, "")

    def place(self, words: str, source: str) -> tuple[int, int]:
        start = self.documents[source].index(words)
        return start, start + len(words)

    def quote(self, words: str, source: str = "a.txt") -> Quote:
        return Quote(source, words, *self.place(words, source))

    def nugget(self, *alternatives: Quote | str) -> Nugget:
        return Nugget(tuple(self.quote(one) if isinstance(one, str) else one for one in alternatives))

    def cite(self, words: str, source: str = "a.txt", marker: int = 1) -> Citation:
        return Citation(marker, source, "id", words, *self.place(words, source), None, "title", 0.0)

    def hit(self, words: str, source: str = "a.txt") -> Hit:
        return Hit(Chunk("c", "id", source, "title", *self.place(words, source), words, ()), 0.0, None, None)

    def question(self, *nuggets: Nugget, name: str = "q", kind: str = "single", split: str = "dev") -> Question:
        return Question(name, kind, split, f"the words of {name}?", nuggets, (), (), "", cluster=name)

    def answer(self, *citations: Citation, status: str = "answered", sentences=None, hits=()) -> Answer:
        if sentences is None:
            sentences = tuple(Sentence(citation.quote, (citation.marker,)) for citation in citations)
        text = " ".join(sentence.text for sentence in sentences)
        return Answer("?", "?", status, text, sentences, citations, 0.5, tuple(hits), {}, "settings", "version")


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def sources(tmp_path, world):
    """The folder of the small documents."""
    folder = tmp_path / "sources"
    folder.mkdir()
    for name, text in world.documents.items():
        (folder / name).write_text(text, "utf-8")
    return folder
