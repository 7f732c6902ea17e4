"""Measure what the reader says of statements: DATA/grounding/dev.jsonl.gz and the written documents that are kept.

Long evidence is read chunk by chunk, as the index cuts it; what the best of its chunks supports or
contradicts is supported or contradicted. A statement that is supported in part counts as not supported.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from qa.reader import Reader
from training.examples import chunks_of, json_lines
from training.interval import Figures, balanced_accuracy, show
from training.note_questions import MEASURES, notes
from training.notes import EVERYDAY, HARD


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement's label, and the greatest probabilities over the chunks of its evidence."""

    label: str
    supported: float
    contradicted: float


def measure_statements(reader: Reader, data: Path, most: int | None) -> None:
    """Print the balanced accuracies of each source, of at most so many of its statements."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in json_lines(data / "grounding/dev.jsonl.gz"):
        rows["summedits" if row["source"].startswith("summedits") else row["source"]].append(row)
    for kind in (EVERYDAY, HARD):
        rows[f"{kind.name} documents"] = list(_written(kind))
    for source, found in sorted(rows.items()):
        _print(source, judged(reader, random.Random(0).sample(found, min(most or len(found), len(found)))))


def _written(folder: Path) -> Iterator[dict[str, Any]]:
    labels = {"+": "supported", "-": "refuted", "0": "not_enough_info"}
    for note in notes(MEASURES, folder):
        for query in note.queries:
            if query.kind in labels:
                yield {"claim": query.text, "evidence": note.text, "label": labels[query.kind]}


def judged(reader: Reader, rows: Sequence[dict[str, Any]]) -> list[Judged]:
    """What the reader says of each statement."""
    chunks = [[(row["claim"], chunk) for chunk in chunks_of(row["evidence"])] for row in rows]
    read = iter(reader.judge_all([pair for each in chunks for pair in each]))
    found = []
    for row, each in zip(rows, chunks, strict=True):
        said = list(islice(read, len(each)))
        supported = max((judgement.supported for judgement in said), default=0.0)  # some have no evidence at all
        contradicted = max((judgement.contradicted for judgement in said), default=0.0)
        found.append(Judged(row["label"], supported, contradicted))
    return found


def _print(source: str, found: Sequence[Judged]) -> None:
    print(f"{source}, {len(found)} statements: balanced accuracy")
    supported = [[each.supported for each in found if (each.label == "supported") == is_it] for is_it in (True, False)]
    refuted = [[each.contradicted for each in found if (each.label == "refuted") == is_it] for is_it in (True, False)]
    show("  supported or not, from .5", supported, balanced_accuracy)
    # The statements come in the order of a draw: every other one chooses the threshold, the rest measure it.
    (chosen_yes, yes), (chosen_no, no) = ((each[::2], each[1::2]) for each in supported)
    threshold = best_threshold(np.array(chosen_yes), np.array(chosen_no))
    show(
        f"  supported or not, from {threshold:.2f}, half",
        [yes, no],
        lambda yes, no: balanced_accuracy(yes, no, threshold),
    )
    show("  contradicted or not, from .5", refuted, balanced_accuracy)


def best_threshold(positive: Figures, negative: Figures) -> float:
    """The probability from which on the balanced accuracy is greatest."""
    thresholds = [percent / 100 for percent in range(1, 100)]
    return max(thresholds, key=lambda least: balanced_accuracy(positive, negative, least))
