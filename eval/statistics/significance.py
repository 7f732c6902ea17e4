"""How surely two runs over the same questions differ: p values of paired differences.

Under the null hypothesis a question may as well have gone the other way round in the two runs, so
that the sign of its difference is a coin's. All tests are two-sided and symmetric: of a loss that
was foreseen, p is half as large.
"""

from collections.abc import Sequence

import numpy as np

from eval.statistics.bootstrap import SEED

RESAMPLES = 9999
_BATCH = 1000  # signs are drawn so many resamples at a time, to bound the memory


def mcnemar(lost: int, gained: int) -> float:
    """The exact test of McNemar (1947): questions right in one run only are a fair coin's throws."""
    from scipy.stats import binomtest

    return float(binomtest(lost, lost + gained).pvalue) if lost + gained else 1.0


def paired_permutation(differences: Sequence[float], clusters: Sequence[str] | range) -> float:
    """The sign-flip test of a mean difference (Fisher 1935), exact where few enough signs can be flipped.

    Differences of one cluster keep their signs among themselves, for they are not independent.
    """
    from scipy.stats import permutation_test

    names, at = np.unique(clusters, return_inverse=True)
    sums = np.bincount(at, weights=np.array(differences, float), minlength=len(names))
    # What did not change has no sign to flip; the two zeros are for scipy, which wants two values.
    sums = np.append(sums[~np.isclose(sums, 0)], [0.0, 0.0])
    result = permutation_test(
        (sums,),
        lambda flipped, axis: flipped.sum(axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=_BATCH,
        rng=SEED,
    )
    return float(result.pvalue)


def holm(values: Sequence[float]) -> tuple[float, ...]:
    """p values corrected for their number, in their order: max over j <= i of min(1, (m - j + 1) p_(j)) (Holm 1979)."""
    adjusted, highest = [0.0] * len(values), 0.0
    for rank, at in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        highest = max(highest, min(1.0, (len(values) - rank) * values[at]))
        adjusted[at] = highest
    return tuple(adjusted)
