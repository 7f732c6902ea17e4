"""Small real things for all tests: folders of documents, and an index folder that goes away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Index, Snapshot, open_index
from qa import Settings

RIVER = """The Long Bridge

The bridge over the Aller opened on 3 May 1998. It was paid for by the county of Verden and cost
12 million euros. Ada Lund designed it.

The ferry stopped in 1999. Its last captain, Piet Holm, retired to Bremen.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one short document."""
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "river.txt").write_text(RIVER, "utf-8")
    return documents


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def opened(folder: Path, index_dir: Path) -> Index:
    return open_index(folder, index_dir=index_dir)


@pytest.fixture
def index(opened: Index) -> Iterator[Snapshot]:
    """The content of the folder, as the path of a question sees it."""
    with opened.snapshot() as content:
        yield content


@pytest.fixture
def settings(index_dir: Path) -> Settings:
    """Settings that keep the index out of the user's cache."""
    return Settings(index_dir=index_dir)


@pytest.fixture(scope="session")
def seeds_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """One index of the shipped documents for the whole run."""
    return Settings(index_dir=tmp_path_factory.mktemp("seeds-index"))
