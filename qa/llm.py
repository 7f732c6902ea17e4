"""An LLM, where the settings name one: whose, where and which, and the words it writes.

    PROVIDER:ADDRESS#MODEL    openai-like:http://127.0.0.1:8080/v1#qwen    ollama:http://127.0.0.1:11434#llama3.2
    PROVIDER#MODEL            any other integration of llama-index that is installed, by its package's last name

Knows nothing of questions and documents; qa/llama.py speaks to it.
"""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Literal

from index.datatypes import LLMError, SettingsError

CONTEXT = 4096
"""Tokens that prompt and answer have together: what the small models on one's own machine are mostly served with."""
ANSWER_TOKENS = 256
MOST_CHARACTERS = 4000
"""What writes more than this does not come to an end."""

_SPEC = re.compile(r"(?P<provider>[a-z][a-z0-9_-]*)(?::(?P<address>https?://[^\s#]+))?#(?P<model>\S+)")
_EXTRAS = {"openai-like": ("llm", "openai"), "ollama": ("ollama", "ollama")}
"""The extra that brings a provider, and its module below llama_index.llms."""
_Arrived = SimpleQueue[str | Exception | None]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class LLM:
    """Whose LLM, where, and which; `module` is llama-index's integration."""

    provider: str
    address: str
    model: str

    @classmethod
    def named(cls, spec: str) -> "LLM":
        """The LLM that a setting names. Raises SettingsError where it names none, or its package is not installed."""
        found = _SPEC.fullmatch(spec)
        if not found or (found["provider"] in _EXTRAS and not found["address"]):
            raise SettingsError(
                f"llm is {spec!r}; it can be openai-like:ADDRESS#MODEL, such as "
                "openai-like:http://127.0.0.1:8080/v1#qwen, ollama:ADDRESS#MODEL, or PROVIDER#MODEL for another "
                "integration of llama-index."
            )
        llm = cls(found["provider"], found["address"] or "", found["model"])
        if not _installed(llm.module):
            extra, name = _EXTRAS.get(llm.provider, ("", llm.provider))
            package = f"-c constraints.txt -e '.[{extra}]'" if extra else f"llama-index-llms-{name.replace('_', '-')}"
            raise SettingsError(f"llm is {spec!r}, for which a package is missing: pip install {package}")
        return llm

    @property
    def module(self) -> str:
        """The module of llama-index's integration."""
        _, name = _EXTRAS.get(self.provider, ("", self.provider))
        return f"llama_index.llms.{name.replace('-', '_')}"

    def write(self, messages: Sequence[Message], seconds: float) -> Iterator[str]:
        """The words of the answer as they come. Raises LLMError where that fails or takes longer than `seconds`.

        It is read in a thread of its own, so that nobody waits for a server that never answers.
        """
        deadline, length = time.monotonic() + seconds, 0
        arrived, left = _Arrived(), Event()
        asked = self._words(messages, seconds)
        Thread(target=_receive, args=(asked, arrived, left), daemon=True).start()
        try:
            while (words := self._next(arrived, deadline, seconds)) is not None:
                if (length := length + len(words)) > MOST_CHARACTERS:
                    raise LLMError(f"{self.model} did not come to an end.")
                yield words
        finally:
            left.set()

    def _next(self, arrived: _Arrived, deadline: float, seconds: float) -> str | None:
        """What comes next; None at the end."""
        try:
            words = arrived.get(timeout=max(0.0, deadline - time.monotonic()))
        except Empty:
            raise LLMError(f"{self.model} was not done after {seconds:g} seconds.") from None
        if isinstance(words, Exception):
            raise LLMError(f"{self.model} failed ({type(words).__name__}).") from words
        return words

    def _words(self, messages: Sequence[Message], seconds: float) -> Iterator[str]:
        from qa.llama import stream

        yield from stream(self, messages, seconds)


def _receive(asked: Iterator[str], arrived: _Arrived, left: Event) -> None:
    """Take in what an LLM writes until it ends, fails, or nobody is there any more."""
    try:
        for words in asked:
            if left.is_set():
                return
            arrived.put(words)
        arrived.put(None)
    except Exception as error:  # every integration has errors of its own, and garbage may raise any
        arrived.put(error)


def _installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # not even the package above it is there
        return False
