"""The command line, as a person runs it."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from eval.__main__ import VERBS, main
from eval.questions.dataset import SEEDS_QUESTIONS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def settings(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text(f"index_dir = {json.dumps(str(tmp_path / 'index'))}\n", "utf-8")
    return path


@pytest.fixture
def questions(tmp_path):
    """A few shipped questions; one of them of the test split, and one that cannot be asked."""
    lines = [json.loads(line) for line in SEEDS_QUESTIONS.read_text("utf-8").splitlines()]
    some = [line for line in lines if line["split"] == "dev"][:3]
    some[1]["split"] = "test"
    some[2]["question"] = "why " * 100_000
    path = tmp_path / "some.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in some), "utf-8")
    return path


def test_a_run_shows_its_progress_and_its_table_and_writes_both_files(tmp_path, settings, questions, capsys):
    out = tmp_path / "reports"
    asked = ["--questions", str(questions), "--settings", str(settings), "--out", str(out)]
    assert main(asked) == 1
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["right", "wrong", "silent"]
    assert lines[4] == "# some.jsonl"
    assert "| unscored" in shown.out
    progress = shown.err.splitlines()
    assert progress[0].startswith("1/3 single-01: ")
    assert progress[1] == "2/3 test"
    assert "unscored (QuestionError: " in progress[2]
    assert sorted(path.name for path in out.iterdir()) == ["eval.html", "eval.json", "eval.md"]
    rows = json.loads((out / "eval.json").read_text("utf-8"))["rows"]
    assert ["question" in row for row in rows] == [True, False, True]

    assert main([*asked, "--split", "test", "--show-test"]) == 0
    (tested,) = json.loads((out / "eval.json").read_text("utf-8"))["rows"]
    assert tested["question"] == json.loads(questions.read_text("utf-8").splitlines()[1])["question"]


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


@pytest.fixture
def baseline(tmp_path):
    """Writes the eval.json of an earlier run that was right on everything."""

    def written(questions, ids):
        row = {"split": "dev", "verdict": "right", "scores": {"grounded": True}}
        run = {"questions_file": questions.name, "questions_sha256": hashlib.sha256(questions.read_bytes()).hexdigest()}
        run |= {"settings_hash": "before", "index_versions": ["before"]}
        path = tmp_path / "before.json"
        path.write_text(json.dumps({**run, "rows": [{**row, "id": name, "cluster": name} for name in ids]}), "utf-8")
        return path

    return written


def test_a_run_that_is_surely_worse_than_the_baseline_shuts_the_gate(tmp_path, settings, questions, baseline, capsys):
    asked = json.loads(questions.read_text("utf-8").splitlines()[0])
    lines = [{**asked, "id": f"q{at}", "question": "Who baked the bread of Ruritania?"} for at in range(12)]
    questions.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    before = str(baseline(questions, [line["id"] for line in lines]))
    run = ["--questions", str(questions), "--settings", str(settings), "--out", str(tmp_path), "--baseline", before]
    assert main(run) == 0
    shown = capsys.readouterr()
    assert "| right | 1.000 | 0.000 | -1.000" in shown.out
    assert "- q0: right → " in shown.out
    assert main([*run, "--gate"]) == 1
    shown = capsys.readouterr()
    assert "The gate is shut:\n  right fell from 1.000 to 0.000" in shown.err

    # The report of this run is the baseline of the next, and lies where that one's report will.
    assert main([*run[:-1], str(tmp_path / "eval.json"), "--gate"]) == 0


def test_a_baseline_of_other_questions_is_refused_before_the_run(tmp_path, questions, baseline, capsys):
    before = baseline(questions, ["one"])
    assert main(["--out", str(tmp_path / "reports"), "--baseline", str(before)]) == 2
    assert "asked different questions" in capsys.readouterr().err
    assert list((tmp_path / "reports").iterdir()) == []


SQUAD = {
    "data": [
        {
            "title": "Bridge",
            "paragraphs": [
                {
                    "context": "The bridge opened in 1998. Ada Lund designed it.",
                    "qas": [
                        {
                            "id": "a",
                            "question": "Who designed it?",
                            "answers": [{"text": "Ada Lund", "answer_start": 27}],
                        },
                        {"id": "b", "question": "Who painted it?", "is_impossible": True, "answers": []},
                    ],
                }
            ],
        }
    ]
}


def test_a_suite_is_prepared_and_asked_and_reported(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("dev.json").write_text(json.dumps(SQUAD), "utf-8")
    assert main(["--suite", "squad2", "--data", "dev.json"]) == 0
    assert "\n# squad2\n" in capsys.readouterr().out
    content = json.loads(Path("reports", "squad2", "eval.json").read_text("utf-8"))
    assert content["questions_file"] == "squad2"
    assert len(content["rows"]) == 2
    assert main(["--suite", "squad2", "--data", "dev.json", "--baseline", "reports/squad2/eval.json", "--gate"]) == 0


@pytest.fixture
def start(tmp_path, settings):
    """Starts a run over some twenty shipped questions in a process of its own; the process, and what it was told."""
    lines = [line for line in SEEDS_QUESTIONS.read_text("utf-8").splitlines() if json.loads(line)["split"] == "dev"]
    (tmp_path / "questions.jsonl").write_text("\n".join(lines[:20]) + "\n", "utf-8")
    told = ["--questions", str(tmp_path / "questions.jsonl"), "--settings", str(settings)]
    told += ["--out", str(tmp_path / "reports")]

    def started(*more):
        run = [sys.executable, "-m", "eval", *told, *more]
        return subprocess.Popen(run, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True), told

    return started


def test_documents_that_change_during_the_run_are_said_to(tmp_path, start):
    sources = shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    running, _ = start("--sources", str(sources))
    with running:
        running.stderr.readline()
        (sources / "new.txt").write_text("A document that nobody expected.", "utf-8")
        said = running.stderr.read()
    assert "The documents changed during the run" in said
    assert running.returncode == 1


@pytest.mark.parametrize("fresh", [[], ["--fresh"]])
def test_a_run_that_is_killed_goes_on_where_it_stopped_unless_told(tmp_path, start, fresh):
    out = tmp_path / "reports"
    killed, asked = start()
    with killed:
        said = [killed.stderr.readline() for _ in range(3)]
        killed.kill()
    assert said[2].startswith("3/")
    first, second, *rest = (out / "results.jsonl").read_bytes().split(b"\n")
    assert len(rest) >= 2
    assert not (out / "eval.json").exists()

    # A time that no answer takes tells a kept answer from a new one.
    kept = json.loads(second)
    (out / "results.jsonl").write_bytes(b"\n".join([first, json.dumps({**kept, "seconds": 4321.0}).encode(), b""]))
    assert main([*asked, *fresh]) == 0
    rows = json.loads((out / "eval.json").read_text("utf-8"))["rows"]
    assert [row["id"] for row in rows if row["scores"]["seconds"] == 4321] == ([] if fresh else [kept["id"]])
    assert not (out / "results.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--gate"], "--gate needs --baseline FILE"),
        (["--suite", "squad2"], "--suite squad2 needs --data: dev-v2.0.json"),
        (["--suite", "squad2", "--data", "x", "--sources", "y"], "--sources goes without --suite"),
        (["--limit", "3"], "--limit goes with --suite"),
        (["--suite", "squad2", "--data", "x", "--articles", "all"], "argument --articles"),
    ],
)
def test_options_that_do_not_go_together_are_refused(capsys, arguments, message):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("verb", list(VERBS))
def test_every_verb_has_its_own_help(capsys, verb):
    with pytest.raises(SystemExit) as ended:
        main([verb, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: python -m eval {verb}")


def test_the_module_runs_and_refuses_what_it_does_not_know():
    run = [sys.executable, "-m", "eval", "--split", "train"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
    assert done.returncode == 2
    assert "invalid choice: 'train'" in done.stderr
