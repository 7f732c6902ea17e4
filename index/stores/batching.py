"""Batches of any number of items, within what a back end takes at once."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

MAX_BYTES = 16 * 2**20
"""A batch of vectors stays below this: servers refuse requests above 40 to 64 MB, encoding included."""


def batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items in order, at most `size` at a time; nothing where there are none."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def last_rows(ids: Sequence[str]) -> list[int]:
    """For every different id the row where it stands last: back ends refuse an id twice in a batch."""
    return list({name: row for row, name in enumerate(ids)}.values())


def vectors_at_once(dimensions: int, limit: int) -> int:
    """How many float32 vectors make a batch of at most `limit` vectors and MAX_BYTES."""
    return max(1, min(limit, MAX_BYTES // (4 * dimensions)))
