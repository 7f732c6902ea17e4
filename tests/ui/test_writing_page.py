"""An LLM writes, and a browser sees its sentences one by one; what the check does not let through, on request."""

import pytest
from llm_server import WordReader, serving

from qa import Settings
from qa.reader import Reader

pytest.importorskip("llama_index.llms.openai", reason="llama-index-llms-openai is not installed")
SAYS = "Ada Lund designed the bridge [1]. Ada Lund designed it [1]. It has <b>arches</b> [1]. It has 12 arches [1]."


@pytest.fixture(scope="module")
def llm():
    with serving(SAYS, how="slow") as server, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Reader, "judge", WordReader.judge)  # what is judged how is for the test to say
        yield server


@pytest.fixture(scope="module")
def address(serve_page, llm, tmp_path_factory):
    folder = tmp_path_factory.mktemp("river")
    (folder / "river.txt").write_text("Ada Lund designed the bridge. The ferry stopped in 1999. It was red.", "utf-8")
    return serve_page(folder, Settings(llm=llm.spec, index_dir=tmp_path_factory.mktemp("index")))


def test_the_sentences_come_one_by_one_and_what_was_left_out_is_there_on_request(reader):
    reader.page.wait_for_selector("#status:has-text('answers written by small')")
    reader.page.fill("#question textarea", "Who designed the bridge?")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_selector(".pending .sentence")
    assert reader.text(".pending .sentence").startswith("Ada Lund designed the bridge. [1]")
    reader.waits_for(1)
    assert reader.page.locator("#turn-1 .sentence").count() == 2
    assert "Written by small" in reader.text("#turn-1")
    struck = reader.page.locator("#turn-1 details s")
    assert not struck.first.is_visible()
    reader.page.click("#turn-1 summary")
    assert struck.all_text_contents() == ["It has <b>arches</b>.", "It has 12 arches."]
    reader.clicks(1, 1)
