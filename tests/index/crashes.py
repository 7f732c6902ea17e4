"""Kill an indexing run at each of its writes, or at random; each time see that nothing is lost, mixed up or left over.

    python tests/index/crashes.py FOLDER [random COUNT]

Each run is a fork of this process, so that imports cost once; nothing of Chroma is started before.
"""

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import chromadb  # noqa: F401  # imported once for all forks
import numpy as np

from index.catalog import Catalog
from index.checking import check
from index.database import Database
from index.fingerprint import Fingerprint
from index.folder import CATALOG
from index.ingest import ingest
from index.stores.chroma import EmbeddedChroma

FINGERPRINT = Fingerprint("letters", 60)
WRITES = (Database, ("run", "run_all", "script")), (EmbeddedChroma, ("add", "delete", "forget", "drop"))


class Letters:
    """An embedding model that needs no time: how often each letter stands in a text."""

    max_tokens, dimensions = 254, 26

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        words, at = [], 0
        for word in text.split(" "):
            if word:
                words.append((at, at + len(word)))
            at += len(word) + 1
        return words

    def embed(self, text: str) -> np.ndarray:
        counts = np.array([text.lower().count(chr(97 + at)) + 0.01 for at in range(26)], dtype=np.float32)
        return counts / np.float32(np.linalg.norm(counts))

    def embed_all(self, texts: list[str]) -> np.ndarray:
        return np.stack([self.embed(text) for text in texts])


def run(sources: Path, index: Path) -> None:
    for _ in ingest(sources, folder=index, fingerprint=FINGERPRINT, embedder=Letters()):
        pass


def forked(work: Callable[[], object]) -> int:
    """The exit status of some work in a process of its own; negative for a signal."""
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        work()
        os._exit(0)
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        os._exit(1)


def kill_at(write: int) -> None:
    """From now on, die before the write of this number, which is after the one before it."""
    counted = [0]

    def counting(original: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*args: object, **kwargs: object) -> object:
            counted[0] += 1
            if counted[0] == write:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*args, **kwargs)

        return wrapped

    for owner, names in WRITES:
        for name in names:
            setattr(owner, name, counting(getattr(owner, name)))


def kill_within(seconds: float) -> None:
    """Die after some seconds, wherever that is."""
    signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, seconds)


def contents(index: Path) -> list[tuple[str, str]]:
    """What would be answered from: the texts by source."""
    with closing(Catalog(index / CATALOG)) as catalog:
        catalog.hold()
        chunks = catalog.chunks(list(catalog.chunk_ids()))
        return sorted((chunk.source, chunk.text) for chunk in chunks)


def prepare(folder: Path) -> tuple[Path, Path, list[tuple[str, str]], list[tuple[str, str]], float]:
    """Sources that have changed since they were indexed; what was answered from before and is to be after; seconds."""
    sources, index = folder / "sources", folder / "index"
    sources.mkdir(parents=True)
    for name in ("kept", "changed", "removed"):
        (sources / f"{name}.txt").write_text(f"The {name} file as it was. " * 30, "utf-8")
    assert forked(lambda: run(sources, index)) == 0
    before = contents(index)
    (sources / "changed.txt").write_text("The changed file as it is now. " * 30, "utf-8")
    (sources / "removed.txt").unlink()
    (sources / "added.txt").write_text("The added file. " * 30, "utf-8")
    shutil.copytree(index, folder / "whole")
    began = time.monotonic()
    assert forked(lambda: run(sources, folder / "whole")) == 0
    took = time.monotonic() - began
    after = contents(folder / "whole")
    assert before != after
    return sources, index, before, after, took


def recovered(sources: Path, index: Path, before: object, after: object) -> None:
    """What a crash left is one of the two contents; the next run ends with the new one, and all agrees."""
    left = contents(index)
    assert left in (before, after), f"answered from {left}"
    run(sources, index)
    assert contents(index) == after
    findings = check(index, FINGERPRINT, Letters())
    assert not findings, findings


def main() -> None:
    folder = Path(sys.argv[1])
    sources, index, before, after, took = prepare(folder)

    def crash(die: Callable[[], object], number: int) -> bool:
        copy = folder / f"crash-{number}"
        shutil.copytree(index, copy)
        status = forked(lambda: (die(), run(sources, copy)))
        assert status in (0, -signal.SIGKILL), status
        if forked(lambda: recovered(sources, copy, before, after)) != 0:
            sys.exit(f"crash {number} was not recovered from")
        shutil.rmtree(copy)
        return status != 0

    if len(sys.argv) > 2:
        draw, killed, number = random.Random(int(time.time())), 0, 0
        while killed < int(sys.argv[3]):  # a run that was done before its time was not killed
            killed += crash(partial(kill_within, draw.uniform(0, took)), number)
            number += 1
        print(killed, "random kills")
        return
    number = 1
    while crash(partial(kill_at, number), number):
        number += 1
    print(number - 1, "writes")


if __name__ == "__main__":
    main()
