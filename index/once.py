"""A function that is carried out once for the same arguments, also where several threads call it at a time."""

from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def once(function: Callable[P, T]) -> Callable[P, T]:
    """Like functools.cache, whose first calls at the same time would each load a model of their own."""
    results: dict[Hashable, T] = {}
    lock = Lock()

    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (args, tuple(sorted(kwargs.items())))
        with lock:
            if key not in results:
                results[key] = function(*args, **kwargs)
            return results[key]

    return wrapped
