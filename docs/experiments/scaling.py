"""How the index behaves with many passages: time to build, disk, memory, and the time and recall of questions.

    pip install tantivy==0.27.0
    python docs/experiments/scaling.py PASSAGES OUT DATA [QUESTIONS]

DATA is a folder of public sets. Documents are made of their paragraphs, PARAGRAPHS a file; where these give too
few passages, more are made by recombining sentences of real ones, and it is said how many. Questions are
SQuAD's. OUT gets the files, the index and results.json, which is written after every step, so that a run that
is ended keeps what it had; it goes on with the index where that stopped, and says so (build_was_resumed: its
seconds are then those of the rest). Run it at rest; figures: docs/scaling.md.
"""

import gzip
import json
import random
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from index import Index, Snapshot, open_index, sentence_spans
from index.catalog import Catalog
from index.folder import CATALOG
from index.lexical import search as fts5
from index.search import CANDIDATES
from qa import Settings, ask

sys.path.insert(0, str(Path(__file__).parent))
from lexical_engines import tantivy_engine

PARAGRAPHS = 300
TOP = 10
WARM = 3


class Results:
    """What was found out so far, in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def add(self, **values: Any) -> None:
        self._known |= values
        self._path.write_text(json.dumps(self._known, indent=2) + "\n", "utf-8")
        print(*(f"{name}: {value}" for name, value in values.items()), sep="\n", flush=True)


def squad(data: Path) -> tuple[list[str], list[str]]:
    """The paragraphs of SQuAD's sets and their questions."""
    paragraphs, questions = [], []
    for path in sorted((data / "squad").glob("*.json.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for article in json.load(file)["data"]:
                for each in article["paragraphs"]:
                    paragraphs.append(each["context"])
                    questions += [qa["question"] for qa in each["qas"]]
    return list(dict.fromkeys(paragraphs)), questions


def others(data: Path) -> Iterator[str]:
    """The passages of the other sets."""
    for name, fields in (("grounding/train", ("source", "evidence")), ("grounding/dev", ("source", "evidence"))):
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            for line in file:
                record = json.loads(line)
                yield from (text for field in fields if isinstance(text := record.get(field), str) and len(text) > 200)
    with gzip.open(data / "retrieval" / "nq-oracle.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from (json.loads(line)["ctxs"][0]["text"] for line in file)


def recombined(paragraphs: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Paragraphs of sentences that stood in different ones, without end."""
    sentences = [text[first:last] for text in paragraphs for first, last in sentence_spans(text)]
    while True:
        yield " ".join(chance.sample(sentences, 5))


def write_documents(folder: Path, data: Path, passages: int) -> tuple[int, int]:
    """Files with about so many passages; how many of the paragraphs are real, and how many recombined."""
    real, _ = squad(data)
    real = list(dict.fromkeys([*real, *others(data)]))
    random.Random(0).shuffle(real)
    made = recombined(real, random.Random(1))
    texts = real[:passages] + [next(made) for _ in range(passages - len(real))]
    folder.mkdir(parents=True)
    for at in range(0, len(texts), PARAGRAPHS):
        (folder / f"{at // PARAGRAPHS:05}.txt").write_text("\n\n".join(texts[at : at + PARAGRAPHS]), "utf-8")
    return min(len(real), passages), max(0, passages - len(real))


def milliseconds(work: Callable[[str], object], questions: Sequence[str]) -> dict[str, float]:
    """Median and 95th percentile, the first few left out."""
    taken = []
    for question in questions:
        began = time.perf_counter()
        work(question)
        taken.append(1000 * (time.perf_counter() - began))
    return {"median": round(float(np.median(taken[WARM:])), 1), "p95": round(float(np.percentile(taken[WARM:], 95)), 1)}


def recall(index_folder: Path, nearest: Callable[[Any, int], list[str]], asked: list[Any]) -> float:
    """Of the exactly nearest TOP passages, the share that the store finds among its candidates' first."""
    with closing(Catalog(index_folder / CATALOG)) as catalog:
        ids, vectors = catalog.vectors()
    hits = 0
    for vector in asked:
        exact = {ids[at] for at in np.argpartition(-(vectors @ vector), TOP)[:TOP]}
        hits += len(exact & set(nearest(vector, CANDIDATES)[:TOP]))
    return round(hits / (TOP * len(asked)), 4)


def search_recall(index: Index, questions: Sequence[str]) -> float:
    """Of the TOP passages that a hybrid search finds by comparing all, the share that it finds by the store."""
    hits = 0
    every = Snapshot(Catalog(index.folder / CATALOG), lambda *_: [], index.embedder, lambda _: True)
    with index.snapshot() as content, every as compared:
        for question in questions:
            exact = {hit.chunk.chunk_id for hit in compared.search(question, TOP)}
            hits += len(exact & {hit.chunk.chunk_id for hit in content.search(question, TOP)})
    return round(hits / (TOP * len(questions)), 4)


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return round(time.perf_counter() - began, 2)


def mebibytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 2**20


def main() -> None:
    passages, out, data = int(sys.argv[1]), Path(sys.argv[2]).resolve(), Path(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    results, documents, folder = Results(out / "results.json"), out / "documents", out / "index"
    if not documents.exists():
        real, made = write_documents(documents, data, passages)
        results.add(paragraphs_real=real, paragraphs_recombined=made)
    settings = Settings(index_dir=folder)

    resumed = folder.exists()
    taken = seconds(lambda: open_index(documents, index_dir=folder))
    index = open_index(documents, index_dir=folder)
    if "build_seconds" not in results:
        results.add(build_seconds=taken, build_was_resumed=resumed)
    with index.snapshot() as content:
        count = sum(record.chunks for record in content.documents())
    results.add(
        passages=count,
        build_peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        index_mib=mebibytes(folder),
        documents_mib=mebibytes(documents),
    )

    _, asked = squad(data)
    questions = random.Random(2).sample(asked, int(sys.argv[4]) if len(sys.argv) > 4 else 300)
    with index.snapshot() as content:
        results.add(first_search_seconds=seconds(lambda: content.search(questions[0], TOP)))
        results.add(search_ms=milliseconds(lambda question: content.search(question, TOP), questions))
    results.add(ask_ms=milliseconds(lambda question: ask(question, documents, settings=settings), questions))
    results.add(answering_peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)

    with index.snapshot() as content, closing(Catalog(folder / CATALOG)) as catalog:
        terms = {question: content.terms(question) for question in questions}
        results.add(fts5_ms=milliseconds(lambda question: fts5(catalog.db, terms[question], CANDIDATES), questions))
        texts = [row[0] for row in catalog.db.each("SELECT text FROM chunks ORDER BY number")]
    shutil.rmtree(out / "tantivy", ignore_errors=True)
    (out / "tantivy").mkdir()
    results.add(tantivy_ms=milliseconds(tantivy_engine(texts, out / "tantivy"), questions))
    results.add(tantivy_mib=mebibytes(out / "tantivy"))

    vectors = [index.embedder.embed(question) for question in questions[:100]]
    results.add(recall_at_10=recall(folder, index._nearest, vectors))
    results.add(search_recall_at_10=search_recall(index, questions[:100]))

    one = documents / "one more.txt"
    one.write_text("The zeppelin landed at noon.", "utf-8")
    results.add(add_one_file_seconds=seconds(index.refresh))
    one.unlink()
    results.add(remove_one_file_seconds=seconds(index.refresh))
    index.close()


if __name__ == "__main__":
    main()
