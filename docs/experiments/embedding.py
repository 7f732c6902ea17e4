"""The bundled model in int8 against its original: how near its vectors are, what search finds, how long it takes.

    python docs/experiments/embedding.py DATA/squad/squad1-dev-open.json.gz [QUESTIONS]

Passages are the set's paragraphs, cut off after the 254 tokens that the model reads. The original runs as
stock llama-index has it: a VectorStoreIndex over the passages, embedded by sentence-transformers in its
batches. The times alternate, RUNS of each, over the same passages in the same process; run it at rest.
"""

import gzip
import json
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

from eval.peers.llama_index import embedding
from index.embedding import BUNDLED, load_embedder

RUNS = 5
TIMED = 200
TOP = 10


def read(path: Path) -> tuple[list[str], list[tuple[str, int]]]:
    """The paragraphs, and each question with the number of its paragraph."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        paragraphs = [each for article in json.load(file)["data"] for each in article["paragraphs"]]
    asked = [(qa["question"], at) for at, each in enumerate(paragraphs) for qa in each["qas"]]
    return [each["context"] for each in paragraphs], asked


def recall(passages: np.ndarray, questions: np.ndarray, gold: np.ndarray) -> float:
    """How often the question's paragraph is among the nearest."""
    nearest = np.argpartition(-(questions @ passages.T), TOP, axis=1)[:, :TOP]
    return float((nearest == gold[:, None]).any(axis=1).mean())


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    warnings.simplefilter("ignore")  # those of the peer's libraries
    from llama_index.core import VectorStoreIndex
    from llama_index.core.schema import TextNode

    passages, asked = read(Path(sys.argv[1]))
    few = np.random.default_rng(0).permutation(len(asked))[: int(sys.argv[2]) if len(sys.argv) > 2 else 2000]
    questions = [asked[at][0] for at in few]
    ours, stock = load_embedder(BUNDLED), embedding()

    nodes = [TextNode(text=text) for text in passages[:TIMED]]
    for work in (lambda: ours.embed_all(passages[:8]), lambda: VectorStoreIndex(nodes[:8], embed_model=stock)):
        work()
    taken = np.array(
        [
            [
                seconds(lambda: ours.embed_all(passages[:TIMED])),
                seconds(lambda: VectorStoreIndex(nodes, embed_model=stock)),
            ]
            for _ in range(RUNS)
        ]
    )
    rates = len(nodes) / np.median(taken, axis=0)
    print(
        f"passages a second: {rates[0]:.0f} in int8, {rates[1]:.0f} by stock llama-index, {rates[0] / rates[1]:.1f} ×"
    )

    mine = [ours.embed_all(texts) for texts in (passages, questions)]
    theirs = [np.array(stock.get_text_embedding_batch(texts)) for texts in (passages, questions)]
    for name, one, other in zip(("passages", "questions"), mine, theirs, strict=True):
        cosines = np.einsum("ij,ij->i", one, other)
        print(
            f"{len(one)} {name}: cosine mean {cosines.mean():.4f}, 1 in 100 below {np.quantile(cosines, 0.01):.4f}, "
            f"least {cosines.min():.4f}"
        )
    gold = np.array([asked[at][1] for at in few])
    print(f"recall@{TOP}: {recall(*mine, gold):.4f} in int8, {recall(*theirs, gold):.4f} by the original")


if __name__ == "__main__":
    main()
