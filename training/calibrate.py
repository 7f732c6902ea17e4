"""Fit the curve from the reader's score to the probability of being right, on unseen articles.

    python -m training.calibrate DATA

Each article is a folder of documents, a paragraph a document, and each question goes the whole way
through search and reader. Half of the questions are answerable; of the others one half are SQuAD
2.0's own unanswerable ones and one half have had their paragraph taken out of the hits. The
articles are of those that the reader was not trained on, and not those of training/measure.py.
"""

import json
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from index import open_index
from qa.calibration import FILE, unknown_share
from qa.datatypes import Span
from qa.span_reader import load_reader
from training.examples import calibration_articles

HITS = 10
QUESTIONS = 40
SEED = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best span's score, the share of unknown words, and whether the span was right."""

    score: float
    unknown: float
    right: bool
    kind: str


def outcomes(article: dict[str, Any], draw: random.Random) -> Iterator[Outcome]:
    """The questions of one article; an answerable one comes twice, with and without its paragraph."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "documents")
        folder.mkdir()
        asked = []
        for at, paragraph in enumerate(article["paragraphs"]):
            Path(folder, f"{at:04d}.txt").write_text(paragraph["context"], "utf-8")
            asked += [(f"{at:04d}.txt", qa) for qa in paragraph["qas"]]
        index = open_index(folder, index_dir=Path(name, "index"))
        for source, qa in draw.sample(asked, min(QUESTIONS, len(asked))):
            spans = load_reader().read(qa["question"], index.search(qa["question"], HITS))
            unknown = unknown_share(index.terms(qa["question"]))
            answers = [] if qa.get("is_impossible") else qa["answers"]
            best = spans[0]
            right = best.chunk.source == source and any(_holds(best, answer) for answer in answers)
            yield Outcome(best.score, unknown, right, "answerable" if answers else "impossible")
            # Chunks are read one by one, so what the reader says without a paragraph is what is left.
            others = [span for span in spans if span.chunk.source != source]
            if answers and others:
                yield Outcome(others[0].score, unknown, False, "taken out")
        index.close()


def _holds(span: Span, answer: dict[str, Any]) -> bool:
    """Whether the sentence that would be quoted holds the answer."""
    first, last = span.sentence
    return bool(first <= answer["answer_start"] and answer["answer_start"] + len(answer["text"]) <= last)


def balanced(found: list[Outcome], draw: random.Random) -> list[Outcome]:
    kinds = {kind: [each for each in found if each.kind == kind] for kind in ("answerable", "impossible", "taken out")}
    half = min(len(kinds["answerable"]) // 2, len(kinds["impossible"]), len(kinds["taken out"]))
    chosen = draw.sample(kinds["answerable"], 2 * half)
    return chosen + draw.sample(kinds["impossible"], half) + draw.sample(kinds["taken out"], half)


def main() -> None:
    draw = random.Random(SEED)
    found: list[Outcome] = []
    for number, article in enumerate(articles := calibration_articles(Path(sys.argv[1]))):
        found += outcomes(article, draw)
        print(number + 1, "of", len(articles), "articles", file=sys.stderr)
    sample = balanced(found, draw)
    features = np.array([[each.score, each.unknown] for each in sample])
    right = np.array([each.right for each in sample])
    curve = LogisticRegression(C=1e6).fit(features, right)
    answerable = [each.right for each in sample if each.kind == "answerable"]
    values = {
        "command": "python -m training.calibrate DATA",
        "data": ["SQuAD 1.1 train, every twelfth article", "SQuAD 2.0 dev, every fourth article of the open half"],
        "questions": len(sample),
        "right_sentence_first": round(float(np.mean(answerable)), 3),
        "auroc_right": round(float(roc_auc_score(right, curve.predict_proba(features)[:, 1])), 3),
        "intercept": round(float(curve.intercept_[0]), 4),
        "score": round(float(curve.coef_[0][0]), 4),
        "unknown": round(float(curve.coef_[0][1]), 4),
    }
    FILE.write_text(json.dumps(values, indent=2) + "\n", "utf-8")
    print(json.dumps(values, indent=2))


if __name__ == "__main__":
    main()
