"""A person at a terminal: what is shown, and what is typed. Knows nothing of questions."""

import re
from collections.abc import Callable

Hear = Callable[[str], str]
"""Shows a prompt, and gives the line that is typed; raises EOFError at the end of the input."""
Say = Callable[[str], None]

# What moves the cursor, rings or hides: a document may hold it, and a terminal would obey it.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def visible(text: str) -> str:
    """A text on one line, its unseen characters made visible."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


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
