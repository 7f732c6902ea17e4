"""The pipelines by name: the package each comes with, and the function that builds it.

Each is what a person would write in ten lines, with the library's defaults and the model that
Quoted uses. None has an LLM, so what a stock pipeline answers is its first passage.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from eval.peers import haystack, llama_index, quoted, txtai
from eval.peers.datatypes import Build

EXTRA = "peers"
"""The extra of this project that installs them all."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A way from documents to answers, and the package that has to be installed for it."""

    name: str
    package: str
    build: Build

    @property
    def version(self) -> str | None:
        """The version of its package; None where it is not installed."""
        try:
            return version(self.package)
        except PackageNotFoundError:
            return None


PIPELINES: Mapping[str, Pipeline] = {
    pipeline.name: pipeline
    for pipeline in (
        Pipeline("Quoted", "quoted", quoted.build),
        Pipeline("llama-index", "llama-index-core", llama_index.build),
        Pipeline("txtai", "txtai", txtai.build),
        Pipeline("haystack", "haystack-ai", haystack.build),
    )
}
