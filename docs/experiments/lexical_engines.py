"""Compare three BM25 engines: recall, indexing time, query time, size on disk.

    pip install bm25s==0.3.16 tantivy==0.27.0 PyStemmer
    python docs/experiments/lexical_engines.py SQUAD1_TRAIN.json.gz SQUAD1_DEV.json.gz

The paragraphs of the second file are searched among those of both; gold is the paragraph a
question was written for. Each engine gets English stemming and the same words.
"""

import gzip
import json
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

Search = Callable[[str], list[int]]
TOP = 10


def paragraphs(path: str) -> list[tuple[str, list[str]]]:
    data = json.loads(gzip.decompress(Path(path).read_bytes()))["data"]
    return [
        (paragraph["context"], [qa["question"] for qa in paragraph["qas"]])
        for article in data
        for paragraph in article["paragraphs"]
    ]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def fts5(texts: list[str], folder: Path) -> Search:
    db = sqlite3.connect(folder / "fts5.db")
    db.execute("CREATE VIRTUAL TABLE passages USING fts5(text, tokenize='porter unicode61 remove_diacritics 2')")
    db.executemany("INSERT INTO passages(rowid, text) VALUES (?, ?)", enumerate(texts))
    db.commit()

    def search(question: str) -> list[int]:
        query = " OR ".join(f'"{word}"' for word in dict.fromkeys(words(question)))
        rows = db.execute("SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?", (query, TOP))
        return [row[0] for row in rows]

    return search


def tantivy_engine(texts: list[str], folder: Path) -> Search:
    import tantivy

    schema = (
        tantivy.SchemaBuilder()
        .add_integer_field("id", stored=True)
        .add_text_field("text", tokenizer_name="en_stem")
        .build()
    )
    index = tantivy.Index(schema, path=str(folder))
    writer = index.writer()
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(id=number, text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(question: str) -> list[int]:
        query = index.parse_query(" ".join(words(question)), ["text"])
        return [searcher.doc(at)["id"][0] for _, at in searcher.search(query, TOP).hits]

    return search


def bm25s_engine(texts: list[str], folder: Path) -> Search:
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("english")
    engine = bm25s.BM25()
    engine.index(bm25s.tokenize(texts, stemmer=stemmer, stopwords=None, show_progress=False), show_progress=False)
    engine.save(str(folder))

    def search(question: str) -> list[int]:
        tokens = bm25s.tokenize(question, stemmer=stemmer, stopwords=None, show_progress=False)
        return [int(n) for n in engine.retrieve(tokens, k=TOP, show_progress=False)[0][0]]

    return search


def measure(engine: Callable[[list[str], Path], Search], texts: list[str], questions: list[tuple[str, int]]) -> str:
    with tempfile.TemporaryDirectory() as name:
        began = time.perf_counter()
        search = engine(texts, Path(name))
        built = time.perf_counter() - began
        began = time.perf_counter()
        ranks = [(found.index(gold) if gold in (found := search(q)) else TOP) for q, gold in questions]
        each = (time.perf_counter() - began) / len(questions)
        size = sum(file.stat().st_size for file in Path(name).rglob("*") if file.is_file())
    recall = " ".join(f"{sum(rank < k for rank in ranks) / len(ranks):.3f}" for k in (1, 5, 10))
    return f"| {engine.__name__} | {recall} | {built:.1f} | {each * 1e3:.1f} | {size / 2**20:.0f} |"


if __name__ == "__main__":
    distractors, dev = (paragraphs(path) for path in sys.argv[1:3])
    corpus = [text for text, _ in dev + distractors]
    asked = [(q, number) for number, (_, qs) in enumerate(dev) for q in qs]
    sample = random.Random(0).sample(asked, 1500)
    print(f"{len(corpus)} passages, {len(sample)} questions")
    print("| engine | recall@1 @5 @10 | indexing s | query ms | MiB |")
    for each_engine in (fts5, tantivy_engine, bm25s_engine):
        print(measure(each_engine, corpus, sample))
