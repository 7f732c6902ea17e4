import json
from dataclasses import replace

import pytest

from index import Chunk, Hit
from ui import conversation
from ui.conversation import Conversation

TEXT = "Ada Lund designed it. 🚀 The county paid."


@pytest.fixture
def answer(makes):
    return makes(TEXT).answer("Ada Lund designed it.", "🚀 The county paid.")


def test_what_is_stored_comes_back(answer):
    kept = Conversation().add(answer).add(replace(answer, question="And who paid?"))
    assert Conversation.load(kept.dump()) == kept
    assert [turn.question for turn in kept.turns] == ["Who designed it?", "And who paid?"]


def test_hits_and_timings_are_not_stored(answer):
    hit = Hit(Chunk("c", "d", "s", "t", 0, 3, "Ada", ((0, 3),)), 1.0, 1, None)
    assert Conversation().add(replace(answer, hits=(hit,), timings={"read": 1.0})).answers == (answer,)


def test_the_newest_turns_are_kept_and_no_number_comes_twice(answer):
    kept = Conversation()
    for number in range(1, conversation.KEPT_TURNS + 6):
        assert kept.next_number == number
        kept = kept.add(replace(answer, question=str(number)))
    assert len(kept.answers) == conversation.KEPT_TURNS
    assert (kept.first, kept.answers[0].question, kept.answer(kept.first).question) == (6, "6", "6")
    with pytest.raises(IndexError, match="not kept"):
        kept.answer(5)


def test_a_conversation_grows_no_larger_than_the_browser_can_keep(makes):
    long = "x" * (conversation.KEPT_CHARACTERS // 5)
    kept = Conversation()
    for _ in range(4):
        kept = kept.add(makes(long).answer(long))
    assert len(kept.dump()) <= conversation.KEPT_CHARACTERS
    assert len(kept.answers) == 1


def _broken(answer, change):
    stored = json.loads(Conversation().add(answer).dump())
    change(stored, stored["answers"][0])
    return json.dumps(stored)


@pytest.mark.parametrize(
    "change",
    [
        lambda stored, _: stored.update(version=2),
        lambda stored, _: stored.update(first=0),
        lambda stored, _: stored.update(first="1"),
        lambda _, first: first.pop("citations"),
        lambda _, first: first.update(status="<script>"),
        lambda _, first: first.update(confidence=7.5),
        lambda _, first: first.update(confidence=float("nan")),
        lambda _, first: first.update(question="\ud800"),
        lambda _, first: first["citations"][0].update(marker=2),
        lambda _, first: first["citations"][0].update(start=-1),
        lambda _, first: first["citations"][0].update(end=0),
        lambda _, first: first["sentences"][0].update(citations=[9]),
        lambda _, first: first["sentences"][0].update(marked=[0, 10**6]),
        lambda _, first: first["sentences"][0].update(marked=[3, 3]),
        lambda _, first: first.update(hits=[{"chunk": {"start": 0, "end": 9, "text": "no"}}]),
    ],
)
def test_what_is_not_whole_counts_as_nothing(answer, change):
    assert Conversation.load(_broken(answer, change)) == Conversation()


@pytest.mark.parametrize("stored", [None, "", "rubbish", "[]", "null", 7, {"answers": []}, "[" * 100_000, "x" * 10**7])
def test_rubbish_counts_as_nothing(stored):
    assert Conversation.load(stored) == Conversation()
