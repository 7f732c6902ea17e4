"""What a text says to the letter, normalised: its figures and dates, and its names.

"Twelve million", "12 million" and "12,000,000" are one figure; "3 May 1998", "May 3rd, 1998" and
"1998-05-03" have the same figures, for a month is its number. Names are compared as words are searched:
without case, accents and endings. Knows nothing of answers.
"""

import re
from decimal import Decimal

from index.english import MONTHS
from index.words import STOP_WORDS, stem, stems, words

_GROUPED = re.compile(r"(?<=\d)[,\u202f\u00a0](?=\d{3}(?!\d))")
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)(?:\s+(1(?:000){1,4}))?(?!\d)")
_WORD = re.compile(r"\w[\w'’-]*")
_LEAST_SURE = 2
"""Below this a number in words need not be one: "one of them"."""


def figures(text: str) -> set[str]:
    """The figures that a statement depends on."""
    return _figures(text, _LEAST_SURE)


def all_figures(text: str) -> set[str]:
    """All that can be read as a figure in a text."""
    return _figures(text, 0)


def names(text: str) -> set[str]:
    """The names in a sentence: what is capitalised without need."""
    found = _WORD.findall(text)
    # The first word has to be capitalised; it is a name where another follows, as in "Piet Holm".
    after_name = bool(found[1:]) and _capitalised(found[1])
    named = [word for at, word in enumerate(found) if _capitalised(word) and (at or after_name)]
    plain = [word for name in named if name not in MONTHS for word in words(name)]
    return {word for word in plain if word not in STOP_WORDS and not word.isdigit()}


def without(names: set[str], text: str) -> list[str]:
    """Those of the names that a text does not have."""
    there = set(stems(text))
    return sorted(name for name in names if stem(name) not in there)


def _figures(text: str, least: int) -> set[str]:
    from text_to_num import alpha2digit

    months = {str(number) for name, number in MONTHS.items() if re.search(rf"\b{name}\b", text)}
    plain = _GROUPED.sub("", alpha2digit(_GROUPED.sub("", text), "en", threshold=least))
    return months | {_normal(Decimal(figure) * Decimal(times or 1)) for figure, times in _FIGURE.findall(plain)}


def _normal(figure: Decimal) -> str:
    return f"{figure.normalize():f}"


def _capitalised(word: str) -> bool:
    return any(map(str.isupper, word))
