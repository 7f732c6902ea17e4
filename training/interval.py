"""A figure with its percentile bootstrap interval."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

RESAMPLES = 1000
Figures = NDArray[np.float64]


def show(name: str, samples: Sequence[Sequence[float]], statistic: Callable[..., float]) -> None:
    """Print the statistic of the samples and its 95 % interval; nothing where a sample is empty."""
    arrays, draw = [np.array(sample) for sample in samples], np.random.default_rng(0)
    if not all(map(len, arrays)):
        return
    again = [statistic(*(draw.choice(array, len(array)) for array in arrays)) for _ in range(RESAMPLES)]
    low, high = np.percentile(again, [2.5, 97.5])
    print(f"{name:44} {statistic(*arrays):.3f} ({low:.3f} to {high:.3f})", flush=True)


def mean(values: Figures) -> float:
    """The mean."""
    return float(values.mean())


def auroc(positive: Figures, negative: Figures) -> float:
    """The probability that a positive scores higher than a negative."""
    labels = np.repeat([1, 0], [len(positive), len(negative)])
    return float(roc_auc_score(labels, np.concatenate([positive, negative])))


def balanced_accuracy(positive: Figures, negative: Figures, threshold: float = 0.5) -> float:
    """The mean of both classes' accuracies, where what reaches the threshold counts as positive."""
    return float((positive >= threshold).mean() + (negative < threshold).mean()) / 2
