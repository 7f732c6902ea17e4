"""python -m eval import, as a person runs it."""

import shlex

import pytest

from eval.importers.command import main


@pytest.fixture
def table(put):
    rows = [f"What is {number}?,Here {number} stands.,{number}" for number in range(4)]
    return put("a.csv", "question,context,answer", *rows)


def test_the_command_that_asks_what_was_written_is_shown(table, out, capsys):
    assert main(["csv", str(table), "--out", str(out), "--limit", "2"]) == 0
    shown = capsys.readouterr()
    command = shlex.split(shown.out)
    assert command[:3] == ["python", "-m", "eval"]
    assert (out / "questions.jsonl").read_text("utf-8").count("\n") == 2
    assert str(out / "documents") in command
    assert shown.err.startswith("written: ")


def test_what_was_left_out_is_said(put, out, capsys):
    put("beir/corpus.jsonl", {"_id": "p", "text": "Some words."})
    put("beir/queries.jsonl", {"_id": "q", "text": "Which?"}, {"_id": "none", "text": "Which?"})
    qrels = put("beir/qrels/test.tsv", "query-id\tcorpus-id\tscore", "q\tp\t1", "none\tp\t0")
    assert main(["beir", str(qrels.parents[1]), "--out", str(out)]) == 0
    assert "1 left out" in capsys.readouterr().err


def test_squad_has_its_articles_and_distractors(put, out):
    articles = [
        {"title": title, "paragraphs": [{"context": f"On {title}.", "qas": [question]}]}
        for title in "AB"
        for question in [{"id": title, "question": "?", "answers": [{"text": title, "answer_start": 3}]}]
    ]
    file = put("a.json", {"data": articles})
    asked = ["squad", str(file), "--out", str(out), "--articles", "1:", "--distractors", str(file)]
    assert main(asked) == 0
    assert len(list((out / "documents").rglob("*.txt"))) == 2
    assert '"id":"B"' in (out / "questions.jsonl").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["csv", "nowhere.csv", "--out", "out"], "nowhere.csv cannot be read"),
        (["squad", "taken", "--out", "out"], "taken, field (the whole file)"),
        (["csv", "a.csv", "--out", "taken"], "taken"),
        (["csv", "a.csv", "--out", "out", "--limit", "0"], "limit: found 0"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(table, tmp_path, monkeypatch, capsys, arguments, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").write_text("in the way")
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert message in shown.err
    assert len(shown.err.splitlines()) == 1


@pytest.mark.parametrize("arguments", [[], ["word"], ["csv", "a.csv"], ["squad", "a", "--out", "b", "--articles", "2"]])
def test_a_command_that_is_not_whole_is_refused(arguments):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
