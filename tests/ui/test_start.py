"""The page at the program's start; `python tests/ui/start.py` measures it."""

import importlib.util
import sys
from pathlib import Path

import pytest

SECONDS = 20
"""It takes one; a machine that does much else is slow."""


@pytest.fixture(scope="module")
def start():
    spec = importlib.util.spec_from_file_location("start", Path(__file__).with_name("start.py"))
    module = sys.modules["start"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_shows_soon_and_takes_a_question_before_any_model_is_loaded(start, browser, tmp_path):
    loadable = tmp_path / "loadable"
    with start.program(tmp_path, held_until=loadable) as address, browser.new_page() as page:
        page.set_default_timeout(60_000)
        assert start.show(page, address) < SECONDS
        assert page.is_visible("#question textarea") and page.is_visible("#status")
        assert page.text_content("#status") == "Reading your documents…"
        page.fill("#question textarea", "Where is Guzman serving his sentence?")
        page.keyboard.press("Enter")
        page.wait_for_selector(".turn.pending .working")
        assert page.text_content("#status") == "Reading your documents…"
        loadable.touch()
        page.wait_for_selector("#turn-1.answered")
        page.wait_for_selector("#status >> text=2 documents")
