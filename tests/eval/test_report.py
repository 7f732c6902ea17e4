"""What is shown and written, and what is not."""

import json

import pytest

from eval.dataset import QuestionSet
from eval.metrics import score
from eval.report import make_report, to_json, to_markdown, write_report
from eval.runner import Result
from eval.summary import MEASURES
from qa import Settings


@pytest.fixture
def report(world):
    """A dev question answered right, a held one abstained from, and a held one unscored."""
    right = world.question(world.need("in 1843"), name="one")
    held = world.question(name="secret", kind="off_topic", split="held")
    broken = world.question(world.need("had gears"), name="broken", kind="typo", split="held")
    results = []
    for question, answer in [
        (right, world.answer(world.cite("notes in 1843"))),
        (held, world.answer(world.cite("had gears"), status="not_in_sources")),
    ]:
        results.append(Result(question, answer, score(question, answer, read=world.read, seconds=0.5)))
    results.append(Result(broken, None, None, "ValueError: secret words"))
    return make_report(QuestionSet("some.jsonl", "abc", (right, held, broken)), results)


def test_a_report_says_what_it_measured(report):
    assert (report.questions_file, report.questions_sha256) == ("some.jsonl", "abc")
    assert (report.settings_hash, report.index_versions) == (Settings().hash, ("version",))
    assert report.unscored == 1


def test_json_has_every_figure_and_a_row_a_dev_question(report):
    content = json.loads(to_json(report))
    assert content["schema_version"] == 1
    assert content["settings_hash"] == Settings().hash
    assert content["index_versions"] == ["version"]
    assert [part["name"] for part in content["slices"]][:3] == ["all", "answerable", "unanswerable"]
    assert list(content["slices"][0]["figures"]) == list(MEASURES)
    assert content["slices"][0]["figures"]["right"] == {"value": 1.0, "low": 1.0, "high": 1.0, "count": 2}
    (row,) = content["rows"]
    assert (row["id"], row["verdict"], row["status"], row["text"]) == ("one", "right", "answered", "notes in 1843")
    assert [citation["quote"] for citation in row["citations"]] == ["notes in 1843"]
    assert row["scores"]["evidence_recall"] == 1
    assert row["error"] is None


def test_undefined_is_null_in_json_and_a_dash_in_markdown(report):
    answerable = json.loads(to_json(report))["slices"][1]
    assert answerable["figures"]["abstention_precision"]["value"] is None
    markdown, dash = to_markdown(report), "\N{EN DASH}"
    assert " nan " not in markdown.lower()
    line = next(line for line in markdown.splitlines() if line.startswith("| abstention precision"))
    assert [cell.strip() for cell in line.strip("|").split("|")[1:]] == ["1.00", dash, dash, dash, dash]


def test_markdown_has_all_measures_overall_and_the_kinds_below(report):
    lines = to_markdown(report).splitlines()
    overall = next(line for line in lines if line.startswith("| ") and "answerable" in line)
    assert [cell.strip() for cell in overall.strip("|").split("|")[1:]] == [
        "all",
        "answerable",
        "unanswerable",
        "dev",
        "held",
    ]
    for row in ("questions", "unscored", "answered wrong", "recall@10", "seconds p95"):
        assert any(line.startswith(f"| {row} ") for line in lines)
    for kind in ("single", "off_topic", "typo"):
        assert any(line.startswith(f"| {kind} ") for line in lines)
    tables = [[line for line in block.splitlines() if line] for block in "\n".join(lines).split("\n\n")]
    assert all(len({line.count("|") for line in table}) == 1 for table in tables if table[0].startswith("|"))


def test_held_questions_are_figures_unless_they_are_asked_for(report, tmp_path):
    paths = write_report(report, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["eval.json", "eval.md"]
    assert not any("secret" in path.read_text("utf-8") for path in paths)
    *plain, held = write_report(report, tmp_path / "out", show_held=True)
    assert not any("secret" in path.read_text("utf-8") for path in plain)
    rows = json.loads(held.read_text("utf-8"))["rows"]
    assert [row["id"] for row in rows] == ["secret", "broken"]
    assert (rows[1]["verdict"], rows[1]["error"]) == ("unscored", "ValueError: secret words")
    assert all(rows[1][name] is None for name in ("status", "text", "confidence", "citations", "scores"))


def test_held_rows_of_an_earlier_run_do_not_stay(report, tmp_path):
    write_report(report, tmp_path, show_held=True)
    write_report(report, tmp_path)
    assert not (tmp_path / "eval-held.json").exists()
