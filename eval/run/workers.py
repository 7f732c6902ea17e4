"""One function over many items in several processes, the results in the items' order.

Knows nothing of questions and answers. Processes are spawned, not forked: a forked one would
inherit locks that threads of its parent hold.
"""

import os
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TypeVar

from index import QuotedError

Item = TypeVar("Item")
Value = TypeVar("Value")


class WorkerError(QuotedError):
    """A worker process ended before its work was done."""


def in_order(
    function: Callable[[Item], Value], items: Sequence[Item], *, workers: int, prepare: Callable[[], object]
) -> Generator[Value, None, None]:
    """`function` of every item, in the items' order; `prepare` runs before it, once in every process.

    One worker is this process itself. With more, function, items and values must be picklable.
    Raises WorkerError where a process is ended from outside.
    """
    workers = min(workers, len(items))
    if workers > 1:
        yield from _spread(function, items, workers, prepare)
    elif items:
        prepare()
        yield from map(function, items)


def _spread(
    function: Callable[[Item], Value], items: Sequence[Item], workers: int, prepare: Callable[[], object]
) -> Iterator[Value]:
    pool = ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_start, initargs=(workers, prepare)
    )
    with pool:
        try:
            yield from pool.map(function, items)
        except BrokenProcessPool as error:
            raise WorkerError(
                f"One of {workers} worker processes ended before its work was done, perhaps for want of memory. "
                "What was answered before is kept: run the same command again, with fewer workers."
            ) from error


def _start(workers: int, prepare: Callable[[], object]) -> None:
    """Make this process a worker: its share of the cores, deaf to Ctrl-C, gone when its parent is."""
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // workers)))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    prepare()


def _end_with_parent() -> None:
    """A worker whose parent is killed would else wait for work, and hold its memory, for ever."""
    parent = parent_process()
    assert parent is not None  # this runs in spawned processes only
    parent.join()
    os._exit(1)
