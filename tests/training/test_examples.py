import gzip
import json
from pathlib import Path

from training.examples import (
    calibration_articles,
    chunks_of,
    clean_articles,
    json_lines,
    marked,
    sentences_in,
    training_articles,
)


def squad(path: Path, titles: range) -> None:
    path.parent.mkdir(exist_ok=True)
    articles = [{"title": f"{at:03d}", "paragraphs": []} for at in titles]
    path.write_bytes(gzip.compress(json.dumps({"data": articles}).encode()))


def test_no_article_is_used_twice(tmp_path):
    squad(tmp_path / "squad/squad1-train.json.gz", range(100, 150))
    squad(tmp_path / "squad/squad2-dev-open.json.gz", range(18))
    squad(tmp_path / "squad/squad2-dev-more.json.gz", range(20, 28))
    first, second = training_articles(tmp_path)
    parts = [
        {article["title"] for article in articles}
        for articles in (first, second, calibration_articles(tmp_path), clean_articles(tmp_path))
    ]
    assert sum(map(len, parts)) == len(set.union(*parts)) == 76
    assert parts[3] == {"002", "006", "010", "014"}
    assert {f"{at:03d}" for at in range(20, 28)} < parts[1]


def test_lines_are_read_one_by_one(tmp_path):
    (tmp_path / "rows.gz").write_bytes(gzip.compress(b'{"a": 1}\n{"a": 2}\n'))
    assert [row["a"] for row in json_lines(tmp_path / "rows.gz")] == [1, 2]


def test_sentences_are_told_by_their_place_in_the_chunk():
    (chunk,) = chunks_of("\n\nThe bridge opened in 1998. Ada Lund designed it.")
    assert [chunk.text[start:end] for start, end in sentences_in(chunk)] == [
        "The bridge opened in 1998.",
        "Ada Lund designed it.",
    ]


def test_a_sentence_is_marked_by_any_character_it_shares():
    assert marked([(0, 10), (10, 20), (25, 30)], [(9, 11), (30, 31)]) == (
        ((0, 10), True),
        ((10, 20), True),
        ((25, 30), False),
    )
