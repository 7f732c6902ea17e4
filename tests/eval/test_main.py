"""The command line, as a person runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.dataset import SEEDS_QUESTIONS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def settings(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text(f"index_dir = {json.dumps(str(tmp_path / 'index'))}\n", "utf-8")
    return path


@pytest.fixture
def questions(tmp_path):
    """A few shipped questions; one of them made to be held, and one that cannot be asked."""
    lines = [json.loads(line) for line in SEEDS_QUESTIONS.read_text("utf-8").splitlines()]
    some = [line for line in lines if line["split"] == "dev"][:3]
    some[1]["split"] = "held"
    some[2]["question"] = "why " * 100_000
    path = tmp_path / "some.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in some), "utf-8")
    return path


def test_a_run_shows_its_progress_and_its_table_and_writes_both_files(tmp_path, settings, questions, capsys):
    out = tmp_path / "reports"
    asked = ["--questions", str(questions), "--settings", str(settings), "--out", str(out)]
    assert main(asked) == 1
    shown = capsys.readouterr()
    assert shown.out.startswith("# some.jsonl")
    assert "| unscored" in shown.out
    progress = shown.err.splitlines()
    assert progress[0].startswith("1/3 single-01: ")
    assert progress[1] == "2/3 held"
    assert "unscored (QuestionError: " in progress[2]
    assert sorted(path.name for path in out.iterdir()) == ["eval.json", "eval.md"]
    assert len(json.loads((out / "eval.json").read_text("utf-8"))["rows"]) == 2

    assert main([*asked, "--split", "held", "--show-held"]) == 0
    held = json.loads((out / "eval-held.json").read_text("utf-8"))["rows"]
    assert [row["id"] for row in held] == [json.loads(questions.read_text("utf-8").splitlines()[1])["id"]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--questions", "nowhere.jsonl"], "nowhere.jsonl cannot be read"),
        (["--sources", "nowhere"], "no file or folder 'nowhere'"),
        (["--settings", "nowhere.toml"], "nowhere.toml cannot be read"),
        (["--out", "file/reports"], "file"),
    ],
)
def test_what_keeps_a_run_from_starting_is_said_in_a_line(tmp_path, monkeypatch, capsys, arguments, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("in the way")
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert message in shown.err
    assert len(shown.err.splitlines()) == 1


def test_the_module_runs_and_refuses_what_it_does_not_know():
    run = [sys.executable, "-m", "eval", "--split", "test"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
    assert done.returncode == 2
    assert "invalid choice: 'test'" in done.stderr
