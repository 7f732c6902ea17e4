"""A few people at once for a short while; `python tests/ui/load.py` has twenty for two minutes."""

import importlib.util
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
def test_people_who_ask_add_and_delete_at_once_get_their_own_answers_and_histories():
    spec = importlib.util.spec_from_file_location("load", Path(__file__).with_name("load.py"))
    load = sys.modules["load"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(load)
    found = load.run(users=4, seconds=15, every=2)
    assert found.amiss == []
    assert found.added == found.removed >= 4
    assert len(found.seconds) == 2 * found.added
