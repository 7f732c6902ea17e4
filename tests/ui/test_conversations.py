import sqlite3
import threading
from dataclasses import replace

import pytest

from index import Chunk, Hit
from qa import Answer
from ui.conversations import ConversationError, Conversations, KeptTurn

TEXT = "Ada Lund designed it. 🚀 The county paid."


@pytest.fixture
def answer(makes) -> Answer:
    return makes(TEXT).answer("Ada Lund designed it.", "🚀 The county paid.")


@pytest.fixture
def kept(tmp_path) -> Conversations:
    return Conversations(tmp_path / "mine" / "conversations.db")


def test_what_is_kept_comes_back_in_order(kept, answer, tmp_path):
    first = kept.add("", answer, "t1")
    assert kept.add(first, replace(answer, question="And who paid?"), "t2") == first
    for store in (kept, Conversations(tmp_path / "mine" / "conversations.db")):
        assert store.turns(first) == [KeptTurn(1, answer), KeptTurn(2, replace(answer, question="And who paid?"))]
        assert [turn.number for turn in store.turns(first, after=1)] == [2]
        assert store.named(first).name == "Who designed it?"


def test_hits_and_timings_are_not_kept(kept, answer):
    hit = Hit(Chunk("c", "d", "s", "t", 0, 3, "Ada", ((0, 3),)), 1.0, 1, None)
    conversation = kept.add("", replace(answer, hits=(hit,), timings={"read": 1.0}), "t")
    assert kept.turn(conversation, 1).answer == answer


def test_a_question_that_is_sent_again_is_kept_once(kept, answer):
    conversation = kept.add("", answer, "t")
    assert kept.asked("t") == conversation
    kept.add(conversation, answer, "t")
    assert len(kept.turns(conversation)) == 1
    assert kept.asked("other") == ""


def test_two_tabs_overwrite_nothing(kept, answer):
    conversation = kept.add("", answer, "first")
    tabs = [
        threading.Thread(target=kept.add, args=(conversation, replace(answer, question=str(n)), f"t{n}"))
        for n in range(12)
    ]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    turns = kept.turns(conversation)
    assert [turn.number for turn in turns] == list(range(1, 14))
    assert {turn.answer.question for turn in turns[1:]} == {str(n) for n in range(12)}


def test_conversations_are_found_by_any_words_of_them(kept, answer):
    first = kept.add("", answer, "t1")
    kept.add("", replace(answer, question="What is an ÖFFNUNG?", text="100 % sure"), "t2")
    assert {each.name for each in kept.all()} == {"Who designed it?", "What is an ÖFFNUNG?"}
    assert [each.id for each in kept.all("ada lund")] == [first]
    assert [each.name for each in kept.all("öffnung")] == ["What is an ÖFFNUNG?"]
    assert [each.name for each in kept.all("100 %")] == ["What is an ÖFFNUNG?"]
    assert kept.all("_") == []


def test_the_newest_comes_first(kept, answer):
    first, second = (kept.add("", answer, token) for token in ("t1", "t2"))
    kept.add(first, answer, "t3")
    assert [each.id for each in kept.all()] == [first, second]
    assert [each.turns for each in kept.all()] == [2, 1]


def test_a_name_can_be_changed_but_not_be_blank(kept, answer):
    conversation = kept.add("", replace(answer, question="x" * 200), "t")
    assert kept.named(conversation).name == "x" * 79 + "…"
    kept.rename(conversation, "  The\nbridge ")
    assert kept.named(conversation).name == "The bridge"
    with pytest.raises(ConversationError, match="name"):
        kept.rename(conversation, " \n")


def test_a_conversation_that_is_deleted_is_in_no_byte_of_the_file(kept, answer, tmp_path):
    conversation = kept.add("", replace(answer, question="canary in the question"), "t1")
    other = kept.add("", answer, "t2")
    kept.delete(conversation)
    assert kept.turns(conversation) == []
    assert [each.id for each in kept.all()] == [other]
    assert all(b"canary" not in path.read_bytes() for path in (tmp_path / "mine").iterdir())
    with pytest.raises(ConversationError, match="deleted"):
        kept.add(conversation, answer, "t3")
    with pytest.raises(ConversationError, match="not there any more"):
        kept.turn(conversation, 1)


def test_what_a_person_says_of_an_answer_is_kept(kept, answer):
    conversation = kept.add("", answer, "t")
    kept.judge(conversation, 1, "wrong")
    assert kept.turn(conversation, 1).verdict == "wrong"


def test_too_many_conversations_are_refused(tmp_path, answer):
    kept = Conversations(tmp_path / "few.db", most=1)
    kept.add("", answer, "t1")
    with pytest.raises(ConversationError, match="delete some"):
        kept.add("", answer, "t2")


def test_the_file_is_its_owners_alone(kept, tmp_path):
    assert (tmp_path / "mine" / "conversations.db").stat().st_mode & 0o077 == 0
    assert (tmp_path / "mine").stat().st_mode & 0o077 == 0


def test_a_turn_that_cannot_be_read_is_left_out_and_named(kept, answer, tmp_path, caplog):
    conversation = kept.add("", answer, "t1")
    kept.add(conversation, answer, "t2")
    with sqlite3.connect(tmp_path / "mine" / "conversations.db") as db:
        db.execute("UPDATE turns SET answer = '{}' WHERE number = 1")
    db.close()
    assert [turn.number for turn in kept.turns(conversation)] == [2]
    assert "Turn 1" in caplog.text


def test_a_damaged_file_is_named(tmp_path):
    (tmp_path / "broken.db").write_bytes(b"no database" * 100)
    with pytest.raises(ConversationError, match=r"broken\.db"):
        Conversations(tmp_path / "broken.db")
