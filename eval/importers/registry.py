"""Every layout by name. Those of public question sets are suites, which `python -m eval --suite` asks.

A set is prepared as one or more pairs of documents and questions: where each question comes with
documents of its own, it is asked over those alone. Ids are unique over all pairs of a set.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eval.importers.beir import prepare_beir
from eval.importers.bipia import prepare_bipia
from eval.importers.mtrag import prepare_mtrag
from eval.importers.multihop import prepare_multihop
from eval.importers.nq import prepare_nq
from eval.importers.ramdocs import prepare_ramdocs
from eval.importers.squad import prepare_squad
from eval.importers.table import prepare_table
from eval.importers.writing import ANYTHING, Choice, Prepared
from eval.questions.schema import DatasetError


@dataclass(frozen=True, slots=True)
class Suite:
    """A layout. `data` says which of its owner's files it is read from, `knows` which choices are its own."""

    name: str
    data: str
    write: Callable[[Path, Path, Choice], tuple[Prepared, ...]]
    knows: tuple[str, ...] = ()

    def prepare(self, data: Path, out: Path, choice: Choice = ANYTHING) -> tuple[Prepared, ...]:
        """Write documents and questions below `out`; again, where they are there already, costs next to nothing."""
        for name in ("articles", "distractors"):
            if getattr(choice, name) is not None and name not in self.knows:
                known = " or ".join(suite.name for suite in SUITES.values() if name in suite.knows)
                raise DatasetError(f"{self.name}: found {name}, expected it with {known}. Leave it out.")
        return self.write(data, out, choice)


SUITES = {
    suite.name: suite
    for suite in (
        Suite("squad2", "dev-v2.0.json", prepare_squad, ("articles", "distractors")),
        Suite("nq", "nq-open-oracle.jsonl", prepare_nq),
        Suite("multihop-rag", "MultiHopRAG.json, with corpus.json beside it", prepare_multihop, ("distractors",)),
        Suite("ramdocs", "RAMDocs_test.jsonl", prepare_ramdocs),
        Suite("mtrag", "a file of generation tasks, reference.jsonl", prepare_mtrag),
        Suite("bipia", "text_attack_test.json", prepare_bipia),
    )
}
LAYOUTS = SUITES | {
    suite.name: suite
    for suite in (
        Suite("squad", "SQuAD 1.1 or 2.0, JSON", prepare_squad, ("articles", "distractors")),
        Suite("beir", "corpus.jsonl, queries.jsonl and qrels/test.tsv in a folder", prepare_beir),
        Suite("csv", "a table with the columns question, context and answer", prepare_table),
    )
}


def article_slice(text: str) -> slice:
    """A::B and the like, as Python slices a list. Raises ValueError where it is none."""
    parts = [int(part) if part.strip() else None for part in text.split(":")]
    if not 2 <= len(parts) <= 3 or parts[2:] == [0]:
        raise ValueError(f"{text!r} is not START:STOP or START:STOP:STEP")
    return slice(*parts)
