"""An LLM that is there and one that misbehaves: a small server on loopback, spoken to as a real one is."""

import socket
import sys
import time
from types import ModuleType

import pytest
from llm_server import serving

from index.datatypes import LLMError, SettingsError
from qa import Settings
from qa.llm import LLM, Message

pytest.importorskip("llama_index.llms.openai", reason="llama-index-llms-openai is not installed")
ASKED = [Message("system", "Be brief."), Message("user", "When did it open?")]


def words(spec: str, seconds: float = 20.0) -> str:
    return "".join(LLM.named(spec).write(ASKED, seconds))


@pytest.fixture(autouse=True)
def loaded():
    """The client is imported before any time counts, as it is from the second question on."""
    with serving("Yes.") as server:
        words(server.spec)


def test_the_words_come_as_they_were_written():
    with serving("It opened on 3 May 1998 [1].") as server:
        assert words(server.spec) == "It opened on 3 May 1998 [1]."
    (body,) = server.bodies
    assert body["messages"] == [{"role": each.role, "content": each.text} for each in ASKED]
    assert (body["model"], body["temperature"], body["stream"]) == ("small", 0, True)


def test_nothing_but_the_question_is_sent(monkeypatch):
    secrets = {"OPENAI_API_KEY": "sk-1", "OPENAI_ORG_ID": "org-1", "OPENAI_CUSTOM_HEADERS": "X-Mine: header-1"}
    for name, value in {**secrets, "HTTP_PROXY": "http://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:9"}.items():
        monkeypatch.setenv(name, value)
    with serving("Yes.") as server:
        assert words(server.spec) == "Yes."
    (headers,) = server.headers
    said = " ".join(f"{name} {value}" for name, value in headers.items())
    assert not any(secret in said for secret in ("sk-1", "org-1", "header-1", "x86", "Linux"))


def test_a_key_is_sent_where_there_is_one(monkeypatch):
    monkeypatch.setenv("QUOTED_LLM_KEY", "mine")
    with serving("Yes.") as server:
        words(server.spec)
    assert server.headers[0]["Authorization"] == "Bearer mine"


def test_a_redirect_is_not_followed():
    with serving("Yes.") as other:
        target = f"{other.address}/v1/chat/completions"
        with serving(how="elsewhere", elsewhere=target) as server, pytest.raises(LLMError, match="small failed"):
            words(server.spec)
    assert not other.bodies


@pytest.mark.parametrize("how", ["error", "garbage", "cut"])
def test_what_fails_is_said_in_a_sentence(how):
    with serving("It opened on 3 May", how=how) as server, pytest.raises(LLMError, match=r"small failed \(\w+\)\."):
        words(server.spec)


def test_a_page_instead_of_words_says_nothing():
    with serving(how="page") as server:
        assert words(server.spec) == ""


def test_nobody_is_there():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(LLMError, match="small failed"):
        words(f"openai-like:http://127.0.0.1:{port}/v1#small")


@pytest.mark.parametrize("how", ["silent", "slow"])
def test_what_is_too_slow_is_not_waited_for(how):
    start = time.monotonic()
    with serving("It opened on 3 May 1998. " * 20, how=how) as server:
        with pytest.raises(LLMError, match="not done after 1 seconds"):
            words(server.spec, 1)
        assert time.monotonic() - start < 2.5


def test_what_does_not_come_to_an_end_is_ended():
    with serving(how="endless") as server, pytest.raises(LLMError, match="did not come to an end"):
        words(server.spec)


@pytest.mark.parametrize(
    "spec", ["gpt-4", "openai-like#small", "openai-like:127.0.0.1#small", "openai-like:ftp://a/v1#m", "ollama:http://a"]
)
def test_what_names_no_llm_is_refused(spec):
    with pytest.raises(SettingsError, match=r"openai-like:ADDRESS#MODEL"):
        Settings(llm=spec)


def test_a_package_that_is_missing_is_named(monkeypatch):
    with pytest.raises(SettingsError, match="pip install llama-index-llms-some-cloud"):
        Settings(llm="some-cloud#large")
    monkeypatch.setitem(sys.modules, "llama_index.llms", None)
    with pytest.raises(SettingsError, match=r"-e '\.\[ollama\]'"):
        Settings(llm="ollama:http://127.0.0.1:11434#small")


def test_any_integration_of_llama_index_writes(monkeypatch):
    from llama_index.core.llms import MockLLM

    class Mine(MockLLM):
        def __init__(self, model: str, temperature: float) -> None:
            super().__init__(max_tokens=3)

    module = ModuleType("llama_index.llms.mine")
    module.__all__, module.Mine, module.__spec__ = ["Mine"], Mine, sys.__spec__
    monkeypatch.setitem(sys.modules, "llama_index.llms.mine", module)
    assert words("mine#large")


def test_an_ollama_server_is_asked_at_its_address():
    with serving(how="error") as server, pytest.raises(LLMError):
        words(f"ollama:{server.address}#small")
    assert server.bodies[0]["options"] == {"temperature": 0.0, "num_ctx": 4096, "num_predict": 256}


def test_the_environment_names_an_llm(monkeypatch):
    monkeypatch.setenv("QUOTED_LLM", "openai-like:http://127.0.0.1:1/v1#small")
    assert Settings().llm.endswith("#small")
    assert Settings(llm="").llm == ""
    assert Settings().hash != Settings(llm="").hash
    monkeypatch.delenv("QUOTED_LLM")
    assert Settings() == Settings(llm="")
