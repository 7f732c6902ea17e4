"""Vectors in Chroma, embedded in a folder or on a server. The only file that imports chromadb.

Search is by cosine similarity over Chroma's HNSW graph (Malkov and Yashunin 2016). Chroma's API is
used without its client: the client keeps one connection a folder for the whole process, and hands
it to the next who opens the folder, damaged, closed or of files that are gone.
"""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from index.datatypes import IndexDamagedError, QuotedError, StoreBusyError, StoreUnreachableError
from index.stores.batching import batches, last_rows, vectors_at_once
from index.stores.checksums import GraphFiles

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 60.0
LOCK_SECONDS = 30.0
BUSY_SECONDS = 5.0
# Of the ten nearest of 330,000 passages such a search finds 99 %; with 200, 98 % (docs/scaling.md).
_HNSW: Any = {"space": "cosine", "ef_construction": 200, "ef_search": 800, "max_neighbors": 32}
_DATABASE = "chroma.sqlite3"
_ALONE = "vectors"  # the name of the only collection in a folder
_PAGE = 10_000
# SQLite's result codes, without their extension (https://www.sqlite.org/rescode.html).
_BUSY, _LOCKED, _CORRUPT, _NOT_A_DATABASE = 5, 6, 11, 26


class _Collection:
    """One collection behind Chroma's API: what the embedded and the served have in common."""

    def __init__(self, where: str, name: str, dimensions: int, settings: dict[str, Any]) -> None:
        self._where, self._name, self._dimensions, self._settings = where, name, dimensions, settings
        self._system: Any = None
        with self._turn():
            if self._system is None:
                self._start()

    def _start(self) -> None:
        """Connect, make the collection where it is missing, and see that it is whole."""
        from chromadb.api import ServerAPI
        from chromadb.api.collection_configuration import CreateCollectionConfiguration
        from chromadb.api.models.Collection import Collection
        from chromadb.config import Settings, System

        # No telemetry, and no settings from a ".env" that lies in the current folder.
        settings: Any = {"_env_file": None, "anonymized_telemetry": False, **self._settings}
        self._system = System(Settings(**settings))
        try:
            self._api: Any = self._system.instance(ServerAPI)
            self._system.start()
            self._be_patient()
            configuration = CreateCollectionConfiguration(hnsw=_HNSW)
            model = self._api.create_collection(self._name, configuration=configuration, get_or_create=True)
            self._collection = Collection(self._api, model, embedding_function=None)
            self._at_once = vectors_at_once(self._dimensions, self._api.get_max_batch_size())
            # Chroma says nothing of a graph that is lost, and answers from what is left.
            self._collection.get(limit=1, include=["embeddings"])
        except BaseException:
            self._stop()
            raise

    def _be_patient(self) -> None:
        """Set how long to wait for an answer."""

    def add(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        with self._turn():
            for rows in batches(last_rows(ids), self._at_once):
                self._collection.upsert([ids[row] for row in rows], vectors[list(rows)])

    def delete(self, ids: Sequence[str]) -> None:
        with self._turn():
            for batch in batches(list(dict.fromkeys(ids)), self._at_once):
                self._collection.delete(list(batch))

    def query(self, vector: NDArray[np.float32], count: int) -> list[str]:
        with self._turn():
            found = self._collection.query(vector, n_results=count, include=["distances"])
        distances = (found["distances"] or [[]])[0]
        return [name for _, name in sorted(zip(distances, found["ids"][0], strict=True))]

    def ids(self) -> set[str]:
        found: set[str] = set()
        with self._turn():
            while page := self._collection.get(limit=_PAGE, offset=len(found), include=[])["ids"]:
                found.update(page)
        return found

    def close(self) -> None:
        with self._named():
            self._stop()

    def _stop(self) -> None:
        system, self._system = self._system, None
        if system is not None:
            with suppress(AttributeError):  # it has not started
                system.stop()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Around everything that asks Chroma."""
        with self._named():
            yield

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Whatever Chroma raises, its native panics included, as busy, unreachable or damaged."""
        try:
            yield
        except (QuotedError, KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException as error:  # a panic of its native code derives from BaseException
            if meant := self._meaning(error):
                raise meant from error
            raise

    def _meaning(self, error: BaseException) -> QuotedError | None:
        """The error that a person is told; None for a mistake of ours."""
        from chromadb.errors import InternalError, InvalidArgumentError, InvalidDimensionException, NotFoundError

        said = f"{type(error).__name__}: {error}"
        if code := re.search(r"\(code: (\d+)\)", str(error)):
            return _sqlite_error(int(code[1]) & 0xFF, self._where, said)
        if isinstance(error, NotFoundError):
            return IndexDamagedError(f"{self._where} no longer has the collection {self._name}. Rebuild the index.")
        if isinstance(error, InternalError) or not isinstance(error, Exception):
            return IndexDamagedError(f"Chroma cannot use {self._where}: {said}. Rebuild the index.")
        if isinstance(error, InvalidArgumentError | InvalidDimensionException) and "dimension" in str(error):
            return IndexDamagedError(f"{self._where} holds vectors of another length ({error}). Rebuild the index.")
        if isinstance(error, OSError):
            return _unusable(self._where, said)
        return self._elsewhere(error, said)

    def _elsewhere(self, error: Exception, said: str) -> QuotedError | None:
        """What an error means that is neither SQLite's nor of the graph."""
        return None


class EmbeddedChroma(_Collection):
    """A collection in a folder of its own, so that `forget` and `drop` leave no byte behind.

    Chroma itself leaves deleted vectors in its graph's files, its queue and its database's free
    pages, and a dropped collection's graph in the folder. Nor does it see what another process
    does to a folder: both would write the graph, the second over the first. Here a lock gives each
    its turn, and who finds the folder changed opens it anew. Damage is what SQLite calls so,
    whatever keeps Chroma from loading its graph, and a graph that is not as it was written.
    """

    def __init__(self, place: Path, dimensions: int) -> None:
        self._place = place
        self._seen: tuple[int, ...] = ()
        self._graph = GraphFiles(place)
        self._lock = FileLock(place.with_name(f"{place.name}.lock"), timeout=LOCK_SECONDS, mode=0o600)
        settings = {
            "chroma_api_impl": "chromadb.api.rust.RustBindingsAPI",
            "is_persistent": True,
            "persist_directory": str(place),
        }
        super().__init__(str(place), _ALONE, dimensions, settings)

    def _start(self) -> None:
        self._graph.check()
        super()._start()
        self._graph.blank()

    def add(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        with self._turn(), self._graph.writing(LOCK_SECONDS):
            super().add(ids, vectors)
            self._graph.blank()

    def delete(self, ids: Sequence[str]) -> None:
        with self._turn(), self._graph.writing(LOCK_SECONDS):
            super().delete(ids)

    def close(self) -> None:
        super().close()
        with self._named():
            self._graph.close()

    def forget(self, ids: Sequence[str]) -> bool:
        """What is left is copied into a new folder, which then takes the old one's place."""
        self.delete(ids)
        with self._turn():
            kept = sorted(self.ids())
            self._sweep()
            fresh = EmbeddedChroma(self._beside("next"), self._dimensions)
        try:
            for batch in batches(kept, self._at_once):
                with self._turn():
                    found = self._collection.get(list(batch), include=["embeddings"])
                fresh.add(found["ids"], np.asarray(found["embeddings"], np.float32))
        finally:
            fresh.close()
        with self._turn():
            self._place.rename(self._beside("old"))
            self._beside("next").rename(self._place)
            self._sweep()
            self._reopen()
        return True

    def drop(self) -> None:
        with self._turn():
            self._stop()
            self._sweep()
            shutil.rmtree(self._place)
            self._graph.forget()
        Path(self._lock.lock_file).unlink(missing_ok=True)

    def _beside(self, suffix: str) -> Path:
        return self._place.with_name(f"{self._place.name}.{suffix}")

    def _sweep(self) -> None:
        """Remove what an earlier `forget` left, whole or cut off."""
        for suffix in ("next", "old"):
            if self._beside(suffix).exists():
                shutil.rmtree(self._beside(suffix))
        for lock in ("lock", "writing"):
            Path(f"{self._beside('next')}.{lock}").unlink(missing_ok=True)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._named():
            self._place.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                self._lock.acquire()
            except Timeout as error:
                raise StoreBusyError(
                    f"Another process has been writing {self._where} for {LOCK_SECONDS:.0f} s. "
                    "Wait for it, and try again."
                ) from error
            try:
                self._probe()
                if self._state() != self._seen:
                    self._reopen()
                yield
            finally:
                self._seen = self._state()
                self._lock.release()

    def _probe(self) -> None:
        """Ask SQLite whether anybody holds the database: Chroma would wait for as long as they do.

        Two SQLite libraries in one process do not see each other's locks, and the second one to let
        go takes the first one's with it. In its turn nobody in this process but the probe has one.
        """
        path = self._place / _DATABASE
        if not path.exists():
            return
        try:
            address = f"{path.resolve().as_uri()}?mode=rw"
            with closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)) as db:
                db.execute("BEGIN IMMEDIATE")
                db.execute("ROLLBACK")
        except sqlite3.DatabaseError as error:
            raise _sqlite_error(error.sqlite_errorcode & 0xFF, self._where, str(error)) from error

    def _reopen(self) -> None:
        self._stop()
        self._place.mkdir(mode=0o700, exist_ok=True)
        self._start()

    def _state(self) -> tuple[int, ...]:
        """Which file the database is, and how often it was written: SQLite counts in its header."""
        try:
            with (self._place / _DATABASE).open("rb") as file:
                return os.fstat(file.fileno()).st_ino, int.from_bytes(file.read(28)[24:])
        except FileNotFoundError:
            return ()


class ChromaServer(_Collection):
    """A collection on a Chroma server, as `chroma run` starts it."""

    def __init__(self, address: str, name: str, dimensions: int) -> None:
        parts = urlsplit(address)
        shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
        settings = {
            "chroma_api_impl": "chromadb.api.fastapi.FastAPI",
            "chroma_server_host": address.rstrip("/"),
            "chroma_server_http_port": parts.port or 0,
        }
        super().__init__(f"The Chroma server at {shown}", name, dimensions, settings)

    def _be_patient(self) -> None:
        """Give up within seconds: Chroma itself waits for ever."""
        import httpx

        self._api._session.timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)

    def forget(self, ids: Sequence[str]) -> bool:
        """Deleted, that is: the server keeps deleted vectors, and dropped collections, in its files."""
        self.delete(ids)
        return False

    def drop(self) -> None:
        from chromadb.errors import NotFoundError

        with self._named():
            with suppress(NotFoundError):  # somebody else has dropped it
                self._api.delete_collection(self._name)
            self._stop()

    def _stop(self) -> None:
        if self._system is not None:
            self._api._session.close()
        super()._stop()

    def _elsewhere(self, error: Exception, said: str) -> QuotedError | None:
        from chromadb.errors import AuthorizationError, ChromaAuthError, ChromaError, QuotaError, RateLimitError

        if isinstance(error, (RateLimitError, QuotaError)):
            return StoreBusyError(f"{self._where} takes no more for now ({said}). Try again later.")
        if isinstance(error, (ChromaAuthError, AuthorizationError)):
            return StoreUnreachableError(f"{self._where} refuses ({said}). Put USER:PASSWORD@ before the host.")
        if isinstance(error, (ChromaError, TypeError)):
            return None
        return StoreUnreachableError(
            f"{self._where} does not answer as one ({said[:300]}). See that it runs "
            "(chroma run --path FOLDER) and that the address is right, then try again."
        )


def _sqlite_error(code: int, where: str, said: str) -> QuotedError:
    """Busy, damaged or unusable, by SQLite's result code."""
    if code in (_BUSY, _LOCKED):
        return StoreBusyError(f"Another program holds the database of {where} ({said}). Wait for it, and try again.")
    if code in (_CORRUPT, _NOT_A_DATABASE):
        return IndexDamagedError(f"SQLite finds {where} damaged: {said}. Rebuild the index.")
    return _unusable(where, said)


def _unusable(where: str, said: str) -> QuotedError:
    return StoreUnreachableError(
        f"{where} cannot be read or written: {said}. See that it may be, that the disk is there and not full."
    )
