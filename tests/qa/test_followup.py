import time

import pytest

from qa import Turn
from qa.followup import standalone_question

WHO = Turn("Who was the last captain of the ferry?", "Its last captain, Piet Holm, retired to Bremen.")
BRIDGE = Turn("When did the bridge open?", "The bridge over the Aller opened on 3 May 1998.")


VOTE = Turn("Was Ada Lund elected in 2001?", "Ada Lund was elected twice, in 2001 and in 2015.")
BAND = Turn("How did the band begin?", "The Weavers were formed in Verden by two brothers.")
NEWS = Turn("What did the mayor say?", "Piet Holm laughed. Later, Mr. Holm said he would think of it.")


@pytest.mark.parametrize(
    ("question", "history", "expected"),
    [
        ("Where did he retire to?", [WHO], "Where did Piet Holm retire to?"),
        ("What was his ferry called?", [WHO], "What was Piet Holm's ferry called?"),
        ("And how much did it cost?", [BRIDGE], "And how much did it cost? (When did the bridge open?)"),
        ("Why?", [BRIDGE], "Why? (When did the bridge open?)"),
        ("What about 2015?", [BRIDGE], "What about 2015? (When did the bridge open?)"),
        ("Which county paid for the bridge?", [WHO], "Which county paid for the bridge?"),
        ("Who is the mayor of Verden?", [WHO, BRIDGE], "Who is the mayor of Verden?"),
        ("Where did he retire to?", [], "Where did he retire to?"),
        ("Where did Holm spend his youth?", [BRIDGE], "Where did Holm spend his youth?"),
        ("Who is Lund?", [BRIDGE], "Who is Lund?"),
    ],
)
def test_standalone_question(question, history, expected):
    assert standalone_question(question, history) == expected


def test_the_newest_turn_counts():
    assert "bridge" in standalone_question("Why?", [WHO, BRIDGE])
    assert "captain" in standalone_question("Why?", [BRIDGE, WHO])


@pytest.mark.parametrize(
    ("question", "history", "expected"),
    [
        ("What about 2015?", [VOTE], "Was Ada Lund elected in 2015?"),
        ("And what about Piet Holm?", [VOTE], "Was Piet Holm elected in 2001?"),
        ("How about the captain?", [VOTE], "How about the captain? (Was Ada Lund elected in 2001?)"),
    ],
)
def test_what_about_puts_a_thing_in_the_place_of_its_like(question, history, expected):
    assert standalone_question(question, history) == expected


@pytest.mark.parametrize(
    ("question", "history", "expected"),
    [
        ("Who paid her campaign?", [VOTE], "Who paid Ada Lund's campaign?"),
        ("Who helped her in parliament?", [VOTE], "Who helped Ada Lund in parliament?"),
        ("Did she retire with her husband?", [VOTE], "Did Ada Lund retire with her husband?"),
        ("Did she move to Bremen?", [VOTE], "Did Ada Lund move to Bremen?"),
        ("And what did he do then?", [NEWS], "And what did Piet Holm do then? (What did the mayor say?)"),
        ("Where was she born?", [VOTE, BAND], "Where was Ada Lund born?"),
    ],
)
def test_a_pronoun_becomes_the_name_that_the_talk_is_about(question, history, expected):
    assert standalone_question(question, history) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Where did they play?", "Where did they play? (Weavers)"),
        ("Were there other famous members?", "Were there other famous members? (Weavers)"),
        ("When was that?", "When was that? (Weavers: How did the band begin?)"),
    ],
)
def test_what_goes_on_about_the_topic_is_followed_by_its_name(question, expected):
    assert standalone_question(question, [BAND]) == expected


def test_a_thing_that_was_spoken_of_needs_no_name_where_the_person_has_given_none():
    assert standalone_question("Where did the brothers live?", [BAND]) == "Where did the brothers live?"
    assert standalone_question("What is the mayor's name?", [BAND]) == "What is the mayor's name?"


@pytest.mark.parametrize(
    "question",
    [
        "Which county paid for the bridge?",
        "Who said that schools are too full?",
        "Did Holm say that he would retire?",
        "Was there a strike of the dockers in spring?",
        "What do migrating birds eat before they leave?",
        "Which other towns of the lower river valley have a stone bridge?",
    ],
)
def test_a_new_topic_is_left_as_typed(question):
    assert standalone_question(question, [VOTE, BAND]) == question


def test_a_follow_up_of_a_follow_up_keeps_its_topic_and_no_chain():
    history = [BAND, Turn("Where did they play?", "In the harbour."), Turn("When was that?", "In spring.")]
    assert standalone_question("Why?", history) == "Why? (Weavers: When was that?)"


def test_a_long_conversation_is_read_from_its_end():
    assert "Lund" not in standalone_question("Where was she born?", [VOTE] + [BRIDGE] * 1000)


@pytest.mark.parametrize("filler", [" ", "a ", "(", "- ", "'", "A "])
def test_odd_questions_take_no_time(filler):
    question = f"what about {filler * 900}!"
    start = time.perf_counter()
    standalone_question(question, [Turn("Who was Ann Lee?", "Ann Lee."), Turn(question, question)])
    assert time.perf_counter() - start < 0.5
