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
from eval.importers.squad import write_squad
from eval.importers.writing import ALL, Choice, Prepared
from eval.questions.schema import DatasetError

_PECULIAR = {"articles": ("squad2",), "distractors": ("squad2", "multihop-rag")}


@dataclass(frozen=True, slots=True)
class Suite:
    """A public question set. `data` says which of its owner's files it is prepared from."""

    name: str
    data: str
    write: Callable[[Path, Path, Choice], Prepared | tuple[Prepared, ...]]

    def prepare(self, data: Path, out: Path, choice: Choice = ALL) -> tuple[Prepared, ...]:
        """Write documents and questions below `out`; again, where they are there already, costs next to nothing."""
        for name, suites in _PECULIAR.items():
            if getattr(choice, name) is not None and self.name not in suites:
                raise DatasetError(f"{self.name}: found {name}, expected it with {' or '.join(suites)}. Leave it out.")
        prepared = self.write(data, out, choice)
        return prepared if isinstance(prepared, tuple) else (prepared,)


def article_slice(text: str) -> slice:
    """A::B and the like, as Python slices a list. Raises ValueError where it is none."""
    parts = [int(part) if part.strip() else None for part in text.split(":")]
    if not 2 <= len(parts) <= 3 or parts[2:] == [0]:
        raise ValueError(f"{text!r} is not START:STOP or START:STOP:STEP")
    return slice(*parts)


SUITES = {
    suite.name: suite
    for suite in (
        # Questions on Wikipedia paragraphs, half of them without an answer.
        Suite("squad2", "dev-v2.0.json", write_squad),
        # What people asked a search engine, each with the passage that answers.
        Suite("nq", "nq-open-oracle.jsonl", write_nq),
        # Questions whose evidence stands in several news articles.
        Suite("multihop-rag", "MultiHopRAG.json, with corpus.json beside it", write_multihop),
        # Questions with several right answers, over documents some of which are wrong.
        Suite("ramdocs", "RAMDocs_test.jsonl", write_ramdocs),
        # The last question of a conversation.
        Suite("mtrag", "a file of generation tasks, reference.jsonl", write_mtrag),
        # The shipped questions, over the shipped documents with an instruction planted in them.
        Suite("bipia", "text_attack_test.json", write_bipia),
    )
}
