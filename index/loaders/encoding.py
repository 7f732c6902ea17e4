"""Bytes → text, whatever the encoding, and what was odd about it.

A byte order mark decides; then strict UTF-8; then UTF-8 with a few broken bytes; then Windows-1252
where only its punctuation is in question; then what chardet finds likeliest, unless its words mix alphabets.
Knows nothing of formats.
"""

import codecs
import re

from index.datatypes import DocumentError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16's, which it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CUT_OFF = ("unexpected end of data", "truncated data")

# Encodings that people's files are still in; more of them would only be mistaken for these.
_LIKELY = """
    cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 iso8859-2 iso8859-4 iso8859-5
    iso8859-7 iso8859-9 iso8859-13 iso8859-15 koi8-r koi8-u cp866 cp850 cp852 mac-roman
    cp932 euc_jis_2004 gb18030 big5hkscs cp949
""".split()
_LATIN = ["cp1252", "cp1250", "mac-roman"]
"""What is meant where the likeliest encoding mixes alphabets."""

# A word of two alphabets, Latin and Greek, Cyrillic, Hebrew or Arabic: no word, but a wrong guess.
_MIXED = re.compile("[a-z][\u0370-\u06ff]|[\u0370-\u06ff][a-z]", re.IGNORECASE)
_ASCII = frozenset(map(chr, range(128)))
# What an English text in Windows-1252 holds beside ASCII: too little to recognise a language by.
_PUNCTUATION = frozenset("‘’“”–—…•€£§©®™°±²³¼½¾×«»·‹›†‡ \xad")

_CONTROLS = [chr(code) for code in range(1, 32) if chr(code) not in "\t\n\v\f\r\x1b\x1a"]
_MOST_CONTROLS = 8
"""So few control characters say nothing about a text, however short."""


def decode(data: bytes) -> tuple[str, str]:
    """The text of some bytes, and a note. Raises DocumentError where they are no text."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _text(data[len(mark) :], encoding)
    if b"\x1b$B" in data:  # Japanese of seven bits; as UTF-8 it would pass, and mean nothing
        return _replaced(data, "iso2022_jp", "read as iso2022_jp")
    try:
        return _checked(data.decode("utf-8")), ""
    except UnicodeDecodeError as error:
        # One byte that is not ASCII, the last, is rather a letter of another encoding.
        told = len(data) - error.start > 1 or not data[: error.start].isascii()
        if error.reason in _CUT_OFF and error.start > 0 and told:
            return _cut(data, "utf-8", error.start)
    return _nearly_utf8(data) or _guess(data)


def _text(data: bytes, encoding: str) -> tuple[str, str]:
    """Text whose encoding is known, as far as it holds."""
    try:
        return _checked(data.decode(encoding)), ""
    except UnicodeDecodeError as error:
        if error.reason in _CUT_OFF and error.start > 0:
            return _cut(data, encoding, error.start)
    return _replaced(data, encoding, "")


def _cut(data: bytes, encoding: str, end: int) -> tuple[str, str]:
    """What is whole of a text that ends inside its last character."""
    note = f"cut off in the middle of a character; its last {len(data) - end} byte(s) are left out"
    return _checked(data[:end].decode(encoding)), note


def _nearly_utf8(data: bytes) -> tuple[str, str] | None:
    """UTF-8 in which a few bytes are broken: far more of its characters are whole, which is no accident."""
    text = data.decode("utf-8", "replace")
    broken, ascii_only = text.count("\ufffd"), len(text.encode("ascii", "ignore"))
    if len(text) - ascii_only < 6 * broken:
        return None
    return _checked(text), f"{broken} broken byte(s) shown as \ufffd"


def _guess(data: bytes) -> tuple[str, str]:
    if b"\0" in data:
        raise DocumentError("it is binary, not text.")
    if not set(data.decode("cp1252", "replace")) - _PUNCTUATION - _ASCII:
        return _checked(data.decode("cp1252")), "read as cp1252"
    import chardet

    for likely in (_LIKELY, _LATIN):
        encoding = chardet.detect(data, include_encodings=likely)["encoding"]
        if encoding is None:
            break
        name = codecs.lookup(encoding).name
        found = _replaced(data, name, f"read as {name}")
        if len(_MIXED.findall(found[0])) * 500 <= len(found[0]):
            return found
    raise DocumentError("it is binary, or text in an unknown encoding; save it as UTF-8.")


def _replaced(data: bytes, encoding: str, note: str) -> tuple[str, str]:
    """Text with what does not fit its encoding shown as such; refused where that is more than one in a hundred."""
    text = data.decode(encoding, "replace")
    broken = text.count("\ufffd")
    if broken * 100 > len(text):
        raise DocumentError("it is binary, or text in an unknown encoding; save it as UTF-8.")
    shown = f"{broken} broken character(s) shown as \ufffd" if broken else ""
    return _checked(text), ", ".join(filter(None, [note, shown]))


def _checked(text: str) -> str:
    if "\0" in text:
        raise DocumentError("it is binary, not text.")
    controls = sum(text.count(control) for control in _CONTROLS)
    if controls > _MOST_CONTROLS and controls * 50 > len(text):
        raise DocumentError("it is binary, not text: one in fifty of its characters is a control character.")
    return text
