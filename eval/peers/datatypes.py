"""What a pipeline is given, and what it gives: the same for all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eval.questions.dataset import Question


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents below a folder; `names` are their paths below it, "/" on every system.

    `sources` is the folder or the one document that a person would name.
    """

    sources: Path
    folder: Path
    names: tuple[str, ...]

    @property
    def paths(self) -> list[Path]:
        """Where the documents are, in the order of their names."""
        return [self.folder / name for name in self.names]


@dataclass(frozen=True, slots=True)
class Found:
    """Words of a document as a pipeline gives them, and where it says they start, if it says so."""

    source: str
    text: str
    start: int | None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a pipeline gives for a question.

    `answer` is what the person reads as the answer, empty where the pipeline says nothing; `ranked`
    are the passages it rests on, best first.
    """

    answer: tuple[Found, ...]
    ranked: tuple[Found, ...]

    @classmethod
    def of_passages(cls, passages: list[Found]) -> "Reply":
        """The reply of a pipeline without an LLM: passages, the first of which is its answer."""
        return cls(tuple(passages[:1]), tuple(passages))


Ask = Callable[[Question], Reply]
Build = Callable[[Corpus, Path], Ask]
"""Indexes the documents, with a folder to write in, and gives what answers questions from them."""
