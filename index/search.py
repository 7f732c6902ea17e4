"""Query → Hits: dense and BM25 search over the same chunks, fused by reciprocal rank.

score(chunk) = sum over the two rankings of 1 / (RRF_K + rank)
(Cormack, Clarke and Büttcher 2009). Knows nothing of questions and answers.
"""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from types import TracebackType
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from index import lexical
from index.catalog import Catalog, DocumentRecord, FileRecord
from index.datatypes import Document, Hit, IndexDamagedError, QuestionError, Term
from index.embedding import Embedder, Vector

T = TypeVar("T")

RRF_K = 10
"""Smaller than the paper's 60: with two rankings of few candidates, the top ranks should weigh."""

CANDIDATES = 50
"""How many chunks each of the two rankings contributes."""

ALL_COMPARED = 2000
"""Up to so many chunks all are compared: Chroma's graph is another each time it is built, and may miss some."""

Nearest = Callable[[Vector, int], list[str]]
"""A vector and a number → the ids of so many of the nearest chunks, as the store knows them."""


def reciprocal_rank_fusion(rankings: Sequence[Sequence[str]]) -> dict[str, float]:
    """The fused score of every id, best first; ties in the order of the ids."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, chunk_id in enumerate(ranking, start=1):
            scores[chunk_id] = scores.get(chunk_id, 0.0) + 1 / (RRF_K + rank)
    return dict(sorted(scores.items(), key=lambda scored: (-scored[1], scored[0])))


class Snapshot:
    """The searchable content of some sources as it is at one moment; a question is answered from one.

    What is indexed meanwhile is not seen here. `version` changes with the sources' content, the model
    and the chunk size, and with nothing else. With `only`, the documents of these names are all that is
    searched; raises QuestionError where there is none of such a name. For use by one thread; a context
    manager that closes it.
    """

    def __init__(
        self,
        catalog: Catalog,
        nearest: Nearest,
        embedder: Embedder,
        is_current: Callable[[str], bool],
        only: Sequence[str] | None = None,
    ) -> None:
        self._catalog, self._nearest, self._embedder, self._is_current = catalog, nearest, embedder, is_current
        self._documents: dict[str, Document] = {}
        catalog.hold()
        self.version = catalog.meta("version")
        self._only = None if only is None else self._chosen(only)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let the snapshot go."""
        self._catalog.close()

    def search(self, query: str, count: int) -> tuple[Hit, ...]:
        """The best `count` chunks for a query, best first."""
        dense = self._dense(self._embedder.embed(query))
        sparse = self._sparse(query)
        scores = reciprocal_rank_fusion([dense, sparse])
        ranks = [{chunk_id: rank for rank, chunk_id in enumerate(ids, start=1)} for ids in (dense, sparse)]
        return tuple(
            Hit(chunk, scores[chunk.chunk_id], ranks[0].get(chunk.chunk_id), ranks[1].get(chunk.chunk_id))
            for chunk in self._catalog.chunks(list(scores)[:count])
        )

    def _sparse(self, query: str) -> list[str]:
        try:
            return lexical.search(self._catalog.db, self.terms(query), CANDIDATES, self._only)
        except IndexDamagedError as error:
            raise IndexDamagedError(f"{error} Mend it: python -m index --repair PATH.") from error

    def terms(self, question: str) -> tuple[Term, ...]:
        """The content words of a question as what is searched knows them."""
        return lexical.find_terms(self._catalog.db, question, self._catalog.count(self._only), self._only)

    def _chosen(self, only: Sequence[str]) -> list[str]:
        """The documents of these names."""
        if not only:
            raise QuestionError("No document is chosen to be asked. Name one or more, or leave `only` out to ask all.")
        known = self._catalog.files()
        for source in only:
            if source not in known or not known[source].document_id:
                near = get_close_matches(source, [name for name, file in known.items() if file.document_id], 3, 0.4)
                raise QuestionError(
                    f"There is no document {source!r} to ask. "
                    + (f"The nearest names are: {', '.join(map(repr, near))}." if near else "None has a name near it.")
                )
        return self._catalog.document_ids(only)

    def _dense(self, vector: Vector) -> list[str]:
        """The nearest chunks, their similarities computed exactly, so that every store gives the same.

        Of chosen documents every chunk is compared. So it is where there are few, where the store finds fewer
        than there are, and where the content has been replaced since this snapshot was taken: the store may
        have forgotten what is still seen here. It is asked all the same, or damage to it would go unseen.
        """
        if self._only is None:
            candidates, count = self._candidates(vector), self._catalog.count()
            enough = len(candidates) >= min(CANDIDATES, count)
            if enough and count > ALL_COMPARED and self._is_current(self.version):
                return _ranked(vector, *self._catalog.vectors(candidates))
        return _ranked(vector, *self._catalog.vectors(documents=self._only))

    def _candidates(self, vector: Vector) -> list[str]:
        """The store's nearest; more of them, where some belong to other contents than this one."""
        count = CANDIDATES
        while True:
            found = self._nearest(vector, count)
            known = [chunk_id for chunk_id in found if self._catalog.has(chunk_id)]
            if len(known) >= CANDIDATES or len(found) < count:
                return known
            count *= 4

    def record(self, document_id: str) -> DocumentRecord:
        """A document of this content without its text."""
        return self._found(self._catalog.record(document_id), document_id)

    def document(self, document_id: str) -> Document:
        """A document of this content, as it was indexed."""
        if document_id not in self._documents:
            self._documents[document_id] = self._found(self._catalog.document(document_id), document_id)
        return self._documents[document_id]

    def _found(self, found: T | None, document_id: str) -> T:
        if found is None:
            raise IndexDamagedError(
                f"Document {document_id} is not in {self._catalog.db.path}. Run: python -m index --repair"
            )
        return found

    def documents(self) -> list[DocumentRecord]:
        """Every document, in the order of their names."""
        return [self.record(document_id) for document_id in self._catalog.document_ids()]

    def files(self) -> dict[str, FileRecord]:
        """Every file of the sources as last seen, those that are not read included, by source."""
        return self._catalog.files()

    def noted(self) -> list[FileRecord]:
        """The files of which there is something to say: not read, or read with doubts."""
        return self._catalog.noted()


def _ranked(vector: Vector, ids: Sequence[str], vectors: NDArray[np.float32]) -> list[str]:
    """The ids by cosine similarity, ties in the order of the ids. All vectors have the length 1."""
    if not ids:
        return []
    scores = np.einsum("ij,j->i", vectors.astype(np.float64), vector.astype(np.float64))
    return [chunk_id for _, chunk_id in sorted(zip((-scores).tolist(), ids, strict=True))][:CANDIDATES]
