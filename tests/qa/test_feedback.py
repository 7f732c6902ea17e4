"""Answers kept because they are not right."""

import dataclasses
import json
import os
import stat
import threading

import pytest
from filelock import FileLock

from index import Chunk, Document, Hit, QuotedError
from qa import feedback
from qa.datatypes import Answer, Citation, Sentence, Turn

CHUNK = Chunk("c-0", "id", "a.txt", "A", 3, 9, "it did", ((3, 9),))
ANSWER = Answer(
    question="Did it?\u2028Did it “really” 😀?",
    standalone_question="Did it?",
    status="answered",
    text="it did [1]",
    sentences=(Sentence("it did", (1,), (0, 2)),),
    citations=(Citation(1, "a.txt", "id", "it did", 3, 9, None, "A", 1.5),),
    confidence=0.5,
    hits=(Hit(CHUNK, 0.5, 1, None),),
    timings={"search": 0.1},
    settings_hash="settings",
    index_version="version",
)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "data" / "feedback.jsonl"


def test_what_is_saved_comes_back_whole(file):
    history = [Turn("What?", ANSWER), Turn("When?", "Then.")]
    assert feedback.save(ANSWER, "It did not.\nNever.", history=history, file=file) == file
    (entry,) = feedback.pending(file)
    assert entry.answer == ANSWER
    assert entry.note == "It did not.\nNever."
    assert entry.history == (Turn("What?", "it did"), Turn("When?", "Then."))


def test_the_right_words_and_a_good_word_come_back_too(file):
    passage = feedback.Passage("a.txt", "id", 0, 6, "it was")
    feedback.save(ANSWER, verdict="right", file=file)
    feedback.save(ANSWER, passage=passage, file=file)
    assert [(entry.verdict, entry.passage) for entry in feedback.pending(file)] == [("right", None), ("wrong", passage)]


def test_every_entry_is_one_line_that_says_what_was_asked_of_what_and_when(file):
    feedback.save(ANSWER, file=file)
    feedback.save(ANSWER, file=file)
    lines = file.read_bytes().removesuffix(b"\n").split(b"\n")
    first, second = map(json.loads, lines)
    assert (first["answer"]["index_version"], first["answer"]["settings_hash"]) == ("version", "settings")
    assert first["time"].endswith("+00:00")
    assert first["id"] != second["id"]


def test_what_is_settled_does_not_come_again(file):
    for note in ("one", "two", "three"):
        feedback.save(ANSWER, note, file=file)
    feedback.settle(feedback.pending(file)[1], file)
    assert [entry.note for entry in feedback.pending(file)] == ["one", "three"]


def test_a_document_that_is_forgotten_is_in_no_byte(file):
    document = Document("other", "b.txt", "B", "The canary\nis yellow. It sings.")
    of_it = dataclasses.replace(ANSWER.citations[0], document_id="other", quote="It sings.")
    feedback.save(ANSWER, "kept", history=[Turn("What?", "A dog [1]. A cat [2].")], file=file)
    feedback.save(dataclasses.replace(ANSWER, citations=(of_it,)), file=file)
    feedback.save(ANSWER, passage=feedback.Passage("b.txt", "other", 0, 10, "The canary"), file=file)
    feedback.save(ANSWER, history=[Turn("Which?", "The canary is yellow. [1]")], file=file)
    with file.open("ab") as lines:
        lines.write(b'{"answer": "The canary')
    feedback.forget(document, file)
    assert [entry.note for entry in feedback.pending(file)] == ["kept"]
    assert b"canary" not in file.read_bytes() and b"sings" not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    feedback.forget(document, file.with_name("none.jsonl"))


def test_nothing_saved_is_nothing_pending(file):
    assert feedback.pending(file) == ()


def test_the_file_and_its_lock_are_their_owners_alone(file):
    umask = os.umask(0)
    try:
        feedback.save(ANSWER, file=file)
    finally:
        os.umask(umask)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    assert modes["feedback.jsonl"] == 0o600
    assert set(modes.values()) == {0o600}


def test_without_a_file_named_it_is_the_users_own(monkeypatch, tmp_path):
    monkeypatch.setattr(feedback, "user_data_path", lambda name: tmp_path / name)
    assert feedback.save(ANSWER) == tmp_path / "quoted" / "feedback.jsonl"
    assert len(feedback.pending()) == 1


def test_a_line_cut_off_by_a_kill_costs_that_line_alone(file, caplog):
    feedback.save(ANSWER, "one", file=file)
    with file.open("ab") as lines:
        lines.write(b'{"id": "two", "answer": {"ques')
    feedback.save(ANSWER, "three", file=file)
    assert [entry.note for entry in feedback.pending(file)] == ["one", "three"]
    assert "line 2: this is no feedback" in caplog.text


@pytest.mark.parametrize("line", [b"[]", b'{"settled": 3}', b"\xff", b'{"id": "x", "answer": null}', b"[" * 100_000])
def test_what_is_no_feedback_is_left_out(file, line):
    feedback.save(ANSWER, "one", file=file)
    with file.open("ab") as lines:
        lines.write(line + b"\n")
    assert [entry.note for entry in feedback.pending(file)] == ["one"]


def test_a_chunk_that_contradicts_itself_is_left_out(file):
    feedback.save(ANSWER, file=file)
    file.write_text(file.read_text("utf-8").replace('"end":9,"text":"it did"', '"end":8,"text":"it did"'), "utf-8")
    assert feedback.pending(file) == ()


def test_half_a_surrogate_pair_in_a_note_does_no_harm(file):
    feedback.save(ANSWER, "no \ud83d", file=file)
    assert feedback.pending(file)[0].note == "no ?"


def test_many_writers_lose_nothing(file):
    writers = [
        threading.Thread(target=feedback.save, args=(ANSWER, str(at)), kwargs={"file": file}) for at in range(12)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert {entry.note for entry in feedback.pending(file)} == {str(at) for at in range(12)}


def test_a_writer_that_never_ends_is_named(file, monkeypatch):
    monkeypatch.setattr(feedback, "LOCK_SECONDS", 0.05)
    feedback.save(ANSWER, file=file)
    with FileLock(file.with_name("feedback.jsonl.lock")), pytest.raises(QuotedError, match=r"feedback\.jsonl"):
        feedback.save(dataclasses.replace(ANSWER), file=file)
