"""SQuAD's own measures of an answer: exact match and token F1 (Rajpurkar et al. 2016).

F1 = 2 |shared words| / (|words found| + |words accepted|), the harmonic mean of their precision and
recall. As in the script that SQuAD 2.0 is scored with, an accepted answer that is empty after
normalising is left out, and where none remains the empty answer is the accepted one.
"""

import re
import string
from collections import Counter
from collections.abc import Sequence

_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalised(text: str) -> list[str]:
    """Words in lower case, without punctuation and articles, as the official script has them."""
    return re.sub(r"\b(a|an|the)\b", " ", text.lower().translate(_PUNCTUATION)).split()


def exact_match(answer: str, accepted: Sequence[str]) -> float:
    """1 where the answer equals one of the accepted ones after normalising, else 0."""
    return float(normalised(answer) in _gold(accepted))


def f1(answer: str, accepted: Sequence[str]) -> float:
    """The F1 of the answer's words, for the best of the accepted answers."""
    return max(_f1(normalised(answer), words) for words in _gold(accepted))


def _gold(accepted: Sequence[str]) -> list[list[str]]:
    return [words for each in accepted if (words := normalised(each))] or [[]]


def _f1(found: list[str], gold: list[str]) -> float:
    if not found or not gold:
        return float(found == gold)
    return 2 * (Counter(found) & Counter(gold)).total() / (len(found) + len(gold))
