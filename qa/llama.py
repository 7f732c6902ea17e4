"""llama-index's clients of LLMs. The only file of this package that imports it.

Nothing is sent to any address but the one that was named: redirects are not followed, and of what the
environment holds for other services (keys, proxies, headers) nothing is used. Servers on one's own
machine want no key; where an address wants one, it is in the environment as QUOTED_LLM_KEY.
"""

import os
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from index.once import once
from qa.llm import ANSWER_TOKENS, CONTEXT, LLM, Message

KEY = "QUOTED_LLM_KEY"
_HEADERS = frozenset(
    "host accept accept-encoding authorization connection content-length content-type user-agent".split()
)
"""What is sent with a request; the clients would add the environment's, and what computer this is."""


def stream(llm: LLM, messages: Sequence[Message], seconds: float) -> Iterator[str]:
    """The words of an LLM's answer as they come; raises what its client raises."""
    for part in _client(llm, seconds).stream_chat(_chat(messages)):
        yield part.delta or ""


def _chat(messages: Sequence[Message]) -> list[Any]:
    from llama_index.core.llms import ChatMessage

    return [ChatMessage(role=message.role, content=message.text) for message in messages]


@once
def _client(llm: LLM, seconds: float) -> Any:
    if llm.provider == "openai-like":
        return _openai_like(llm, seconds)
    if llm.provider == "ollama":
        return _ollama(llm, seconds)
    module = import_module(llm.module)
    return getattr(module, module.__all__[0])(model=llm.model, temperature=0.0)


def _openai_like(llm: LLM, seconds: float) -> Any:
    """Any server that speaks as OpenAI's does: llama.cpp, vLLM, LM Studio and the rest."""
    import httpx
    from llama_index.core.llms import LLMMetadata
    from llama_index.llms.openai import OpenAI

    class OpenAILike(OpenAI):
        """llama-index's own class of this name needs an older transformers than the rest works with."""

        @property
        def metadata(self) -> LLMMetadata:  # OpenAI's own would know OpenAI's models only
            return LLMMetadata(context_window=CONTEXT, is_chat_model=True, model_name=self.model)

    client: Any = OpenAILike  # whose own __init__ takes more than its fields
    return client(
        model=llm.model,
        api_base=llm.address,
        api_key=os.environ.get(KEY, "none"),
        temperature=0.0,
        max_tokens=ANSWER_TOKENS,
        max_retries=0,
        http_client=httpx.Client(
            timeout=seconds, follow_redirects=False, trust_env=False, event_hooks={"request": [_only_what_is_needed]}
        ),
    )


def _ollama(llm: LLM, seconds: float) -> Any:
    from llama_index.llms.ollama import Ollama
    from ollama import Client

    key = os.environ.get(KEY)
    headers = {"Authorization": f"Bearer {key}"} if key else None
    return Ollama(
        model=llm.model,
        temperature=0.0,
        context_window=CONTEXT,
        additional_kwargs={"num_predict": ANSWER_TOKENS},
        client=Client(llm.address, timeout=seconds, follow_redirects=False, trust_env=False, headers=headers),
    )


def _only_what_is_needed(request: Any) -> None:
    for name in set(request.headers) - _HEADERS:
        del request.headers[name]
