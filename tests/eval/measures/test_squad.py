"""SQuAD's measures against examples by hand, and against the official script.

From `normalize_answer` to `compute_f1` the functions are those of evaluate-v2.0.py (Rajpurkar, Jia and Liang 2018;
https://worksheets.codalab.org/rest/bundles/0x6b567e1cf2e041ec80d7098f031c5c9e/contents/blob/), laid
out anew; `best` does with one question what its get_raw_scores does.
"""

import collections
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures.squad import exact_match, f1, normalised


def normalize_answer(s):
    """Lower text and remove punctuation, articles and extra whitespace."""

    def remove_articles(text):
        regex = re.compile(r"\b(a|an|the)\b", re.UNICODE)
        return re.sub(regex, " ", text)

    def white_space_fix(text):
        return " ".join(text.split())

    def remove_punc(text):
        exclude = set(string.punctuation)
        return "".join(ch for ch in text if ch not in exclude)

    def lower(text):
        return text.lower()

    return white_space_fix(remove_articles(remove_punc(lower(s))))


def get_tokens(s):
    if not s:
        return []
    return normalize_answer(s).split()


def compute_exact(a_gold, a_pred):
    return int(normalize_answer(a_gold) == normalize_answer(a_pred))


def compute_f1(a_gold, a_pred):
    gold_toks = get_tokens(a_gold)
    pred_toks = get_tokens(a_pred)
    common = collections.Counter(gold_toks) & collections.Counter(pred_toks)
    num_same = sum(common.values())
    if len(gold_toks) == 0 or len(pred_toks) == 0:
        # If either is no-answer, then F1 is 1 if they agree, 0 otherwise
        return int(gold_toks == pred_toks)
    if num_same == 0:
        return 0
    precision = 1.0 * num_same / len(pred_toks)
    recall = 1.0 * num_same / len(gold_toks)
    f1 = (2 * precision * recall) / (precision + recall)
    return f1  # noqa: RET504  # as the script has it


def best(compute, a_pred, answers):
    gold_answers = [a for a in answers if normalize_answer(a)]
    if not gold_answers:
        # For unanswerable questions, only correct answer is empty string
        gold_answers = [""]
    return max(compute(a, a_pred) for a in gold_answers)


def test_normalising_as_the_official_script_does():
    assert normalised("The  Long, Bridge's end!") == ["long", "bridges", "end"]


@pytest.mark.parametrize(
    ("answer", "accepted", "match", "overlap"),
    [
        ("the bridge", ["Bridge"], 1, 1),
        ("3 May 1998", ["May 1998", "1999"], 0, 0.8),
        ("May May May", ["May 1998"], 0, 0.4),
        ("ferry", ["bridge"], 0, 0),
        ("the", ["a"], 1, 1),
        ("the", ["a", "bridge"], 0, 0),
        ("", ["bridge"], 0, 0),
        ("ferry", [], 0, 0),
        ("", [], 1, 1),
    ],
)
def test_exact_match_and_f1_by_hand(answer, accepted, match, overlap):
    assert exact_match(answer, accepted) == match
    assert f1(answer, accepted) == pytest.approx(overlap)


WORDS = st.sampled_from(
    ["the", "The", "a", "an", "Bridge", "bridge's", "“long”", "1998", "-", "...", "\N{NO-BREAK SPACE}", "İst", "ß"]
)
TEXTS = st.lists(WORDS, max_size=6).map(" ".join) | st.text(max_size=12)


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_both_are_those_of_the_official_script(answer, accepted):
    assert exact_match(answer, accepted) == best(compute_exact, answer, accepted)
    assert f1(answer, accepted) == pytest.approx(best(compute_f1, answer, accepted))
