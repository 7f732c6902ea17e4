"""The question sets that ship with the project, by name: `seeds` and `notes`, each with its documents.

`notes` are the files of a household as they lie on its disk; people and firms in them are made up.
"""

from dataclasses import dataclass
from pathlib import Path

from eval.questions.dataset import SEEDS_QUESTIONS

_NOTES = Path(__file__).with_name("notes")


@dataclass(frozen=True, slots=True)
class Asked:
    """A questions file and the documents it is about; None means those that ship with the project."""

    questions: Path
    sources: Path | None


SHIPPED = {"seeds": Asked(SEEDS_QUESTIONS, None), "notes": Asked(_NOTES.with_suffix(".jsonl"), _NOTES)}
HELP = f"one JSON a line, or {' or '.join(SHIPPED)} (seeds)"
"""What a command line says of `--questions`."""


def resolve(questions: str, sources: str | None) -> Asked:
    """What `--questions` and `--sources` mean: a shipped set's name or a file, over its own documents unless told."""
    chosen = SHIPPED.get(questions) or Asked(Path(questions), None)
    return chosen if sources is None else Asked(chosen.questions, Path(sources))
