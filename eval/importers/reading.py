"""A public question set's file, gzipped or not → values of the types that describe its layout.

Fields that a layout does not name are passed over: its owner may add to it.
"""

import gzip
import zlib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from eval.questions.schema import DatasetError, refusal

_GZIP = b"\x1f\x8b"
T = TypeVar("T")


class Layout(BaseModel):
    """What is read of an object; no value is taken for another type."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


def read_bytes(path: Path) -> bytes:
    """A file's bytes, unpacked where they are gzipped."""
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if data.startswith(_GZIP) else data
    except (OSError, EOFError, zlib.error) as error:
        found = getattr(error, "strerror", None) or error
        raise DatasetError(f"{path} cannot be read ({found}). Name another file.") from error


def read_json(path: Path, layout: type[T]) -> T:
    """A file that is one JSON value."""
    try:
        return TypeAdapter(layout).validate_json(read_bytes(path))
    except ValidationError as error:
        raise DatasetError(f"{path}, {refusal(error, '(the whole file)')}") from error


def read_lines(path: Path, layout: type[T]) -> list[T]:
    """A file with a JSON value on each line; blank lines are passed over."""
    adapter, values = TypeAdapter(layout), []
    for number, line in enumerate(read_bytes(path).split(b"\n"), start=1):
        try:
            values += [adapter.validate_json(line)] if line.strip() else []
        except ValidationError as error:
            raise DatasetError(f"{path}, line {number}, {refusal(error)}") from error
    return values
