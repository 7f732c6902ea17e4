import pytest

from eval.questions.dataset import load_questions
from eval.studies.conflicts import main, measure, planted
from index import Document, open_index

TEXT = "The Long Bridge opened in 1998. Ada Lund designed the Long Bridge. It is red and blue.\n"
QUESTIONS = """\
{"id": "a", "kind": "x", "question": "When did the Long Bridge open?", "answerable": true, \
"evidence": [[{"source": "river.txt", "quote": "opened in 1998"}]], "answers": ["1998"]}
{"id": "b", "kind": "x", "question": "Who designed the Long Bridge?", "answerable": true, \
"evidence": [[{"source": "river.txt", "quote": "Ada Lund designed"}]], "answers": ["Ada Lund"]}
{"id": "c", "kind": "x", "question": "Which colours has it?", "answerable": true, \
"evidence": [[{"source": "river.txt", "quote": "red and blue"}]], "answers": ["red and blue"]}
{"id": "d", "kind": "x", "question": "Who paid?", "answerable": false, "evidence": []}
"""


@pytest.fixture
def river(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "river.txt").write_text(TEXT, "utf-8")
    (tmp_path / "questions.jsonl").write_text(QUESTIONS, "utf-8")
    return folder


@pytest.fixture
def conflicts(river, tmp_path):
    questions = load_questions(tmp_path / "questions.jsonl", river).questions
    return list(planted(questions, {"river.txt": Document("id", "river.txt", "river", TEXT)}))


def test_numbers_are_moved_and_names_replaced_in_their_place(conflicts):
    assert [one.question.id for one in conflicts] == ["a", "b"]
    assert conflicts[0].values == ("1998", "2001")
    assert conflicts[0].copy == TEXT.replace("1998", "2001")
    assert conflicts[1].copy == TEXT.replace("Ada Lund", conflicts[1].values[1])


def test_planted_conflicts_are_noted_and_what_is_the_same_in_both_is_not(conflicts, river, tmp_path):
    documents = {document.source: document for document in open_index(river, index_dir=tmp_path / "index").documents()}
    assert list(measure(conflicts, documents)) == [(True, False), (True, False)]


def test_the_command_prints_recall_and_precision(river, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert main(["--questions", str(tmp_path / "questions.jsonl"), "--sources", str(river)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("2 conflicts planted")
    assert "precision" in printed


def test_questions_that_are_not_there_are_said_in_a_line(tmp_path, capsys):
    assert main(["--questions", str(tmp_path / "none.jsonl")]) == 2
    assert "none.jsonl" in capsys.readouterr().err
