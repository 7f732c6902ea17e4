"""Work in several processes: in order, and no process stays behind. The functions are ones that every process has."""

import math
import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import pytest

from eval.run.workers import WorkerError, in_order

ROOT = Path(__file__).resolve().parents[3]
SLEEPERS = """
import os
import time
from functools import partial
from eval.run.workers import in_order
list(in_order(time.sleep, [60, 60], workers=2, prepare=partial(os.write, 1, b"ready\\n")))
"""


@pytest.mark.parametrize("workers", [1, 2])
def test_outcomes_come_in_the_order_of_the_items(workers):
    items = [20_000, 3, 10_000, 1]  # the first takes the longest
    found = in_order(math.factorial, items, workers=workers, prepare=dict)
    assert list(found) == [math.factorial(item) for item in items]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_process_is_prepared_once(workers, tmp_path):
    prepare = partial(tempfile.mkdtemp, dir=tmp_path)
    list(in_order(math.factorial, range(8), workers=workers, prepare=prepare))
    assert 1 <= len(list(tmp_path.iterdir())) <= workers


def test_without_items_nothing_is_prepared(tmp_path):
    assert list(in_order(abs, [], workers=2, prepare=partial(tempfile.mkdtemp, dir=tmp_path))) == []
    assert list(tmp_path.iterdir()) == []


def test_outcomes_of_one_worker_come_one_by_one():
    found = in_order(math.sqrt, [4, -1], workers=1, prepare=dict)
    assert next(found) == 2
    with pytest.raises(ValueError, match=r"math domain|nonnegative"):
        next(found)


def test_a_process_that_is_ended_is_an_error_that_says_what_to_do():
    with pytest.raises(WorkerError, match="with fewer workers"):
        list(in_order(os._exit, [1, 1], workers=2, prepare=dict))


def test_workers_go_when_their_parent_is_killed():
    with subprocess.Popen([sys.executable, "-c", SLEEPERS], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert [parent.stdout.readline() for _ in range(2)] == ["ready\n", "ready\n"]
        parent.kill()
        # The pipe ends when the last process that holds it does.
        assert parent.communicate(timeout=30)[0] == ""
