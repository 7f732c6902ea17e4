"""Fit the sentence reader's weights and the calibration of its probabilities.

    python -m training.sentence_reader SQUAD1_TRAIN.json.gz SQUAD2_DEV.json.gz

Each article is a folder of documents, a paragraph a document. A question's positives are the
sentences that hold its answer. Unanswerable are SQuAD 2.0's own, and every answerable question
once more with its paragraph taken out of the hits. Articles are dealt to three parts: the weights
are fitted on the first, the calibration on the second, and the figures are of the third alone.
"""

import gzip
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from index import Chunk, open_index
from index.opening import make_recipe
from qa.sentence_reader import Measures, SentenceReader

HITS = 10
ARTICLES = 24
"""How many articles of the first file are used; all of the second are."""
QUESTIONS = 60
"""How many questions of an article are used."""
SEED = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """A question's candidate sentences: measures of shape (sentences, 6), and which of them answer."""

    article: int
    answerable: bool
    measures: NDArray[np.float64]
    right: NDArray[np.bool_]
    sources: NDArray[np.str_]
    gold_source: str

    def without_gold(self) -> "Sample":
        """The same question where the documents do not say."""
        kept = self.sources != self.gold_source
        return Sample(self.article, False, self.measures[kept], self.right[kept] & False, self.sources[kept], "")


def articles(path: str) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = json.loads(gzip.decompress(Path(path).read_bytes()))["data"]
    return data


def samples(number: int, article: dict[str, Any], draw: random.Random) -> Iterator[Sample]:
    """The questions of one article, each with the sentences of its hits."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "documents")
        folder.mkdir()
        asked = []
        for at, paragraph in enumerate(article["paragraphs"]):
            Path(folder, f"{at:04d}.txt").write_text(paragraph["context"], "utf-8")
            asked += [(f"{at:04d}.txt", qa) for qa in paragraph["qas"]]
        index = open_index(folder, index_dir=Path(name, "index"))
        reader = SentenceReader(index, Measures(*[0.0] * len(fields(Measures))), 0.0)
        for source, qa in draw.sample(asked, min(QUESTIONS, len(asked))):
            answers = [] if qa.get("is_impossible") else qa["answers"]
            chunks = [hit.chunk for hit in index.search(qa["question"], HITS)]
            yield _sample(number, qa["question"], source, answers, chunks, reader)
        index.close()


def _sample(
    number: int, question: str, source: str, answers: list[dict[str, Any]], chunks: list[Chunk], reader: SentenceReader
) -> Sample:
    rows, right, sources = [], [], []
    for chunk in chunks:
        for (start, end), measures in reader.measure(question, chunk):
            rows.append(astuple(measures))
            sources.append(chunk.source)
            right.append(chunk.source == source and any(_holds(answer, start, end) for answer in answers))
    return Sample(number, bool(answers), np.array(rows), np.array(right), np.array(sources), source)


def _holds(answer: dict[str, Any], start: int, end: int) -> bool:
    return bool(start <= answer["answer_start"] and answer["answer_start"] + len(answer["text"]) <= end)


def fit_weights(part: list[Sample]) -> LogisticRegression:
    """Every candidate sentence is one example: does it answer?"""
    measures, right = np.concatenate([s.measures for s in part]), np.concatenate([s.right for s in part])
    return LogisticRegression(max_iter=1000).fit(measures, right)


def best(part: list[Sample], weights: LogisticRegression) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The score of each question's best sentence, and whether that sentence answers."""
    scores = [weights.decision_function(sample.measures) for sample in part]
    top = [int(np.argmax(score)) for score in scores]
    right = [sample.right[at] for sample, at in zip(part, top, strict=True)]
    return np.array([score[at] for score, at in zip(scores, top, strict=True)]), np.array(right)


def balanced(part: list[Sample], draw: random.Random) -> list[Sample]:
    """As many unanswerable questions as answerable ones, half of them with their paragraph taken out."""
    answerable = [sample for sample in part if sample.answerable]
    impossible = [sample for sample in part if not sample.answerable]
    gone = [gone for sample in answerable if len((gone := sample.without_gold()).right)]
    half = min(len(answerable) // 2, len(impossible), len(gone))
    return answerable + draw.sample(impossible, half) + draw.sample(gone, half)


def figures(part: list[Sample], weights: LogisticRegression, draw: random.Random) -> dict[str, float]:
    """Figures of articles on which nothing was fitted."""
    answerable = [sample for sample in part if sample.answerable]
    impossible = [sample for sample in part if not sample.answerable]
    gone = [gone for sample in answerable if len((gone := sample.without_gold()).right)]
    scores, right = best(answerable, weights)

    def auroc(others: list[Sample]) -> float:
        negative, _ = best(others, weights)
        labels = [1] * len(scores) + [0] * len(negative)
        return round(float(roc_auc_score(labels, np.concatenate([scores, negative]))), 3)

    return {
        "answerable": len(answerable),
        "impossible": len(impossible),
        "right_sentence_first": round(float(right.mean()), 3),
        "auroc_impossible": auroc(impossible),
        "auroc_paragraph_taken_out": auroc(gone),
    }


def main() -> None:
    make_recipe()
    draw = random.Random(SEED)
    first, second = articles(sys.argv[1]), articles(sys.argv[2])
    chosen = draw.sample(first, ARTICLES) + second
    parts: list[list[Sample]] = [[], [], []]
    for number, article in enumerate(chosen):
        parts[number % 3] += [sample for sample in samples(number, article, draw) if len(sample.right)]
        print(number + 1, "of", len(chosen), "articles", file=sys.stderr)
    fitting = [*parts[0], *(s.without_gold() for s in parts[0] if s.answerable and (s.sources != s.gold_source).any())]
    weights = fit_weights(fitting)
    scores, right = best(balanced(parts[1], draw), weights)
    curve = LogisticRegression(C=1e6).fit(scores[:, None], right)
    origin = {"command": "python -m training.sentence_reader", "data": ["SQuAD 1.1 train", "SQuAD 2.0 dev, open half"]}
    write(
        "qa/sentence_reader.json",
        {
            **origin,
            "figures_on_other_articles": figures(parts[2], weights, draw),
            "weights": asdict(Measures(*[round(float(weight), 4) for weight in weights.coef_[0]])),
            "bias": round(float(weights.intercept_[0]), 4),
        },
    )
    write(
        "qa/calibration.json",
        {
            **origin,
            "questions": len(right),
            "intercept": round(float(curve.intercept_[0]), 4),
            "weight": round(float(curve.coef_[0][0]), 4),
        },
    )


def write(name: str, values: dict[str, Any]) -> None:
    Path(__file__).parent.parent.joinpath(name).write_text(json.dumps(values, indent=2) + "\n", "utf-8")
    print(name, json.dumps(values))


if __name__ == "__main__":
    main()
