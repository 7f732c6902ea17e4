"""JSON and JSON Lines → readable lines: "path.to.value: value", and a record of a list in one line.

Numbers stay as they are written. Nothing is known of what the names mean.
"""

import json
from collections.abc import Iterator
from typing import Any

from index.datatypes import DocumentError
from index.loaders.extraction import Extraction, MarkdownText
from index.loaders.plain_text import read_text

_LONGEST_RECORD = 1000
"""Characters; a record that is longer is written a line a value."""

_MOST_PARTS = 100

Value = dict[str, "Value"] | list["Value"] | str | bool | None


def load_json(data: bytes) -> Extraction:
    """One JSON value."""
    text, note = read_text(data)
    out = MarkdownText()
    write_value(_parsed(text, "it"), out)
    return out.extraction(note=note)


def load_jsonl(data: bytes) -> Extraction:
    """A JSON value a line."""
    text, note = read_text(data)
    out = MarkdownText()
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            value = _parsed(line, f"line {number}")
            write_value([value] if isinstance(value, dict) else value, out)
    return out.extraction(note=note)


def _parsed(text: str, what: str) -> Value:
    try:
        value: Value = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise DocumentError(f"{what} is no JSON: {error}.") from error
    return value


def write_value(value: Value, out: MarkdownText) -> None:
    """Append a value, however deep it is."""
    waiting: list[tuple[str, Value]] = [("", value)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += reversed([(f"{path}.{name}" if path else name, child) for name, child in value.items()])
        elif isinstance(value, list):
            waiting += reversed(list(_elements(path, value, out)))
        elif (text := _scalar(value)).strip():
            out.paragraph(f"{path}: {text}" if path else text)


def _elements(path: str, values: list[Value], out: MarkdownText) -> Iterator[tuple[str, Value]]:
    """What of a list is to be written value by value; its short records become one text each."""
    if values and all(not isinstance(value, dict | list) for value in values):
        line = ", ".join(map(_scalar, values))
        if len(line) <= _LONGEST_RECORD:
            yield path, line
            return
    for number, value in enumerate(values):
        place = f"{path}[{number}]" if path else ""
        record = _record(value) if isinstance(value, dict) else None
        if record:
            yield path and f"{path}[{number}]", record
        else:
            yield place or f"[{number}]", value


def _record(value: dict[str, Value]) -> str | None:
    """A record in one line; None where it is too long, or holds lists of records."""
    parts: list[str] = []
    waiting: list[tuple[str, Value]] = [("", value)]
    while waiting:
        path, value_here = waiting.pop()
        if isinstance(value_here, dict):
            children = [(f"{path}.{name}" if path else name, child) for name, child in value_here.items()]
            waiting += reversed(children)
        elif isinstance(value_here, list):
            if any(isinstance(each, dict | list) for each in value_here):
                return None
            parts.append(f"{path}: {', '.join(map(_scalar, value_here))}")
        else:
            parts.append(f"{path}: {_scalar(value_here)}")
        if len(parts) > _MOST_PARTS or len(waiting) > _MOST_PARTS or sum(map(len, parts)) > _LONGEST_RECORD:
            return None
    return "; ".join(parts)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)
