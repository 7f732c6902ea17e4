import pytest

from qa import Turn
from qa.followup import standalone_question

WHO = Turn("Who was the last captain of the ferry?", "Its last captain, Piet Holm, retired to Bremen.")
BRIDGE = Turn("When did the bridge open?", "The bridge over the Aller opened on 3 May 1998.")


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
