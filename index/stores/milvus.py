"""Vectors in Milvus: a server or cluster, or Milvus Lite in a file. The only file that imports pymilvus.

Search is by cosine similarity over an HNSW graph (Malkov and Yashunin 2016). Milvus Lite serves
its file from a thread of this process, on a port of the loopback interface, and keeps other
processes out.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from index.datatypes import IndexDamagedError, QuotedError, SettingsError, StoreBusyError, StoreUnreachableError
from index.stores.batching import batches, last_rows, vectors_at_once

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 60.0
# Milvus takes more rows a request, and answers with at most 16,384.
_ROWS = 5_000
_ID_BYTES = 512
# Nested: the client takes the outer one apart, and Milvus Lite reads none but the inner.
_HNSW = {"params": {"M": 32, "efConstruction": 200}}
_EF = 800


class MilvusStore:
    """A collection of Milvus, "milvus://[USER:PASSWORD@]HOST:PORT" or the path of a ".db" file."""

    def __init__(self, address: str, name: str, dimensions: int) -> None:
        self._name, self._at_once, self._dimensions = name, vectors_at_once(dimensions, _ROWS), dimensions
        self._file: Path | None = None
        if address.startswith("milvus://"):
            self._where = f"The Milvus server at {urlsplit(address).netloc.rpartition('@')[2]}"
        else:
            self._file = Path(address).expanduser().resolve()
            self._where = f"Milvus Lite in {self._file}"
        self._client: Any = None
        with self._named():
            self._connect(address)

    def _connect(self, address: str) -> None:
        try:
            from pymilvus import MilvusClient
        except ImportError as error:
            raise _not_installed() from error

        # They write to the terminal what is raised as well, and that Milvus Lite lacks a call that they try.
        for name in ("pymilvus", "grpc._server"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        uri = _serve(self._file) if self._file else address.replace("milvus://", "http://", 1)
        try:
            self._client = MilvusClient(uri, timeout=CONNECT_SECONDS, dedicated=True)
            if not self._client.has_collection(self._name, timeout=ANSWER_SECONDS):
                self._create(self._name)
            self._client.load_collection(self._name, timeout=ANSWER_SECONDS)
            fields = self._client.describe_collection(self._name, timeout=ANSWER_SECONDS)["fields"]
            self._stored = next(int(each["params"]["dim"]) for each in fields if each["name"] == "vector")
        except BaseException:
            self._release()
            raise

    def _create(self, name: str) -> None:
        from pymilvus import DataType

        schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=_ID_BYTES)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=self._dimensions)
        chosen = self._client.prepare_index_params()
        chosen.add_index("vector", index_type="HNSW", metric_type="COSINE", params=_HNSW)
        self._client.create_collection(
            name, schema=schema, index_params=chosen, consistency_level="Strong", timeout=ANSWER_SECONDS
        )

    def add(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        with self._named():
            self._check(vectors.shape[-1])
            for rows in batches(last_rows(ids), self._at_once):
                self._upsert(self._name, [{"id": ids[row], "vector": vectors[row]} for row in rows])
            self._settle(self._name)

    def _check(self, dimensions: int) -> None:
        if dimensions != self._stored:
            raise IndexDamagedError(
                f"{self._where} holds vectors of {self._stored} numbers, not of {dimensions}. Rebuild the index."
            )

    def _upsert(self, name: str, rows: list[dict[str, Any]]) -> None:
        self._client.upsert(name, rows, timeout=ANSWER_SECONDS)

    def _settle(self, name: str) -> None:
        """Milvus Lite compares one by one, a thousand in .1 s, what it has not written into a graph."""
        if self._file is not None:
            self._client.flush(name, timeout=ANSWER_SECONDS)

    def delete(self, ids: Sequence[str]) -> None:
        with self._named():
            for batch in batches(list(dict.fromkeys(ids)), _ROWS):
                self._client.delete(self._name, ids=list(batch), timeout=ANSWER_SECONDS)

    def forget(self, ids: Sequence[str]) -> bool:
        """Milvus Lite: what is left is copied into a new collection. A server removes deleted rows some time later."""
        self.delete(ids)
        with self._named():
            if self._file is None:
                self._client.compact(self._name, timeout=ANSWER_SECONDS)
                return False
            fresh = f"{self._name}_next"
            self._client.drop_collection(fresh, timeout=ANSWER_SECONDS)
            self._create(fresh)
            for page in self._pages("id", "vector"):
                self._upsert(fresh, page)
            self._settle(fresh)
            self._client.drop_collection(self._name, timeout=ANSWER_SECONDS)
            self._client.rename_collection(fresh, self._name, timeout=ANSWER_SECONDS)
            self._client.load_collection(self._name, timeout=ANSWER_SECONDS)
        return True

    def query(self, vector: NDArray[np.float32], count: int) -> list[str]:
        with self._named():
            self._check(len(vector))
            found = self._client.search(
                self._name,
                data=[vector],
                limit=count,
                search_params={"metric_type": "COSINE", "params": {"ef": max(_EF, count)}},
                timeout=ANSWER_SECONDS,
            )
        return [name for _, name in sorted((-hit["distance"], hit["id"]) for hit in found[0])]

    def ids(self) -> set[str]:
        with self._named():
            return {row["id"] for page in self._pages("id") for row in page}

    def _pages(self, *fields: str) -> Iterator[list[dict[str, Any]]]:
        """Every row, a batch at a time."""
        pages = self._client.query_iterator(
            self._name, batch_size=self._at_once, output_fields=list(fields), timeout=ANSWER_SECONDS
        )
        try:
            while page := pages.next():
                yield page
        finally:
            pages.close()

    def drop(self) -> None:
        with self._named():
            for name in (self._name, f"{self._name}_next"):
                self._client.drop_collection(name, timeout=ANSWER_SECONDS)
            self._release()

    def close(self) -> None:
        with self._named():
            self._release()

    def _release(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()
        file, self._file = self._file, None
        if file is not None:
            _leave(file)

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Whatever Milvus raises as busy, unreachable or damaged."""
        import grpc
        from pymilvus.exceptions import MilvusException

        try:
            yield
        except MilvusException as error:
            raise self._meaning(error) from error
        except (grpc.RpcError, OSError) as error:
            raise self._unreachable(error) from error

    def _meaning(self, error: Any) -> QuotedError:
        from pymilvus.exceptions import ErrorCode

        if error.code in (ErrorCode.RATE_LIMIT, ErrorCode.FORCE_DENY):
            return StoreBusyError(f"{self._where} takes no more for now ({error.message}). Try again later.")
        if error.code == ErrorCode.COLLECTION_NOT_FOUND:
            return IndexDamagedError(f"{self._where} no longer has the collection {self._name}. Rebuild the index.")
        return self._unreachable(error)

    def _unreachable(self, error: object) -> QuotedError:
        return StoreUnreachableError(
            f"{self._where} does not answer, or refuses ({str(error)[:300]}). "
            "See that it runs and that the address is right, then try again."
        )


@dataclass
class _Served:
    """A Milvus Lite of this process, and how many stores use it."""

    server: Any
    database: Any
    uri: str
    users: int = 0


_served: dict[Path, _Served] = {}
_lock = Lock()


def _serve(file: Path) -> str:
    """Where this process serves a file: Milvus Lite lets one process open it, and one server in it."""
    try:
        from milvus_lite.adapter.grpc.server import start_server_in_thread
        from milvus_lite.exceptions import DataDirLockedError, MilvusLiteError
    except ImportError as error:
        raise _not_installed() from error
    with _lock:
        if file not in _served:
            file.parent.mkdir(parents=True, exist_ok=True)
            if not file.exists():
                file.mkdir(mode=0o700)  # what it writes there everybody else on this machine could read
            try:
                server, database, port = start_server_in_thread(str(file))
            except DataDirLockedError as error:
                raise StoreBusyError(
                    f"Another process has {file} open. Milvus Lite serves one process at a time: "
                    "end the other, or use a Milvus server."
                ) from error
            except MilvusLiteError as error:
                raise IndexDamagedError(f"Milvus Lite cannot use {file}: {error}. Rebuild the index.") from error
            _served[file] = _Served(server, database, f"http://127.0.0.1:{port}")
        _served[file].users += 1
        return _served[file].uri


def _leave(file: Path) -> None:
    """Stop serving a file when its last store is closed."""
    with _lock:
        served = _served[file]
        served.users -= 1
        if not served.users:
            del _served[file]
            served.server.stop(grace=2).wait()
            served.database.close()


def _not_installed() -> SettingsError:
    return SettingsError(
        "Milvus's client is not installed. Install it with: pip install -c constraints.txt -e '.[milvus]'"
    )
