"""Public question sets by name, each prepared from the file that its owner publishes.

A suite is prepared as one or more pairs of documents and questions: where each question comes with
documents of its own, it is asked over those alone, and its pair is a folder of its own. Ids are
unique over all pairs of a suite. What counts as evidence is said in `eval/importers/`, one file a
layout.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eval.importers.bipia import write_bipia
from eval.importers.mtrag import write_mtrag
from eval.importers.multihop import write_multihop
from eval.importers.nq import write_nq
from eval.importers.ramdocs import write_ramdocs
from eval.importers.squad import ALL, write_squad
from eval.importers.writing import Prepared
from eval.questions.schema import DatasetError


@dataclass(frozen=True, slots=True)
class Choice:
    """Which part of a suite to ask: so many questions drawn with the seed, and what only some suites know."""

    limit: int | None = None
    seed: int = 0
    articles: slice | None = None
    distractors: Path | None = None


ANYTHING = Choice()
_PECULIAR = {"articles": ("squad2",), "distractors": ("squad2", "multihop-rag")}


@dataclass(frozen=True, slots=True)
class Suite:
    """A public question set. `data` says which of its owner's files it is prepared from."""

    name: str
    about: str
    data: str
    write: Callable[[Path, Path, Choice], tuple[Prepared, ...]]

    def prepare(self, data: Path, out: Path, choice: Choice = ANYTHING) -> tuple[Prepared, ...]:
        """Write documents and questions below `out`; again, where they are there already, costs next to nothing."""
        for name, suites in _PECULIAR.items():
            if getattr(choice, name) is not None and self.name not in suites:
                raise DatasetError(f"{self.name}: found {name}, expected it with {' or '.join(suites)}. Leave it out.")
        return self.write(data, out, choice)


def _squad(data: Path, out: Path, choice: Choice) -> tuple[Prepared, ...]:
    articles = ALL if choice.articles is None else choice.articles
    return (
        write_squad(data, out, limit=choice.limit, seed=choice.seed, articles=articles, distractors=choice.distractors),
    )


def article_slice(text: str) -> slice:
    """A::B and the like, as Python slices a list. Raises ValueError where it is none."""
    parts = [int(part) if part.strip() else None for part in text.split(":")]
    if not 2 <= len(parts) <= 3 or parts[2:] == [0]:
        raise ValueError(f"{text!r} is not START:STOP or START:STOP:STEP")
    return slice(*parts)


SUITES: dict[str, Suite] = {
    suite.name: suite
    for suite in (
        Suite("squad2", "questions on Wikipedia paragraphs, half of them without an answer", "dev-v2.0.json", _squad),
        Suite(
            "nq",
            "what people asked a search engine, each with the passage that answers",
            "nq-open-oracle.jsonl",
            lambda data, out, choice: (write_nq(data, out, limit=choice.limit, seed=choice.seed),),
        ),
        Suite(
            "multihop-rag",
            "questions whose evidence stands in several news articles",
            "MultiHopRAG.json, with corpus.json beside it",
            lambda data, out, choice: (
                write_multihop(data, out, limit=choice.limit, seed=choice.seed, distractors=choice.distractors),
            ),
        ),
        Suite(
            "ramdocs",
            "questions with several right answers, over documents some of which are wrong",
            "RAMDocs_test.jsonl",
            lambda data, out, choice: write_ramdocs(data, out, limit=choice.limit, seed=choice.seed),
        ),
        Suite(
            "mtrag",
            "the last question of a conversation",
            "a file of generation tasks, reference.jsonl",
            lambda data, out, choice: (write_mtrag(data, out, limit=choice.limit, seed=choice.seed),),
        ),
        Suite(
            "bipia",
            "the shipped questions, over the shipped documents with an instruction planted in them",
            "text_attack_test.json",
            lambda data, out, choice: write_bipia(data, out, limit=choice.limit, seed=choice.seed),
        ),
    )
}
