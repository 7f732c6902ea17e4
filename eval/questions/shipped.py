"""The question sets that ship with the project, by name: `seeds` and `notes`, each with its documents.

`notes` are the files of a household as they lie on its disk; people and firms in them are made up.
"""

from dataclasses import dataclass
from pathlib import Path

from eval.questions.dataset import SEEDS_QUESTIONS, QuestionSet, load_questions

_NOTES = Path(__file__).with_name("notes")


@dataclass(frozen=True, slots=True)
class Collection:
    """Questions and the documents they are about; None means those that ship with the project."""

    questions: QuestionSet
    sources: Path | None


SHIPPED = {"seeds": (SEEDS_QUESTIONS, None), "notes": (_NOTES.with_suffix(".jsonl"), _NOTES)}
"""Name → questions file and documents."""
HELP = f"one JSON a line, or {' or '.join(SHIPPED)} (seeds)"
"""What a command line says of `--questions`."""


def load_collection(name: str, sources: str | Path | None = None) -> Collection:
    """A shipped set by its name, or a questions file; over its own documents unless told."""
    file, own = SHIPPED.get(name) or (Path(name), None)
    documents = own if sources is None else Path(sources)
    return Collection(load_questions(file, documents), documents)
