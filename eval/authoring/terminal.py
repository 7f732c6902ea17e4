"""A person at a terminal: what is shown, and what is typed. Knows nothing of questions."""

from collections.abc import Callable

from index import with_unseen_shown

Hear = Callable[[str], str]
"""Shows a prompt, and gives the line that is typed; raises EOFError at the end of the input."""
Say = Callable[[str], None]


def visible(text: str) -> str:
    """A text on one line, its unseen characters made visible: a terminal would obey them."""
    return with_unseen_shown(" ".join(text.split()))


def typed(prompt: str, hear: Hear) -> str:
    """A line as it is typed, without the white space around it; empty at the end of the input."""
    try:
        return hear(prompt).strip()
    except EOFError:
        return ""


def choose(prompt: str, keys: str, hear: Hear) -> str:
    """The first letter typed, once it is one of the keys. The end of the input is the last key."""
    while True:
        try:
            letter = hear(prompt).strip().lower()[:1]
        except EOFError:
            return keys[-1]
        if letter and letter in keys:
            return letter
