"""Sources → the documents that every pipeline is given: the files that Quoted reads."""

from pathlib import Path
from tempfile import TemporaryDirectory

from eval.peers.datatypes import Corpus
from eval.questions.schema import DatasetError
from index import open_index

SHIPPED = Path(__file__).resolve().parents[2] / "seeds"
"""The documents that ship with the project."""


def open_corpus(sources: str | Path | None) -> Corpus:
    """The documents of a folder, or one document. Raises DatasetError where none can be read."""
    path = Path(SHIPPED if sources is None else sources).expanduser().resolve()
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        names = tuple(document.source for document in open_index(path, index_dir=folder).documents())
    if not names:
        raise DatasetError(f"{path}: expected documents, found none that can be read. Name another folder.")
    return Corpus(path, path if path.is_dir() else path.parent, names)
