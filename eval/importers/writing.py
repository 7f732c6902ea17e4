"""Documents and questions about them → a folder that the ordinary path reads.

    FOLDER/documents/…/*.txt    FOLDER/questions.jsonl

The questions are written last and mark the folder as complete. Nothing is deleted: what already
stands as it should is left alone, so that an index of it stays good, and anything else is an error.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.questions.schema import DatasetError, Record, shown

_NAME_LENGTH = 60
# What a file does not give back as it was written; one character for one, so that offsets stay true.
_UNSTABLE = str.maketrans({"\r": " ", "\0": " ", "\ufeff": " "})


@dataclass(frozen=True, slots=True)
class Prepared:
    """A folder of documents with the file of questions about them.

    `left_out` counts the questions whose evidence could not be found in the documents.
    """

    sources: Path
    questions: Path
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """Which part of a set to write: `limit` questions drawn with the seed, and what only some layouts know.

    `articles` are taken in the order of their titles; `distractors` is a file in SQuAD's layout,
    whose paragraphs are written, too, without their questions.
    """

    limit: int | None = None
    seed: int = 0
    articles: slice | None = None
    distractors: Path | None = None


ALL = Choice()


def plain(text: str) -> str:
    """The text as it can be read back from a file, every character at the place where it was."""
    return text.translate(_UNSTABLE)


def safe_name(label: str) -> str:
    """A file's name from any text: letters, digits, "_" and "-", so that it is never hidden and leads nowhere."""
    return re.sub(r"[^\w-]+", "_", label)[:_NAME_LENGTH] or "_"


class Documents:
    """The texts to write, by their source. The same text twice is one document, so that evidence stands once."""

    def __init__(self) -> None:
        self._sources: dict[str, str] = {}
        self._taken: set[str] = set()

    def add(self, text: str, *labels: str) -> str:
        """The source of a text; the labels name its folders and its file, unless it is there already."""
        text = plain(text)
        if text not in self._sources:
            self._sources[text] = self._free("/".join(map(safe_name, labels)))
        return self._sources[text]

    def _free(self, stem: str) -> str:
        """The stem as a source, numbered where it is taken; some file systems do not tell "a" from "A"."""
        source, number = f"{stem}.txt", 1
        while source.casefold() in self._taken:
            number += 1
            source = f"{stem}-{number}.txt"
        self._taken.add(source.casefold())
        return source

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Each source with its text; blank texts are no documents."""
        return ((source, text) for text, source in self._sources.items() if text.strip())


def draw(records: Sequence[Record], choice: Choice) -> list[Record]:
    """The records chosen, in their order: half of them answerable, or as near to it as there are both kinds."""
    limit = choice.limit
    if limit is None or limit >= len(records):
        return list(records)
    if limit < 1:
        raise DatasetError(f"limit: found {limit}, expected 1 or more. Leave it out to ask all questions.")
    mixed = np.random.default_rng(choice.seed).permutation(len(records)).tolist()
    answerable = [at for at in mixed if records[at].answerable]
    others = [at for at in mixed if not records[at].answerable]
    half = min(len(others), max(limit // 2, limit - len(answerable)))
    return [records[at] for at in sorted(answerable[: limit - half] + others[:half])]


def write(
    out: Path, documents: Documents, records: Sequence[Record], *, origin: str | Path, left_out: int = 0
) -> Prepared:
    """Write what is not there yet. Raises DatasetError where `out` holds other documents, or nothing is to be asked."""
    if not records:
        raise DatasetError(f"{origin}: expected questions, found none to ask. Choose more of it, or another file.")
    name, times = Counter(record.id for record in records).most_common(1)[0]
    if times > 1:
        raise DatasetError(f"{origin}: found the id {shown(name)} {times} times, expected it once. Rename the others.")
    sources, questions = out / "documents", out / "questions.jsonl"
    texts = dict(documents)
    _refuse_others(sources, texts)
    for source, text in texts.items():
        _put(sources / source, text)
    _put(questions, "".join(record.model_dump_json(exclude_defaults=True) + "\n" for record in records))
    return Prepared(sources, questions, left_out)


def _refuse_others(folder: Path, texts: dict[str, str]) -> None:
    """Nothing may stand in the folder that would be read along with the documents, or be overwritten by them."""
    for path in sorted(folder.rglob("*")):
        source = path.relative_to(folder).as_posix()
        if path.is_dir() or path.name.startswith("."):
            continue
        if source not in texts or path.read_bytes() != texts[source].encode():
            raise DatasetError(
                f"{folder}: expected an empty folder, or the documents of this import, found {shown(source)}, "
                "which is another. Name another folder."
            )


def _put(path: Path, text: str) -> None:
    """Write a file whole, or not at all; one that holds the text already is left as it is."""
    if path.is_file() and path.read_bytes() == text.encode():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(text.encode())
    part.replace(path)
