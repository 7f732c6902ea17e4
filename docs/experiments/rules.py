"""What each rule beside the reader gives: every answer with it and without it, nothing held back.

    python docs/experiments/rules.py [--split dev]

Over the shipped sets. For each rule that is left out: answerable questions whose evidence is all shown, and
the AUROC of the confidence between right answers and all others (silence has confidence 0), as
differences to the program as it is, with 95 % intervals over questions (paired bootstrap).
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from unittest.mock import patch

import numpy as np
from sklearn.metrics import roc_auc_score

from eval import evaluate, load_questions
from index import Hit
from qa import Settings
from qa.conflict import answers
from qa.datatypes import AnswerSpan
from qa.reader import load_reader

Rows = list[tuple[bool, bool, float]]
"""Of each question: whether it can be answered, whether the answer is right, and its confidence."""


class Remembering:
    """The reader, which reads the same twice only once."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, str], list[AnswerSpan]] = {}

    def read(self, question: str, hits: Sequence[Hit]) -> tuple[AnswerSpan, ...]:
        missing = [hit.chunk for hit in hits if (question, hit.chunk.chunk_id) not in self._read]
        for chunk, spans in zip(missing, load_reader().read_all([(question, each) for each in missing]), strict=True):
            self._read[question, chunk.chunk_id] = spans
        found = [span for hit in hits for span in self._read[question, hit.chunk.chunk_id]]
        return tuple(sorted(found, key=lambda span: (-span.score, span.chunk.chunk_id, span.start)))


def with_evidence(spans: Sequence[AnswerSpan], *, least: float) -> tuple[AnswerSpan, ...]:
    """The answers, with what else the passage of the best one has of evidence."""
    shown = answers(spans)
    beside = [span for span in spans if span.chunk == shown[0].chunk and span.evidence >= least] if shown else []
    return (*shown, *[span for span in beside if span not in shown][:8])


LEFT_OUT: dict[str, dict[str, object]] = {
    "nothing": {},
    **{
        f"(evidence from {least} is added)": {"qa.candidates.answers": partial(with_evidence, least=least)}
        for least in (0.3, 0.5, 0.7)
    },
    "broad questions": {"qa.decomposition.is_broad": lambda _: False},
    "mmr: the rank": {"qa.mmr.PRIOR": 0.0},
    "mmr: words of the question": {"qa.mmr.OVERLAP": 0.0},
    "mmr: far": {"qa.mmr.FAR": 1e9},
    "other documents nearly as sure": {"qa.conflict.NEARLY": 0.0},
    "other documents at least": {"qa.conflict.LEAST": -1e9},
    "sentences alike": {"qa.conflict.ALIKE": 9.0},
    "a sentence that points back": {"qa.compose.with_antecedent": lambda sentence, *_: sentence},
}


@contextmanager
def without(patches: dict[str, object], reader: Remembering) -> Iterator[None]:
    with ExitStack() as stack:
        stack.enter_context(patch("qa.ask.load_reader", lambda: reader))
        for target, value in patches.items():
            stack.enter_context(patch(target, value))
        yield


def rows(sets: Sequence[tuple[str, str]], split: str, reader: Remembering) -> Rows:
    found: Rows = []
    for name, sources in sets:
        asked = load_questions(f"eval/questions/{name}.jsonl", sources)
        chosen = tuple(each for each in asked.questions if split in (each.split, "all"))
        settings = Settings(min_confidence=0.0)
        for result in evaluate(replace(asked, questions=chosen), sources=sources, settings=settings):
            scores = result.scores
            assert scores is not None, result
            found.append((scores.answerable, scores.correct, scores.confidence if scores.answered else 0.0))
    return found


def figures(found: Rows, places: Sequence[int]) -> tuple[float, float]:
    chosen = [found[at] for at in places]
    right = float(np.mean([right for answerable, right, _ in chosen if answerable]))
    truth = [right for _, right, _ in chosen]
    return right, float(roc_auc_score(truth, [sure for *_, sure in chosen])) if len(set(truth)) == 2 else 0.5


def compared(base: Rows, other: Rows, measure: Callable[[Rows, Sequence[int]], tuple[float, float]]) -> str:
    draw = np.random.default_rng(0)
    whole = range(len(base))
    differences = np.array(measure(other, whole)) - np.array(measure(base, whole))
    drawn = [draw.integers(0, len(base), len(base)) for _ in range(1000)]
    spread = np.array([np.array(measure(other, each)) - np.array(measure(base, each)) for each in drawn])
    low, high = np.percentile(spread, [2.5, 97.5], axis=0)
    parts = [f"{d:+.3f} ({a:+.3f} to {b:+.3f})" for d, a, b in zip(differences, low, high, strict=True)]
    return " | ".join(parts)


def main(split: str) -> None:
    reader = Remembering()
    sets = [("seeds", "seeds"), ("notes", "eval/questions/notes")]
    found: dict[str, Rows] = {}
    print("| left out | right, of the answerable | AUROC right / not |\n| --- | --- | --- |")
    for name, patches in LEFT_OUT.items():
        with without(patches, reader):
            found[name] = rows(sets, split, reader)
        if name == "nothing":
            right, auroc = figures(found[name], range(len(found[name])))
            print(f"| nothing | {right:.3f} | {auroc:.3f} |", flush=True)
        else:
            print(f"| {name} | {compared(found['nothing'], found[name], figures)} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=["dev", "test", "all"], default="dev")
    main(**vars(parser.parse_args()))
    sys.stdout.flush()
