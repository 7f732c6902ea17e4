"""Sources → the documents that every pipeline is given: the visible files that Quoted reads."""

from pathlib import Path

from eval.peers.datatypes import Corpus
from eval.questions.schema import DatasetError
from index import QuotedError, open_document

SHIPPED = Path(__file__).resolve().parents[2] / "seeds"
"""The documents that ship with the project."""


def open_corpus(sources: str | Path | None) -> Corpus:
    """The documents of a folder, or one document. Raises DatasetError where none can be read."""
    path = Path(SHIPPED if sources is None else sources).expanduser().resolve()
    folder = path if path.is_dir() else path.parent
    found = sorted(path.rglob("*")) if path.is_dir() else [path]
    names = (file.relative_to(folder).as_posix() for file in found if file.is_file())
    readable = tuple(name for name in names if _visible(name) and _readable(name, path))
    if not readable:
        raise DatasetError(f"{path}: expected documents, found none that can be read. Name another folder.")
    return Corpus(path, folder, readable)


def _visible(name: str) -> bool:
    return not any(part.startswith(".") for part in name.split("/"))


def _readable(name: str, sources: Path) -> bool:
    try:
        return open_document(name, sources).source == name  # another name is that of a link's target
    except QuotedError:
        return False
