"""BEIR's layout: passages, queries and judgements."""

import pytest

from eval.importers.beir import write_beir
from eval.questions.schema import DatasetError

HEADER = "query-id\tcorpus-id\tscore"
LONG = " ".join(f"Sentence number {number} is here." for number in range(200))


@pytest.fixture
def folder(put, tmp_path):
    """Three passages, of which one is blank, and a query with two relevant ones."""
    put(
        "beir/corpus.jsonl",
        {"_id": "p1", "title": "Notes", "text": "Ada wrote them. They are long."},
        {"_id": "p2", "text": LONG, "metadata": {}},
        {"_id": "../p3", "title": "", "text": ""},
    )
    put(
        "beir/queries.jsonl",
        {"_id": "q1", "text": "Who wrote?"},
        {"_id": "q2", "text": "What?"},
        {"_id": "q3", "text": "?"},
    )
    put("beir/qrels/test.tsv", HEADER, "q1\tp1\t2", "q1\tp2\t1", "q1\t../p3\t1", "q2\tp1\t0", "")
    return tmp_path / "beir"


def test_each_relevant_passage_is_a_need_that_any_of_its_sentences_meets(folder, out, read):
    prepared = write_beir(folder, out)
    (question,) = read.questions(prepared)
    first, second = read.evidence(question)
    assert first == ["Notes", "Ada wrote them.", "They are long."]
    assert len(second) == 200
    assert (question.id, question.kind, question.cluster) == ("q1", "retrieval", "p1.txt")
    assert set(read.texts(prepared)) == {"p1.txt", "p2.txt"}


def test_a_query_without_a_relevant_passage_is_left_out_and_counted(folder, out):
    assert write_beir(folder, out).left_out == 1


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ("qrels/test.tsv", "q1\tp9\t1", "found the passage 'p9', expected one of corpus.jsonl"),
        ("qrels/test.tsv", "q1\tp1", "test.tsv, line 2: found ['q1', 'p1'], expected a query, a passage and a whole"),
        ("qrels/test.tsv", "q1\tp1\tyes", "line 2: found ['q1', 'p1', 'yes']"),
        ("corpus.jsonl", '{"_id": "p1"}', "corpus.jsonl, line 2, field text: found None, expected a value"),
        ("queries.jsonl", '{"_id": 1, "text": "?"}', "queries.jsonl, line 2, field _id: found 1, expected a valid"),
        ("queries.jsonl", "[", "queries.jsonl, line 2, field (the whole line)"),
    ],
)
def test_damage_is_said_with_its_file_and_line(folder, put, out, file, line, message):
    put(f"beir/{file}", HEADER if file.endswith("tsv") else "", line)
    with pytest.raises(DatasetError) as caught:
        write_beir(folder, out)
    assert message in str(caught.value)


@pytest.mark.parametrize("file", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_each_file_is_needed(folder, out, file):
    (folder / file).unlink()
    with pytest.raises(DatasetError, match="cannot be read"):
        write_beir(folder, out)
