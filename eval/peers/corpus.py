"""Sources → the documents that every pipeline is given: the visible files that Quoted reads."""

from pathlib import Path

from eval.peers.datatypes import Corpus
from eval.questions.schema import DatasetError
from index import QuotedError, open_document
from index.files import find_files

SHIPPED = Path(__file__).resolve().parents[2] / "seeds"
"""The documents that ship with the project."""


def open_corpus(sources: str | Path | None) -> Corpus:
    """The documents of a folder, or one document.

    Raises DatasetError where none can be read, and SourcesError where there is no such folder.
    """
    path = Path(SHIPPED if sources is None else sources).expanduser().resolve()
    folder = path if path.is_dir() else path.parent
    readable = tuple(file.source for file in find_files(path).files if _is_readable(file.source, path))
    if not readable:
        raise DatasetError(f"{path}: expected documents, found none that can be read. Name another folder.")
    return Corpus(path, folder, readable)


def _is_readable(name: str, sources: Path) -> bool:
    try:
        return bool(open_document(name, sources))
    except QuotedError:
        return False
