"""READ FIRST. One question, from its words to its cited answer, step by step."""

import time
from collections.abc import Iterator, Sequence

from index import Sources
from qa.candidates import select
from qa.compose import compose
from qa.datatypes import Answer, Shown, Turn
from qa.decomposition import decompose, interleave, searched
from qa.question import checked
from qa.reader import load_reader
from qa.rerank import in_order
from qa.settings import Settings
from qa.written import written


def ask(
    question: str,
    sources: Sources = None,
    history: Sequence[Turn] = (),
    settings: Settings | None = None,
    only: Sequence[str] | None = None,
) -> Answer:
    """Answer a question from the documents in `sources`, in their own words.

    `sources` is a folder, a document or several (the documents that ship with the project, unless told);
    `history` the earlier turns, oldest first; `only` names those of the sources that are asked, all of
    them for None. Where the documents do not say, the answer's status is "not_in_sources". Raises
    QuotedError where the question is blank or too long, where nothing can be read, where `only` names
    what is not there, or where another process keeps writing the index.
    """
    *_, answer = stream(question, sources, history, settings, only)
    assert isinstance(answer, Answer)
    return answer


def stream(
    question: str,
    sources: Sources = None,
    history: Sequence[Turn] = (),
    settings: Settings | None = None,
    only: Sequence[str] | None = None,
) -> Iterator[Shown | Answer]:
    """As `ask`, but an LLM's sentences as they are checked and say what the quotes say; last the whole answer."""
    question, settings, clock = checked(question), settings or Settings(), Stopwatch()

    with settings.open_index(sources).snapshot(only) as index:
        clock.lap("index")

        sub_questions = decompose(question, history)
        standalone = searched(question, sub_questions)
        clock.lap("followup")

        candidates = []
        for sub_question in sub_questions:
            hits = index.search(sub_question.question, settings.hits)
            clock.lap("search")

            spans = load_reader().read(sub_question.question, hits)
            clock.lap("read")

            candidates.append(select(sub_question, hits, spans, settings.unanswerable_share))
            clock.lap("calibrate")

        draft = compose(candidates, index, settings.threshold)
        clock.lap("compose")

        if settings.llm:
            draft = yield from written(standalone, candidates, draft, load_reader(), index, settings)
            clock.lap("write")

    yield Answer(
        question=question,
        standalone_question=standalone,
        status=draft.status,
        text=draft.text,
        sentences=draft.sentences,
        citations=draft.citations,
        confidence=draft.confidence,
        hits=interleave([in_order(each.hits, each.spans) for each in candidates]),
        timings=clock.laps,
        settings_hash=settings.hash,
        index_version=index.version,
        notes=draft.notes,
        disagreeing=draft.disagreeing,
        perhaps=draft.perhaps,
        written_by=draft.written_by,
        left_out=draft.left_out,
    )


class Stopwatch:
    """Seconds a step, of all its laps; each lap runs from the one before."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self.laps[step] = round(self.laps.get(step, 0.0) + now - self._last, 6)
        self._last = now
