"""Measure the reader on SQuAD 2.0 articles that nothing was fitted on.

    python -m training.measure DATA

Reading the gold paragraph: exact match and F1 on the answerable questions, and AUROC of the score
between answerable and unanswerable. Wrong passages: AUROC between the gold paragraph and the best
other paragraph of the article by BM25 that holds no answer. With 95 % intervals over questions.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from eval.measures.squad import exact_match, f1
from index import Chunk, Hit
from index.words import stems
from qa.datatypes import Span
from qa.span_reader import load_reader
from training.examples import chunks_of, clean_articles

RESAMPLES = 1000
Figures = NDArray[np.float64]


def best_span(question: str, chunks: Sequence[Chunk]) -> Span:
    """What the reader marks, whatever it thinks of it."""
    return load_reader().read(question, [Hit(chunk, 0.0, None, None) for chunk in chunks])[0]


def wrong_paragraph(question: str, answers: Sequence[str], paragraphs: Sequence[str], engine: Any) -> str | None:
    """The best paragraph by BM25 without any of the answers."""
    ranked, _ = engine.retrieve([stems(question)], k=min(12, len(paragraphs)), show_progress=False)
    texts = [paragraphs[int(at)] for at in ranked[0]]
    return next((text for text in texts if not any(answer.lower() in text.lower() for answer in answers)), None)


def measure(articles: Sequence[dict[str, Any]]) -> None:
    import bm25s

    matches, overlaps, answerable, impossible, wrong = [], [], [], [], []
    for article in articles:
        paragraphs = [paragraph["context"] for paragraph in article["paragraphs"]]
        engine = bm25s.BM25()
        engine.index([stems(text) for text in paragraphs], show_progress=False)
        for paragraph in article["paragraphs"]:
            chunks = chunks_of(paragraph["context"])
            for qa in paragraph["qas"]:
                span = best_span(qa["question"], chunks)
                if qa["is_impossible"]:
                    impossible.append(span.score)
                    continue
                accepted = [answer["text"] for answer in qa["answers"]]
                text = span.chunk.slice(span.start, span.end)
                matches.append(exact_match(text, accepted))
                overlaps.append(f1(text, accepted))
                answerable.append(span.score)
                if other := wrong_paragraph(qa["question"], accepted, paragraphs, engine):
                    wrong.append(best_span(qa["question"], chunks_of(other)).score)
    print(f"{len(answerable)} answerable, {len(impossible)} unanswerable questions of {len(articles)} articles")
    show("exact match", [matches], lambda values: float(values.mean()))
    show("F1", [overlaps], lambda values: float(values.mean()))
    show("AUROC answerable / unanswerable", [answerable, impossible], auroc)
    show("AUROC gold / wrong paragraph", [answerable, wrong], auroc)


def auroc(positive: Figures, negative: Figures) -> float:
    """The probability that a positive scores higher than a negative."""
    labels = np.repeat([1, 0], [len(positive), len(negative)])
    return float(roc_auc_score(labels, np.concatenate([positive, negative])))


def show(name: str, samples: Sequence[Sequence[float]], statistic: Callable[..., float]) -> None:
    """A figure with its percentile bootstrap interval."""
    arrays, draw = [np.array(sample) for sample in samples], np.random.default_rng(0)
    again = [statistic(*(draw.choice(array, len(array)) for array in arrays)) for _ in range(RESAMPLES)]
    low, high = np.percentile(again, [2.5, 97.5])
    print(f"{name:34} {statistic(*arrays):.3f} ({low:.3f} to {high:.3f})")


if __name__ == "__main__":
    measure(clean_articles(Path(sys.argv[1])))
