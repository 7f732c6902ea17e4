"""A file's name ↔ a source that is printable, on one line, and valid Unicode; reversible.

What a name may hold and a line may not (bytes that are not UTF-8, control characters, line ends,
characters that turn the direction of writing) is written as in Python: "\\xff" is a byte, "\\u202e"
a character. The backslash itself becomes "\\x5c". Knows nothing of folders.
"""

import re

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\\]")
_ESCAPE = re.compile(r"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})")


def escape(name: str) -> str:
    """A name from the file system as one printable line."""
    return _UNPRINTABLE.sub(_escaped, name)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # how Python holds a byte that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}"


def unescape(source: str) -> str:
    """The name that `escape` made a source of."""
    return _ESCAPE.sub(_unescaped, source)


def _unescaped(match: re.Match[str]) -> str:
    if match[2]:
        return chr(int(match[2], 16))
    byte = int(match[1], 16)
    return chr(byte) if byte < 0x80 else chr(0xDC00 + byte)
