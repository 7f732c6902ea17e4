"""A person makes questions of documents."""

import io
import json
from pathlib import Path

import pytest

from eval.authoring.new import candidates, judge, main, proposals, quotes
from eval.questions.dataset import load_questions
from index import Document, open_document
from qa import Answer, Citation, Settings

TEXT = """The bridge over the Aller opened on 3 May 1998. Ada Lund designed the bridge.

The ferry stopped in 1999. The county bought 12 boats.
"""
QUESTIONS = [
    "When did the bridge over the Aller open?",
    "Who designed the bridge?",
    "When did the ferry stop?",
    "How many boats did the county buy?",
]


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    return folder


@pytest.fixture
def out(tmp_path):
    return tmp_path / "questions.jsonl"


@pytest.fixture
def session(out):
    """One sitting: the keys typed, then the end of the input; the questions shown, and how many were accepted."""

    def sit(*lines, reads=lambda record: True):
        typed, said = iter(lines), []

        def hear(prompt):
            try:
                return next(typed)
            except StopIteration:
                raise EOFError from None

        found = candidates([Document("id", "a.txt", "A", TEXT)])
        accepted = judge(found, out, reads=reads, hear=hear, say=said.append)
        return [line.split("  (")[0] for line in said if "  (" in line], accepted

    return sit


def written(out):
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def test_what_is_accepted_is_a_question_set_about_the_documents(session, out, sources):
    shown, accepted = session("a", "a", "a", "a")
    assert (shown, accepted) == (QUESTIONS, 4)
    questions = load_questions(out, sources).questions
    assert [question.question for question in questions] == QUESTIONS
    assert [question.kind for question in questions] == ["when", "who", "when", "how many"]
    assert [question.answers for question in questions] == [("3 May 1998",), ("Ada Lund",), ("1999",), ("12",)]
    assert questions[0].needs[0].alternatives[0].text == "opened on 3 May 1998"
    assert all(question.answerable for question in questions)


def test_each_is_written_at_once(session, out):
    lines = iter(["a", "a"])

    def dies(record):
        if record.question == QUESTIONS[2]:
            raise KeyboardInterrupt
        return True

    with pytest.raises(KeyboardInterrupt):
        session(*lines, reads=dies)
    assert [line["question"] for line in written(out)] == QUESTIONS[:2]


def test_starting_again_goes_on_where_it_stopped(session, out):
    assert session("d", "a", "q") == (QUESTIONS[:3], 1)
    assert session("a") == (QUESTIONS[2:], 1)
    assert session("d") == (QUESTIONS[3:], 0)
    assert session("a") == ([], 0)
    assert [line["question"] for line in written(out)] == QUESTIONS[1:3]


def test_a_question_is_worded_by_the_person(session, out):
    session("e", " When was it? ", "e", "", "q")
    assert [line["question"] for line in written(out)] == ["When was it?", QUESTIONS[1]]
    assert written(out)[0]["note"]
    assert session("q")[0] == QUESTIONS[2:3]


def test_what_is_not_found_again_is_not_proposed(session):
    asked = []

    def reads(record):
        asked.append(record.question)
        return record.kind == "who"

    assert session("a", reads=reads) == ([QUESTIONS[1]], 1)
    assert asked == QUESTIONS


@pytest.mark.parametrize(
    ("source", "quote", "found"),
    [
        ("a.txt", "The ferry stopped in 1999.", True),
        ("b.txt", "The ferry stopped in 1999.", False),
        ("a.txt", "The ferry stopped", False),
    ],
)
@pytest.mark.parametrize("status", ["answered", "not_in_sources"])
def test_an_answer_finds_a_question_where_it_is_given_with_its_evidence(source, quote, found, status):
    record = next(
        one.record for one in candidates([Document("id", "a.txt", "A", TEXT)]) if one.record.question == QUESTIONS[2]
    )
    citation = Citation(1, source, "id", quote, 0, len(quote), None, "A", 0.0)
    answer = Answer("?", "?", status, quote, (), (citation,), 0.5, (), {}, "settings", "version")
    assert quotes(answer, record) is (found and status == "answered")


def test_of_a_sentence_no_more_than_two_questions_are_shown(out):
    text = "In 1850, the town of Verden built a school in Bremen. The mayor opened it."
    found = list(candidates([Document("id", "a.txt", "A", text)]))
    assert len(found) > 2
    judge(found, out, reads=lambda record: True, hear=lambda prompt: "a", say=lambda line: None)
    judge(found, out, reads=lambda record: True, hear=lambda prompt: "a", say=lambda line: None)
    assert len(written(out)) == 2


def test_from_python_the_proposals_are_those_that_are_answered(tmp_path, sources):
    found = list(proposals(sources, Settings(index_dir=tmp_path / "index")))
    assert "Who designed the bridge?" in {one.record.question for one in found}
    assert all(one.answer in one.sentence for one in found)


def test_of_the_shipped_news_articles_something_is_proposed():
    seeds = Path(__file__).parents[3] / "seeds"
    found = [open_document(path) for path in sorted(seeds.glob("*.txt"))]
    assert len({one.sentence for one in candidates(found)}) >= 6


def test_what_keeps_it_from_starting_is_said_in_a_line(tmp_path, capsys):
    assert main(["--sources", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out.jsonl")]) == 2
    shown = capsys.readouterr()
    assert "no file or folder" in shown.err
    assert len(shown.err.splitlines()) == 1


def test_the_real_answers_find_the_sentences(tmp_path, sources, out, monkeypatch, capsys):
    settings = tmp_path / "settings.toml"
    settings.write_text(f"index_dir = {json.dumps(str(tmp_path / 'index'))}\n", "utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("a\n" * len(QUESTIONS)))
    assert main(["--sources", str(sources), "--out", str(out), "--settings", str(settings)]) == 0
    assert "written to" in capsys.readouterr().err
    questions = [question.question for question in load_questions(out, sources).questions]
    assert set(questions) <= set(QUESTIONS)
    assert "Who designed the bridge?" in questions
