"""Time the reader, and weigh it: 20 chunks of the size that the index makes, warm, and the memory that it takes.

    python -m training.speed [FOLDER]

The chunks are those of the documents in FOLDER (the shipped ones, unless told), again and again
until there are 20. The time is the median of 25 readings with its 95 % bootstrap interval; the memory
is by how much a fresh process grows when it loads the reader and reads them.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from index import Chunk, Hit, open_index
from index.chunking import chunk
from index.embedding import BUNDLED, load_embedder
from index.opening import CHUNK_TOKENS
from qa.reader import load_reader
from training.interval import show

CHUNKS = 20
READINGS = 25
QUESTION = "Who said that it would be finished before the end of the year?"


def chunks(sources: str | None) -> list[Chunk]:
    """Chunks of the sources, as many as are read."""
    with tempfile.TemporaryDirectory() as folder:
        index = open_index(sources, index_dir=Path(folder))
        spans = load_embedder(BUNDLED).token_spans
        found = [
            piece for each in index.documents() for piece in chunk(each, token_spans=spans, max_tokens=CHUNK_TOKENS)
        ]
        index.close()
    return (found * CHUNKS)[:CHUNKS]


def milliseconds(read: Callable[[], object]) -> list[float]:
    """How long each reading took, the first three left out."""
    taken = []
    for _ in range(READINGS + 3):
        start = time.perf_counter()
        read()
        taken.append(1000 * (time.perf_counter() - start))
    return taken[3:]


def growth(hits: Sequence[Hit]) -> float:
    """MiB by which this process grows with the reader."""
    before = resident()
    load_reader().read(QUESTION, hits)
    return resident() - before


def resident() -> float:
    """MiB of memory that this process holds. The kernel's figure, so on Linux alone."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize() / 2**20


def main() -> None:
    hits = [Hit(each, 0.0, None, None) for each in chunks(sys.argv[1] if len(sys.argv) > 1 else None)]
    print(f"{CHUNKS} chunks of {np.mean([len(hit.chunk.text) for hit in hits]):.0f} characters")
    show(
        "milliseconds to read them, median",
        [milliseconds(lambda: load_reader().read(QUESTION, hits))],
        lambda taken: float(np.median(taken)),
    )
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        print(f"{'memory, MiB':34} {fresh.submit(growth, hits).result():.0f}")


if __name__ == "__main__":
    main()
