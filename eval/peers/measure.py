"""A pipeline and questions → how it did: every question's outcome, seconds, and memory.

Runs in a process of its own, so that no pipeline finds what another has loaded, and memory is one
pipeline's.
"""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from eval.measures.evidence import holds
from eval.peers.datatypes import Ask, Build, Corpus, Found
from eval.peers.place import place
from eval.questions.dataset import Nugget, Question
from eval.questions.schema import Split
from index import Document, open_document

FIRST = 5
"""How many of the passages a person is supposed to look at."""

ENVIRONMENT = {
    "CUDA_VISIBLE_DEVICES": "",  # all of them on the same device
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "ORT_DISABLE_TELEMETRY": "1",  # onnxruntime's, which txtai loads too; its own code speaks to the network
    "TRANSFORMERS_OFFLINE": "1",
}
"""Set before a pipeline's library is imported: nothing is fetched, and nothing is told to anybody."""


@dataclass(frozen=True, slots=True)
class PeerOutcome:
    """One question as it went. What has no meaning for it is None: evidence where there is none to find.

    `words` are those of the answer, None where the pipeline says nothing; `passages` is how many it
    gives. Where asking raised, `error` says so, and the rest is None.
    """

    id: str
    split: Split
    cluster: str
    answerable: bool
    in_answer: bool | None = None
    in_first: bool | None = None
    silent: bool | None = None
    words: int | None = None
    passages: int | None = None
    seconds: float | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class PeerRun:
    """How a pipeline did with all the questions. Where it could not be built, `error` says why.

    `index_seconds` run from an interpreter that has loaded nothing to where questions can be asked,
    `peak_bytes` is the most memory that its process held, loading included.
    """

    outcomes: tuple[PeerOutcome, ...] = ()
    index_seconds: float | None = None
    peak_bytes: int | None = None
    error: str = ""

    @property
    def unscored(self) -> int:
        """How many questions raised."""
        return sum(bool(outcome.error) for outcome in self.outcomes)


def measure_apart(build: Build, corpus: Corpus, questions: Sequence[Question]) -> PeerRun:
    """`measure` in a spawned process, which speaks to nobody and ends with it."""
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(sender, build, corpus, questions), daemon=True)
    process.start()
    sender.close()  # so that only the process holds it, and its end is seen
    try:
        run: PeerRun = receiver.recv()
    except EOFError:
        run = PeerRun(error="its process ended before its work was done, perhaps for want of memory")
    process.join()
    return run


def measure(build: Build, corpus: Corpus, questions: Sequence[Question]) -> PeerRun:
    """Index the documents, and ask every question.

    The first is asked once before, so that loading models is no part of any answer's time.
    """

    @cache
    def read(source: str) -> Document:
        return open_document(source, corpus.sources)

    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        start = perf_counter()
        try:
            ask = build(corpus, Path(folder))
        except Exception as error:
            return PeerRun(error=_told(error))
        seconds = perf_counter() - start
        for question in questions[:1]:
            _outcome(question, ask, read)
        outcomes = tuple(_outcome(question, ask, read) for question in questions)
        return PeerRun(outcomes, seconds, _peak_bytes())


def _send(sender: "Connection[PeerRun, None]", build: Build, corpus: Corpus, questions: Sequence[Question]) -> None:
    os.environ.update(ENVIRONMENT)
    sender.send(measure(build, corpus, questions))


def _outcome(question: Question, ask: Ask, read: Callable[[str], Document]) -> PeerOutcome:
    about = (question.id, question.split, question.cluster, question.answerable)
    start = perf_counter()
    try:
        reply = ask(question)
        seconds = perf_counter() - start
        return PeerOutcome(
            *about,
            in_answer=_held(question.nuggets, reply.answer, read),
            in_first=_held(question.nuggets, reply.ranked[:FIRST], read),
            silent=not reply.answer,
            words=sum(len(found.text.split()) for found in reply.answer) if reply.answer else None,
            passages=len(reply.ranked),
            seconds=seconds,
        )
    except Exception as error:
        return PeerOutcome(*about, error=_told(error))


def _held(nuggets: Sequence[Nugget], passages: Iterable[Found], read: Callable[[str], Document]) -> bool | None:
    """Whether each nugget stands whole in one of the passages; None without nuggets."""
    if not nuggets:
        return None
    placed = [place(found, read(found.source)) for found in passages]
    return all(any(chunk is not None and holds(chunk, nugget) for chunk in placed) for nugget in nuggets)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _peak_bytes() -> int:
    from resource import RUSAGE_SELF, getrusage  # not on Windows

    peak = getrusage(RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
