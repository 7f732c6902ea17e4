"""Query → Hits: dense and BM25 search over the same chunks, fused by reciprocal rank.

score(chunk) = sum over the two rankings of 1 / (RRF_K + rank)
(Cormack, Clarke and Büttcher 2009). Knows nothing of questions and answers.
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from threading import RLock

from index.catalog import Catalog, FileRecord
from index.datatypes import Document, Hit, IndexDamagedError, SourcesError, Term
from index.embedding import Embedder
from index.files import find_files
from index.ingest import Event, FileDone, Rebuilt, Recipe, ingest, open_parts
from index.loaders import readable_suffixes
from index.roots import find_roots
from index.store import VectorStore

log = logging.getLogger("quoted")

RRF_K = 10
"""Smaller than the paper's 60: with two rankings of few candidates, the top ranks should weigh."""

CANDIDATES = 50
"""How many chunks each of the two rankings contributes."""


def reciprocal_rank_fusion(rankings: Sequence[Sequence[str]]) -> dict[str, float]:
    """The fused score of every id, best first; ties in the order of the ids."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, chunk_id in enumerate(ranking, start=1):
            scores[chunk_id] = scores.get(chunk_id, 0.0) + 1 / (RRF_K + rank)
    return dict(sorted(scores.items(), key=lambda scored: (-scored[1], scored[0])))


class Index:
    """The searchable content of some sources. Safe to use from several threads.

    `version` changes with the sources' content, the model and the chunk size, and with nothing else.
    """

    def __init__(self, sources: str | Path | None, folder: Path, recipe: Recipe, embedder: Embedder) -> None:
        self.folder, self.roots, self.embedder = folder, find_roots(sources), embedder
        self.version = ""
        self._sources, self._recipe = sources, recipe
        self._parts: tuple[Catalog, VectorStore] | None = None
        self._lock = RLock()

    def refresh(self) -> None:
        """Bring the index up to date with the files, and with what another process has written."""
        with self._lock:
            if self._open_current():
                return
            for event in ingest(self._sources, folder=self.folder, recipe=self._recipe, embedder=self.embedder):
                _log(event, self.folder)
            self._open()
            self._refuse_empty()

    def search(self, query: str, count: int) -> tuple[Hit, ...]:
        """The best `count` chunks for a query, best first."""
        with self._lock:
            catalog, store = self._opened()
            dense = store.query(self.embedder.embed(query), CANDIDATES)
            lexical = catalog.lexical.search(catalog.lexical.terms(query), CANDIDATES)
            scores = reciprocal_rank_fusion([dense, lexical])
            chunks = catalog.chunks(list(scores)[:count])
        ranks = [{chunk_id: rank for rank, chunk_id in enumerate(ids, start=1)} for ids in (dense, lexical)]
        return tuple(
            Hit(chunk, scores[chunk.chunk_id], ranks[0].get(chunk.chunk_id), ranks[1].get(chunk.chunk_id))
            for chunk in chunks
        )

    def terms(self, question: str) -> tuple[Term, ...]:
        """The content words of a question as the index knows them."""
        with self._lock:
            return self._opened()[0].lexical.terms(question)

    def document(self, document_id: str) -> Document:
        """The document that a hit's chunk belongs to, as it was indexed."""
        with self._lock:
            document = self._opened()[0].document(document_id)
        if document is None:
            raise IndexDamagedError(f"Document {document_id} is not in {self.folder}. Run: python -m index --rebuild")
        return document

    def documents(self) -> list[Document]:
        """Every document, in the order of their names."""
        with self._lock:
            return [self.document(document_id) for document_id in self._opened()[0].document_ids()]

    def files(self) -> dict[str, FileRecord]:
        """Every file of the sources as last seen, the unreadable ones included, by source."""
        with self._lock:
            return self._opened()[0].files()

    def close(self) -> None:
        """Let go of the files; the next refresh opens them again."""
        with self._lock:
            if self._parts:
                self._parts[0].close()
                self._parts[1].close()
            self._parts = None

    def _opened(self) -> tuple[Catalog, VectorStore]:
        if self._parts is None:
            self.refresh()
        assert self._parts is not None  # refresh opens them or raises
        return self._parts

    def _open_current(self) -> bool:
        """Open what is on disk; whether it is whole and holds the files as they are now."""
        if not (self.folder / "catalog.db").exists():
            self.close()
            return False
        try:
            if self._parts is None or self._parts[0].meta("version") != self.version:
                self._open()
            return self._is_current()
        except IndexDamagedError:
            self.close()
            return False

    def _open(self) -> None:
        self.close()
        self._parts = open_parts(self.folder)
        self.version = self._parts[0].meta("version")

    def _is_current(self) -> bool:
        catalog, _ = self._opened()
        found = {file.source: (file.size, file.modified) for file in find_files(self._sources).files}
        files = catalog.files().values()
        known = {file.source: (file.size, file.modified) for file in files}
        whole = bool(self.version) and catalog.meta("recipe") == self._recipe.text()
        return whole and found == known and any(file.document_id for file in files)

    def _refuse_empty(self) -> None:
        if not self.documents():
            problems = "; ".join(f"{file.source}: {file.note}" for file in self.files().values())
            raise SourcesError(
                f"Nothing can be answered from {self.roots}: "
                + (problems or f"it holds no documents. Put {readable_suffixes()} files into it.")
            )


def _log(event: Event, folder: Path) -> None:
    match event:
        case Rebuilt(reason):
            log.warning("The index in %s is rebuilt: %s.", folder, reason)
        case FileDone(source, state, note) if note and state != "unchanged":
            log.warning("%s: %s", source, note)
