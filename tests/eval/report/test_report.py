"""What is written of a run, and what is not."""

import dataclasses
import json

import pytest

from eval.measures.answer import score
from eval.questions.dataset import QuestionSet
from eval.report.files import to_json, to_markdown, write_report
from eval.report.report import make_report
from eval.report.summary import MEASURES
from eval.report.tables import label
from eval.run.runner import Result
from qa import Settings

WORDS = ("question", "error", "standalone_question", "status", "text", "citations")


@pytest.fixture
def report(world):
    """A dev question answered right, one of the test split abstained from, and one unscored."""
    right = world.question(world.nugget("in 1843"), name="one")
    tested = world.question(name="secret", kind="off_topic", split="test")
    broken = world.question(world.nugget("had gears"), name="broken", kind="typo", split="test")
    results = []
    for question, answer in [
        (right, world.answer(world.cite("notes in 1843"))),
        (tested, world.answer(world.cite("had gears"), status="not_in_sources")),
    ]:
        results.append(Result(question, answer, score(question, answer, read=world.read, seconds=0.5)))
    results.append(Result(broken, None, None, "ValueError: secret words"))
    return make_report(QuestionSet("some.jsonl", "abc", (right, tested, broken)), results)


@pytest.fixture
def tables(report):
    """The Markdown's tables, each a list of rows of cells."""
    blocks = [block.splitlines() for block in to_markdown(report).split("\n\n")]
    return [
        [[cell.strip() for cell in line.strip("|").split("|")] for line in block]
        for block in blocks
        if block[0].startswith("|")
    ]


def test_a_report_says_what_it_measured(report):
    assert (report.questions_file, report.questions_sha256) == ("some.jsonl", "abc")
    assert (report.settings_hash, report.index_versions) == (Settings().hash, ("version",))
    assert report.unscored == 1
    for said in (Settings().hash, "index version", "95% bootstrap interval"):
        assert said in report.about
    many = dataclasses.replace(report, index_versions=tuple("abcde")).about
    assert "index a, b, c, and 2 more." in many


def test_json_has_every_figure_and_a_row_a_question(report):
    content = json.loads(to_json(report))
    assert content["schema_version"] == 2
    assert content["settings_hash"] == Settings().hash
    assert content["index_versions"] == ["version"]
    assert [part["name"] for part in content["slices"]][:3] == ["all", "answerable", "unanswerable"]
    assert list(content["slices"][0]["figures"]) == list(MEASURES)
    right = content["slices"][0]["figures"]["right"]
    assert (right["value"], right["low"], right["high"], right["count"]) == (1.0, 1.0, 1.0, 2)
    one, tested, broken = content["rows"]
    assert (one["id"], one["verdict"], one["status"], one["text"]) == ("one", "right", "answered", "notes in 1843")
    assert (one["kind"], one["split"], one["cluster"], one["answerable"]) == ("single", "dev", "one", True)
    assert [citation["quote"] for citation in one["citations"]] == ["notes in 1843"]
    assert one["scores"]["evidence_recall"] == 1
    assert one["error"] is None
    assert (tested["id"], tested["verdict"], tested["scores"]["answered"]) == ("secret", "abstained", False)
    assert (broken["id"], broken["verdict"], broken["scores"]) == ("broken", "unscored", None)


def test_json_says_what_the_confidence_is_worth(report):
    content = json.loads(to_json(report))
    assert content["curve"]["points"] == [[0.5, 0.0]]  # of two scored questions one is answered, and it is right
    assert content["curve"]["area"]["value"] == 0
    assert content["bins"] == [{"low": 0.5, "high": 0.5, "count": 1, "confidence": 0.5, "accuracy": 1.0}]


def test_held_questions_have_no_words_unless_they_are_asked_for(report, tmp_path):
    paths = write_report(report, tmp_path)
    assert [path.name for path in paths] == ["eval.json", "eval.md", "eval.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in paths)
    for path in paths:
        text = path.read_text("utf-8")
        assert not any(words in text for words in ("words of secret", "words of broken", "secret words", "had gears"))
    assert not any(set(WORDS) & set(row) for row in json.loads(paths[0].read_text("utf-8"))["rows"][1:])

    write_report(report, tmp_path, show_test=True)
    one, tested, broken = json.loads(paths[0].read_text("utf-8"))["rows"]
    assert set(one) == set(tested) == set(broken)
    assert tested["question"] == "the words of secret?"
    assert broken["error"] == "ValueError: secret words"
    assert all(broken[name] is None for name in ("status", "text", "citations", "scores"))
    assert "words of secret" in paths[2].read_text("utf-8")


def test_undefined_is_null_in_json_and_a_dash_in_markdown(report, tables):
    answerable = json.loads(to_json(report))["slices"][1]
    assert answerable["figures"]["abstention_precision"]["value"] is None
    assert " nan " not in to_markdown(report).lower()
    (row,) = [row for row in tables[0] if row[0] == "abstention precision"]
    assert row[1:] == ["1.00", *["\N{EN DASH}"] * 4]


def test_markdown_has_all_measures_then_the_kinds_then_the_confidence(tables):
    measures, kinds, confidence = tables
    assert measures[0][1:] == ["all", "answerable", "unanswerable", "dev", "test"]
    assert [row[0] for row in measures[2:]] == ["questions", "unscored", "answered wrong", *map(label, MEASURES)]
    assert [row[0] for row in kinds[2:]] == ["single", "off_topic", "typo"]
    assert confidence[2:] == [["0.50 to 0.50", "1", "0.50", "1.00"]]
    for table in tables:
        assert len({len(row) for row in table}) == 1


def test_a_kind_that_is_named_like_markup_stays_one_cell(world):
    question = world.question(name="one", kind="a|b")
    markdown = to_markdown(make_report(QuestionSet("some.jsonl", "abc", (question,)), [Result(question, None, None)]))
    assert "| a\\|b" in markdown


def test_measures_are_named_as_they_are_read():
    assert label("recall_at_5") == "recall@5"
    assert label("risk_at_half_coverage") == "risk at half coverage"
