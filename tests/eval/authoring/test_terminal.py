"""What a terminal is shown, and what it gives back."""

import pytest

from eval.authoring.terminal import choose, typed, visible


def hears(*lines):
    answers = iter(lines)

    def hear(prompt):
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    return hear


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x07", "\u202e", "\u200b", "\x9b31m", "\x08"])
def test_what_a_terminal_would_obey_is_made_visible(hostile):
    assert hostile[0] not in visible(f"a{hostile}b")
    assert visible("a \n\t b\u2028c") == "a b c"


def test_a_key_is_asked_for_until_one_is_typed():
    assert choose("?", "aq", hears("", "x", "  Accept ")) == "a"
    assert choose("?", "aq", hears("x")) == "q"


def test_the_end_of_the_input_types_nothing():
    assert typed("?", hears(" words ")) == "words"
    assert typed("?", hears()) == ""
