"""The date that a file states of itself → YYYY-MM-DD, or "" where it states none that can be."""

import re
from datetime import date

_ISO = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})")


def iso_date(stated: str) -> str:
    """A date that begins with year, month and day, as ISO 8601, PDF and EPUB have it."""
    found = _ISO.match(stated.removeprefix("D:"))
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:  # a thirteenth month
        return ""
