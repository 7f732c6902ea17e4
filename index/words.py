"""Text → the word stems that lexical search and the sentence reader compare.

Stemming: Porter's English stemmer (Snowball). Also the characters that are in no word, and unseen.
Knows nothing of indexes or questions.
"""

import re
import unicodedata
from functools import cache
from typing import Any

# A word, with inner apostrophes or hyphens left out; an ideograph stands for itself.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+", re.UNICODE)
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
# Control, format and line-separating characters: shown as they are, they hide, mislead, or steer a terminal.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")

STOP_WORDS = frozenset(
    """
    a about all also am an and any are aren as at be been being but by can could couldn d did didn
    do does doesn doing don done for from get gets give given got had has hasn have haven having he
    her here hers him his how i if in into is isn it its itself ll let m may me might more most much
    many my myself name no nor not of off on one or other our out over own please re s shall she
    should shouldn so some such t tell than that the their them then there these they this those to
    too under until up upon us ve very was wasn we were weren what when where whether which while
    who whom whose why will with won would wouldn yes you your
    """.split()
)


def words(text: str) -> list[str]:
    """The words of a text in order, lower-cased, without accents or possessive endings."""
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", text))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _WORD.findall(plain.casefold())


def with_unseen_shown(text: str) -> str:
    """A text with a mark for each of its unseen characters; line ends are unseen, too."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)


def content_words(text: str) -> list[str]:
    """The words that carry meaning; every word where there are no others."""
    found = words(text)
    return [word for word in found if word not in STOP_WORDS] or found


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")


def stems(text: str) -> list[str]:
    """The stems of all words of a text, in order."""
    return [str(stem) for stem in _stemmer().stemWords(words(text))]


def content_stems(text: str) -> set[str]:
    """The different stems of a text's words, less the stop words; for comparing sentences."""
    return set(stems(text)) - STOP_WORDS


def stem(word: str) -> str:
    """The stem of one word."""
    return str(_stemmer().stemWord(word))
