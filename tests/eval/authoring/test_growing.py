"""Questions files that grow, and what a kill leaves behind."""

import json

import pytest

from eval.authoring.growing import add, ids_in
from eval.authoring.places import Place
from eval.questions.dataset import load_questions
from eval.questions.schema import DatasetError, Record
from index import Document


@pytest.fixture
def path(tmp_path):
    return tmp_path / "sets" / "questions.jsonl"


def record(name: str, **fields) -> Record:
    return Record(**{"id": name, "question": f"{name}?\u2028", "answerable": False, "evidence": [], **fields})


def test_lines_are_added_and_known_again(path):
    assert ids_in(path) == set()
    add(record("one"), path)
    add(record("two", kind="when"), path)
    assert ids_in(path) == {"one", "two"}
    assert path.read_bytes().count(b"\n") == 2


def test_a_line_torn_off_by_a_kill_is_taken_away(path):
    add(record("one"), path)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:-9])
    assert ids_in(path) == {"one"}
    assert path.read_bytes() == whole


def test_a_line_torn_inside_a_character_is_taken_away(path):
    add(record("one"), path)
    whole = path.read_bytes()
    path.write_bytes(whole + '{"id": "é'.encode()[:-1])
    assert ids_in(path) == {"one"}
    assert path.read_bytes() == whole


def test_a_last_line_that_is_whole_is_kept_and_ended(path):
    add(record("one"), path)
    path.write_bytes(path.read_bytes().removesuffix(b"\n"))
    assert ids_in(path) == {"one"}
    add(record("two"), path)
    assert ids_in(path) == {"one", "two"}


@pytest.mark.parametrize(
    ("damage", "message"), [(b"rubbish\n", "line 2, field"), (b"\n", "line 2, field"), (b"\xff\n", "expected UTF-8")]
)
def test_damage_that_no_kill_does_is_an_error_and_stays(path, damage, message):
    add(record("one"), path)
    damaged = path.read_bytes() + damage
    path.write_bytes(damaged)
    with pytest.raises(DatasetError, match=message):
        ids_in(path)
    assert path.read_bytes() == damaged


def test_what_contradicts_itself_is_not_written(path):
    with pytest.raises(DatasetError, match="answerable"):
        add(record("one", answerable=True), path)
    assert not path.exists()


def test_a_start_is_said_only_where_words_stand_more_than_once(tmp_path):
    text = "so so it was so"
    document = Document("id", "a.txt", "A", text)
    (tmp_path / "a.txt").write_text(text, "utf-8")
    assert Place(document, 6, 12).record.start is None
    path = tmp_path / "questions.jsonl"
    for at in (0, 3, 13):
        quote = Place(document, at, at + 2).record
        assert (quote.quote, quote.start) == ("so", at)
        add(record(f"at {at}", answerable=True, evidence=[[quote]]), path)
    add(record("once", answerable=True, evidence=[[Place(document, 6, 12).record]]), path)
    spans = [question.nuggets[0].alternatives[0].start for question in load_questions(path, tmp_path).questions]
    assert spans == [0, 3, 13, 6]
    assert "start" not in json.loads(path.read_text("utf-8").removesuffix("\n").split("\n")[-1])["evidence"][0][0]
