"""One body of tests over every store, then what is peculiar to each."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from chroma_server import Server

from index.datatypes import IndexDamagedError, SettingsError, StoreBusyError, StoreUnreachableError
from index.stores import VectorStore, checksums, chroma, open_store, store_name

DIMENSIONS = 64
without_milvus = pytest.mark.skipif(
    find_spec("pymilvus") is None or find_spec("milvus_lite") is None, reason="the extra milvus is not installed"
)


def unit_vectors(count: int, seed: int = 0) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((count, DIMENSIONS)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def exact_vectors(count: int) -> np.ndarray:
    """Different vectors of length 1 whose numbers normalising does not change: bytes can be searched for."""
    signs = np.random.default_rng(1).choice(np.float32([-1, 1]), (count, DIMENSIONS))
    return signs / np.float32(np.sqrt(DIMENSIONS))


def names(count: int, first: int = 0) -> list[str]:
    return [f"chunk-{number:05d}" for number in range(first, first + count)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("server"))
    yield server
    server.stop()


@dataclass
class Place:
    """An address with a folder, and the stores opened there."""

    address: str
    folder: Path
    opened: list[VectorStore] = field(default_factory=list)

    def open(self, collection: str = "chunks", dimensions: int = DIMENSIONS) -> VectorStore:
        self.opened.append(open_store(self.address, folder=self.folder, collection=collection, dimensions=dimensions))
        return self.opened[-1]

    def close(self) -> None:
        while self.opened:
            self.opened.pop().close()


@pytest.fixture(params=["embedded", "server", pytest.param("milvus", marks=without_milvus)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "server":
        address = request.getfixturevalue("server").address
    else:
        address = str(tmp_path / "vectors" / "milvus.db") if request.param == "milvus" else ""
    place = Place(address, tmp_path / "vectors")
    yield place
    place.close()
    if request.param == "server":
        for collection in ("chunks", "other"):
            open_store(address, folder=tmp_path, collection=collection, dimensions=DIMENSIONS).drop()


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Place]:
    place = Place("", tmp_path / "vectors")
    yield place
    place.close()


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[Place]:
    place = Place(str(tmp_path / "milvus.db"), tmp_path)
    yield place
    place.close()


def test_the_nearest_come_first(place):
    store, vectors = place.open(), unit_vectors(50)
    store.add(names(50), vectors)
    order = np.argsort(-(vectors @ vectors[7]))
    assert store.query(vectors[7], 5) == [names(50)[at] for at in order[:5]]
    assert len(store.query(vectors[7], 99)) == 50


def test_neighbours_are_those_of_comparing_all(place):
    store, vectors = place.open(), unit_vectors(2000)
    store.add(names(2000), vectors)
    found = 0
    for query in unit_vectors(50, seed=2):
        exact = {names(2000)[at] for at in np.argsort(-(vectors @ query))[:10]}
        found += len(exact & set(store.query(query, 10)))
    assert found / 500 >= 0.99


def test_an_id_that_is_there_is_overwritten(place):
    store, vectors = place.open(), unit_vectors(3)
    store.add(names(2), vectors[:2])
    store.add(names(1), vectors[2:])
    assert store.ids() == set(names(2))
    assert store.query(vectors[2], 1) == names(1)
    store.add([*names(1), *names(1)], vectors[:2])
    assert store.ids() == set(names(2))


def test_what_is_deleted_is_not_found(place):
    store, vectors = place.open(), unit_vectors(20)
    store.add(names(20), vectors)
    store.delete([*names(5), "never there"])
    assert store.ids() == set(names(15, first=5))
    assert not set(store.query(vectors[0], 20)) & set(names(5))


def test_nothing_is_added_deleted_and_found_in_an_empty_store(place):
    store = place.open()
    store.add([], unit_vectors(0))
    store.delete([])
    assert store.query(unit_vectors(1)[0], 5) == []
    assert store.ids() == set()


def test_more_than_a_batch_at_once(place):
    store, vectors = place.open(), unit_vectors(6000)
    store.add(names(6000), vectors)
    assert store.ids() == set(names(6000))
    store.delete(names(5900))
    assert store.ids() == set(names(100, first=5900))


def test_it_is_all_there_when_opened_again(place):
    vectors = unit_vectors(1500)
    place.open().add(names(1500), vectors)
    place.close()
    store = place.open()
    assert store.ids() == set(names(1500))
    assert store.query(vectors[3], 1) == ["chunk-00003"]


def test_two_opens_of_one_collection_see_each_others_writing(place):
    writer, reader, vectors = place.open(), place.open(), unit_vectors(1600)
    writer.add(names(1500), vectors[:1500])
    assert reader.query(vectors[3], 1) == ["chunk-00003"]
    writer.forget(names(10))
    writer.add(names(100, first=1500), vectors[1500:])
    assert reader.query(vectors[1555], 1) == ["chunk-01555"]
    assert reader.ids() == writer.ids() == set(names(1590, first=10))


def test_two_collections_do_not_mix(place):
    chunks, other, vectors = place.open(), place.open("other"), unit_vectors(4)
    chunks.add(names(2), vectors[:2])
    other.add(names(2, first=2), vectors[2:])
    assert chunks.ids() == set(names(2))
    assert other.query(vectors[0], 5) != [] and not set(other.query(vectors[0], 5)) & set(names(2))
    chunks.drop()
    assert other.ids() == set(names(2, first=2))
    assert place.open().ids() == set()


@pytest.mark.parametrize("collection", ["a", "A folder/ä ö.txt", "x" * 300, "1", "..", "-_-", ""])
def test_any_name_makes_a_collection_of_its_own(place, collection):
    named, chunks = place.open(collection), place.open()
    named.add(names(1), unit_vectors(1))
    assert chunks.ids() == set()
    named.drop()


def test_vectors_of_another_length_are_damage(place):
    place.open().add(names(1), unit_vectors(1))
    place.close()
    with pytest.raises(IndexDamagedError, match="Rebuild"):
        place.open(dimensions=8).add(["x"], np.eye(8, dtype=np.float32)[:1])


def bytes_below(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def holding(folder: Path, ids: list[str], vectors: np.ndarray) -> tuple[int, int]:
    """How many of the ids and vectors stand in the bytes of any file."""
    files = bytes_below(folder)
    return (
        sum(any(name.encode() in data for data in files) for name in ids),
        sum(any(vector.tobytes() in data for data in files) for vector in vectors),
    )


@pytest.mark.parametrize("count", [40, 2500])
@pytest.mark.parametrize("kind", ["embedded", pytest.param("lite", marks=without_milvus)])
def test_what_is_forgotten_is_in_no_byte(request, kind, count):
    place, vectors = request.getfixturevalue(kind), exact_vectors(count)
    store = place.open()
    store.add(names(count), vectors)
    store.delete(names(5))
    assert store.forget(names(10, first=5)) is True
    assert holding(place.folder, names(15), vectors[:15]) == (0, 0)
    kept = names(count - 15, first=15)
    assert store.ids() == set(kept)
    assert store.query(vectors[20], 1) == [names(1, first=20)[0]]
    place.close()
    assert holding(place.folder, names(15), vectors[:15]) == (0, 0)
    assert place.open().ids() == set(kept)


def test_deleting_alone_leaves_bytes_which_is_why_forgetting_is_another_thing(embedded):
    store, vectors = embedded.open(), exact_vectors(2500)
    store.add(names(2500), vectors)
    store.delete(names(10))
    assert holding(embedded.folder, names(10), vectors[:10]) != (0, 0)


def test_a_server_does_not_say_that_it_forgets(server, tmp_path):
    store = open_store(server.address, folder=tmp_path, collection="forgetting", dimensions=DIMENSIONS)
    store.add(names(2), unit_vectors(2))
    assert store.forget(names(1)) is False
    assert store.ids() == set(names(1, first=1))
    store.drop()


@pytest.mark.parametrize("kind", ["embedded", pytest.param("lite", marks=without_milvus)])
def test_a_dropped_collection_leaves_nothing(request, kind):
    place, vectors = request.getfixturevalue(kind), exact_vectors(1500)
    store = place.open()
    store.add(names(1500), vectors)
    store.drop()
    store.close()
    assert holding(place.folder, names(1500), vectors) == (0, 0)
    assert not any("quoted" in path.name for path in place.folder.rglob("*"))


def test_forgetting_takes_up_what_an_earlier_one_left(embedded):
    store, vectors = embedded.open(), exact_vectors(30)
    store.add(names(30), vectors)
    (place,) = (path for path in embedded.folder.iterdir() if path.is_dir())
    for suffix in ("next", "old"):
        shutil.copytree(place, place.with_name(f"{place.name}.{suffix}"))
    store.forget(names(3))
    assert holding(embedded.folder, names(3), vectors[:3]) == (0, 0)
    assert store.ids() == set(names(27, first=3))


def test_only_its_owner_can_look_into_a_folder_of_vectors(embedded):
    store = embedded.open()
    store.add(names(2), unit_vectors(2))
    store.forget(names(1))
    assert {path.stat().st_mode & 0o077 for path in embedded.folder.iterdir()} == {0}
    store.close()
    files = [path for path in embedded.folder.rglob("*") if path.is_file()]
    assert len(files) > 3 and {path.stat().st_mode & 0o077 for path in files} == {0}


@without_milvus
def test_only_its_owner_can_look_into_milvus_lite(lite):
    lite.open().add(names(2), unit_vectors(2))
    assert Path(lite.address).stat().st_mode & 0o077 == 0


def test_who_has_only_read_leaves_the_files_alone(embedded):
    with closing(embedded.open()) as writer:
        writer.add(names(3), unit_vectors(3))
    reader = embedded.open()
    assert reader.query(unit_vectors(1)[0], 1) == names(1)
    begun = database(embedded).parent / "begun" / "data.bin"
    begun.parent.mkdir()
    begun.write_bytes(b"what a writer has begun")
    reader.close()
    assert begun.read_bytes() == b"what a writer has begun"


def test_a_server_that_is_gone_is_unreachable_until_it_is_back(tmp_path):
    server = Server(tmp_path / "server")
    try:
        store = open_store(server.address, folder=tmp_path, collection="chunks", dimensions=DIMENSIONS)
        store.add(names(3), unit_vectors(3))
        server.stop()
        for call in (lambda: store.query(unit_vectors(1)[0], 1), lambda: store.delete(names(1)), store.ids):
            with pytest.raises(StoreUnreachableError, match=server.address):
                call()
        server.start()
        assert store.query(unit_vectors(3)[1], 1) == ["chunk-00001"]
        store.close()
    finally:
        server.stop()


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.parametrize("scheme", ["http", pytest.param("milvus", marks=without_milvus)])
def test_a_server_that_is_not_there_is_unreachable_within_seconds(tmp_path, scheme):
    began = time.monotonic()
    with pytest.raises(StoreUnreachableError, match=r"127\.0\.0\.1") as raised:
        open_store(f"{scheme}://me:secret@127.0.0.1:{closed_port()}", folder=tmp_path, collection="c", dimensions=8)
    assert time.monotonic() - began < 10
    assert "secret" not in str(raised.value)


def test_a_server_that_accepts_and_says_nothing_is_unreachable(tmp_path, monkeypatch):
    monkeypatch.setattr(chroma, "ANSWER_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(StoreUnreachableError):
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        open_store(address, folder=tmp_path, collection="c", dimensions=8)


def database(place: Place) -> Path:
    return next(place.folder.rglob("chroma.sqlite3"))


HOLD = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("BEGIN EXCLUSIVE")
print(1, flush=True)
input()
"""


@pytest.fixture
def held() -> Iterator[Callable[[Path], None]]:
    """Another process that holds a database until the test ends."""
    holding: list[subprocess.Popen[bytes]] = []

    def hold(path: Path) -> None:
        command = [sys.executable, "-c", HOLD, str(path)]
        holding.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
        assert holding[-1].stdout and holding[-1].stdout.readline()

    yield hold
    for process in holding:
        process.communicate(b"\n")


def test_a_database_that_another_program_holds_is_busy(embedded, held, monkeypatch):
    monkeypatch.setattr(chroma, "BUSY_SECONDS", 0.2)
    store = embedded.open()
    store.add(names(3), unit_vectors(3))
    held(database(embedded))
    with pytest.raises(StoreBusyError, match="Wait"):
        store.add(names(1, first=3), unit_vectors(1))
    with pytest.raises(StoreBusyError, match="Wait"):
        embedded.open()


def test_a_writer_who_stays_too_long_is_busy(embedded, monkeypatch):
    monkeypatch.setattr(chroma, "LOCK_SECONDS", 0.2)
    store = embedded.open()
    command = (
        "import sys, filelock; lock = filelock.FileLock(sys.argv[1]); lock.acquire(); print(1, flush=True); input()"
    )
    (lock,) = embedded.folder.glob("*.lock")
    arguments = [sys.executable, "-c", command, str(lock)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout and writer.stdout.readline()
        with pytest.raises(StoreBusyError, match="Another process"):
            store.query(unit_vectors(1)[0], 1)
        writer.communicate(b"\n")
    assert store.query(unit_vectors(1)[0], 1) == []


@without_milvus
def test_a_milvus_file_that_another_process_serves_is_busy(lite):
    lite.open().add(names(3), unit_vectors(3))
    code = (
        "import sys; from pathlib import Path; from index.stores import open_store\n"
        "open_store(sys.argv[1], folder=Path(), collection='chunks', dimensions=64)"
    )
    command = [sys.executable, "-c", code, lite.address]
    shown = subprocess.run(command, check=False, capture_output=True, text=True)
    assert "StoreBusyError: Another process" in shown.stderr


def garble(path: Path) -> None:
    path.write_bytes(b"garbage" * 1000)


def lose_a_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 40960)


def test_a_folder_that_cannot_be_made_is_unreachable_not_damaged(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreUnreachableError, match="file"):
        open_store("", folder=tmp_path / "file", collection="chunks", dimensions=8)


@pytest.mark.parametrize("address", ["ftp://host", "http://", "milvus://", "folder", "db", "http//host", "HTTP://host"])
def test_an_address_of_no_store_is_told_what_is_possible(tmp_path, address):
    with pytest.raises(SettingsError, match=r"milvus://HOST:PORT.*\.db"):
        open_store(address, folder=tmp_path, collection="chunks", dimensions=8)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("", "embedded Chroma"),
        ("http://localhost:8000", "Chroma at http://localhost:8000"),
        ("https://me:secret@host/path", "Chroma at https://host/path"),
        ("milvus://root:secret@host:19530", "Milvus at milvus://host:19530"),
        ("/data/vectors.db", "Milvus Lite in /data/vectors.db"),
    ],
)
def test_a_store_has_a_name_without_its_password(address, name):
    assert store_name(address) == name


def graph_file(place: Place, name: str) -> Path:
    return next(place.folder.rglob(name))


SEARCH = """
import sys
from pathlib import Path
import numpy as np
from index.datatypes import IndexDamagedError
from index.stores import open_store
try:
    store = open_store("", folder=Path(sys.argv[1]), collection="chunks", dimensions=64)
    print(len(store.query(np.ones(64, dtype=np.float32) / 8, 10)))
except IndexDamagedError as error:
    print("damaged:", error)
"""


@pytest.mark.parametrize("name", ["data_level0.bin", "link_lists.bin", "index_metadata.pickle", "header.bin"])
def test_a_graph_that_is_not_as_it_was_written_is_damaged_and_ends_no_process(embedded, name):
    embedded.open().add(names(1500), unit_vectors(1500))
    embedded.close()
    file = graph_file(embedded, name)
    file.write_bytes(b"\x7f" * file.stat().st_size)
    shown = subprocess.run([sys.executable, "-c", SEARCH, embedded.folder], capture_output=True, text=True, check=True)
    assert shown.stdout.startswith("damaged:") and name in shown.stdout


def test_a_graph_that_is_lost_or_cut_off_is_damaged(embedded):
    embedded.open().add(names(1500), unit_vectors(1500))
    embedded.close()
    file = graph_file(embedded, "index_metadata.pickle")
    content = file.read_bytes()
    for damage in (file.unlink, lambda: file.write_bytes(content[:-1])):
        damage()
        with pytest.raises(IndexDamagedError, match="not as it was written"):
            embedded.open()
    file.write_bytes(content)
    assert len(embedded.open().ids()) == 1500


WRITE = """
import os, sys, time
from pathlib import Path
import numpy as np
from index.stores import open_store
store = open_store("", folder=Path(sys.argv[1]), collection="chunks", dimensions=64)
vectors = np.random.default_rng(0).standard_normal((1500, 64)).astype(np.float32)
store.add([f"chunk-{number:05d}" for number in range(1500)], vectors)
print(1, flush=True)
input()
"""


def test_a_writer_at_work_is_read_beside_and_one_that_was_killed_leaves_damage(embedded):
    command = [sys.executable, "-c", WRITE, embedded.folder]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout and writer.stdout.readline()
        assert len(embedded.open().query(unit_vectors(1)[0], 10)) == 10
        embedded.close()
        writer.kill()
    with pytest.raises(IndexDamagedError, match="cut off"):
        embedded.open()


def test_a_writer_that_is_killed_before_the_graph_is_written_leaves_it_whole(embedded):
    embedded.open().add(names(1500), unit_vectors(1500))
    embedded.close()
    code = WRITE.replace("(1500, 64)", "(20, 64)").replace("range(1500)", "range(1500, 1520)")
    command = [sys.executable, "-c", code, embedded.folder]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout and writer.stdout.readline()
        writer.kill()
    store = embedded.open()
    assert store.ids() == set(names(1520))
    assert store.query(unit_vectors(1500)[3], 1) == ["chunk-00003"]


def test_a_graph_is_read_for_its_checksum_once_a_process_until_it_is_written_again(embedded, monkeypatch):
    embedded.open().add(names(1500), unit_vectors(1500))
    embedded.close()
    files = list(graph_file(embedded, "data_level0.bin").parent.iterdir())
    read = []
    whole = checksums._read
    monkeypatch.setattr(checksums, "_read", lambda path: read.append(path) or whole(path))
    monkeypatch.setattr(checksums, "_SETTLED", 0)
    for _ in range(2):
        embedded.open().query(unit_vectors(1)[0], 1)
        embedded.close()
        assert sorted(read) == sorted(files)
    graph = graph_file(embedded, "data_level0.bin")
    stat = graph.stat()
    graph.write_bytes(b"\x7f" * stat.st_size)
    os.utime(graph, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    with pytest.raises(IndexDamagedError, match="not as it was written"):
        embedded.open()


def test_an_empty_graph_holds_nothing_of_the_memory(embedded):
    """Chroma writes room for a hundred vectors as it gets it from the allocator."""
    secrets = [f"secret-{number:05d}" * 5000 for number in range(50)]
    del secrets
    store = embedded.open()
    store.add(names(3), unit_vectors(3))
    assert not any(graph_file(embedded, "data_level0.bin").read_bytes())
