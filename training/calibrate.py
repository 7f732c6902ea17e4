"""Fit the curve from the reader's score to the probability of being right, on unseen articles.

    python -m training.calibrate DATA

Each article is a folder of documents, a paragraph a document, and each question goes the whole way
through search and reader. A probability needs a share of questions that cannot be answered: SHARES
says what is assumed. Of those one half are SQuAD 2.0's own and one half have had their paragraph
taken out of the hits. The articles are not those that the reader was trained on, nor those that
training/measure.py measures.
"""

import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from index import open_index
from qa import Settings
from qa.calibration import FILE, signs
from qa.datatypes import Span
from qa.rerank import rerank
from qa.span_reader import load_reader
from training.examples import calibration_articles

QUESTIONS = 24
IMPOSSIBLE = 200
"""Of an article with questions that cannot be answered, so many are asked: there are only two such articles."""
SEED = 0
SHARES = {"answerable": 0.75, "impossible": 0.125, "taken out": 0.125}
"""What people are taken to ask: three questions of four that their documents answer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The signs of the best span, and whether it was right."""

    signs: tuple[float, float]
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
        count = IMPOSSIBLE if any(qa.get("is_impossible") for _, qa in asked) else QUESTIONS
        for source, qa in draw.sample(asked, min(count, len(asked))):
            hits = index.search(qa["question"], Settings().hits)
            spans = rerank(load_reader().read(qa["question"], hits), hits)
            answers = [] if qa.get("is_impossible") else qa["answers"]
            best = spans[0]
            right = best.chunk.source == source and any(_holds(best, answer) for answer in answers)
            yield Outcome(signs(spans), right, "answerable" if answers else "impossible")
            # Chunks are read one by one, so what the reader says without a paragraph is what is left.
            others = [span for span in spans if span.chunk.source != source]
            if answers and others:
                yield Outcome(signs(others), False, "taken out")
        index.close()


def _holds(span: Span, answer: dict[str, Any]) -> bool:
    """Whether the sentence that would be quoted holds the answer."""
    first, last = span.sentence
    return bool(first <= answer["answer_start"] and answer["answer_start"] + len(answer["text"]) <= last)


def weights(found: list[Outcome]) -> NDArray[np.float64]:
    """What each outcome counts, so that each kind has its share."""
    counts = Counter(each.kind for each in found)
    return np.array([SHARES[each.kind] / counts[each.kind] for each in found]) * len(found)


def main() -> None:
    draw = random.Random(SEED)
    found: list[Outcome] = []
    for number, article in enumerate(articles := calibration_articles(Path(sys.argv[1]))):
        found += outcomes(article, draw)
        print(number + 1, "of", len(articles), "articles", file=sys.stderr)
    features = np.array([each.signs for each in found])
    right = np.array([each.right for each in found])
    share = weights(found)
    curve = LogisticRegression(C=1e6).fit(features, right, share)
    values = {
        "command": "python -m training.calibrate DATA",
        "data": ["SQuAD 1.1 train, every twelfth article", "SQuAD 2.0 dev, two articles of the open half"],
        "questions": Counter(each.kind for each in found),
        "shares": SHARES,
        "right_sentence_first": round(float(np.mean([each.right for each in found if each.kind == "answerable"])), 3),
        "auroc_right": round(float(roc_auc_score(right, curve.predict_proba(features)[:, 1], sample_weight=share)), 3),
        "intercept": round(float(curve.intercept_[0]), 4),
        **dict(zip(("score", "margin"), np.round(curve.coef_[0], 4).tolist(), strict=True)),
    }
    FILE.write_text(json.dumps(values, indent=2) + "\n", "utf-8")
    print(json.dumps(values, indent=2))


if __name__ == "__main__":
    main()
