"""SQuAD's own measures of an answer: exact match and token F1 (Rajpurkar et al. 2016)."""

import re
import string
from collections import Counter
from collections.abc import Sequence


def normalised(text: str) -> list[str]:
    """Words in lower case, without punctuation and articles, as the official script has them."""
    plain = "".join(char for char in text.lower() if char not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", plain).split()


def exact_match(answer: str, accepted: Sequence[str]) -> float:
    """1 where the answer equals one of the accepted ones after normalising, else 0."""
    return float(any(normalised(answer) == normalised(each) for each in accepted))


def f1(answer: str, accepted: Sequence[str]) -> float:
    """The harmonic mean of the words' precision and recall, for the best of the accepted answers."""
    return max(_f1(normalised(answer), normalised(each)) for each in accepted)


def _f1(found: list[str], gold: list[str]) -> float:
    if not found or not gold:
        return float(found == gold)
    same = sum((Counter(found) & Counter(gold)).values())
    return 2 * same / (len(found) + len(gold))
