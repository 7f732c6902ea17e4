"""p values, by hand, and how often they raise a false alarm."""

import numpy as np
import pytest

from eval.statistics.significance import holm, mcnemar, paired_permutation


@pytest.mark.parametrize(
    ("lost", "gained", "p"),
    [(0, 0, 1), (1, 0, 1), (5, 5, 1), (0, 6, 2 / 2**6), (1, 6, 2 * (1 + 7) / 2**7), (10, 2, 2 * (1 + 12 + 66) / 2**12)],
)
def test_mcnemar_counts_the_throws_of_a_coin(lost, gained, p):
    assert mcnemar(lost, gained) == pytest.approx(p)
    assert mcnemar(gained, lost) == mcnemar(lost, gained)


@pytest.mark.parametrize(
    ("differences", "p"),
    [
        ([], 1),
        ([0.0, 0.0, 0.0], 1),
        ([0.5], 1),
        ([1.0] * 5, 2 / 2**5),
        ([1.0] * 5 + [0.0] * 1000, 2 / 2**5),
        ([3.0, 2.0, -1.0], 4 / 2**3),  # sums of 4 or more: 6 and 4, and as many of the other sign
    ],
)
def test_few_signs_are_flipped_in_every_way(differences, p):
    found = paired_permutation(differences, range(len(differences)))
    assert found == pytest.approx(p)
    assert paired_permutation([-one for one in differences], range(len(differences))) == pytest.approx(found)


def test_many_signs_are_flipped_at_random_and_give_the_same_p_each_time():
    differences = list(np.random.default_rng(0).normal(0.1, 1, 300))
    found = paired_permutation(differences, range(300))
    assert found == paired_permutation(differences, range(300))
    z = np.sum(differences) / np.sqrt(np.sum(np.square(differences)))
    from scipy.stats import norm

    assert found == pytest.approx(2 * norm.sf(abs(z)), abs=0.02)


def test_a_cluster_keeps_its_signs_together():
    differences = [1.0, -1.0] * 2 + [1.0, 1.0] * 4
    clusters = [name for name in "abcdef" for _ in range(2)]
    assert paired_permutation(differences, clusters) == pytest.approx(2 / 2**4)


def test_a_whole_cluster_that_sways_as_one_raises_few_false_alarms():
    random = np.random.default_rng(3)
    sways = np.repeat(random.normal(size=(200, 12)), 10, axis=1) + random.normal(size=(200, 120)) / 10
    clusters = [str(at // 10) for at in range(120)]
    alarms = [paired_permutation(list(sway), clusters) <= 0.05 for sway in sways]
    assert np.mean(alarms) <= 0.08
    naive = [paired_permutation(list(sway), range(120)) <= 0.05 for sway in sways[:20]]
    assert np.mean(naive) >= 0.3


def test_holm_corrects_the_smallest_most_and_keeps_the_order():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([0.5, 0.9]) == (1.0, 1.0)
    assert holm([0.04]) == (0.04,)
    assert holm([]) == ()
