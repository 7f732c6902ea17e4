"""What English texts are known by, in one place: the months' names, and how a sentence ends."""

import calendar
import re

MONTHS = {
    name: number for names in (calendar.month_name, calendar.month_abbr) for number, name in enumerate(names) if name
}
"""Each month's name and its first three letters → its number."""

MONTH = rf"(?:{'|'.join(calendar.month_abbr[1:])})[a-z]*\.?"
"""A regular expression for a month, in full or cut short in any way."""

SENTENCE_END = r"[.!?…][\"”’')\]]*"
"""A regular expression for how a sentence ends; a heading, a name or a line of a list does not."""

_ENDS = re.compile(rf"{SENTENCE_END}\s*$")


def is_ended(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return bool(_ENDS.search(text))
