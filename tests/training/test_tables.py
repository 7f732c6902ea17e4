import random
import re

import pytest

from training.tables import group

MADE = [group(None, random.Random(seed))[0] for seed in range(400)]


def test_the_answer_stands_in_a_row_that_is_evidence():
    for example in MADE:
        evidence = [span for span, said in example.evidence if said]
        if example.span is None:
            assert not evidence
        else:
            assert any(start <= example.span[0] and example.span[1] <= end for start, end in evidence)
            assert example.text[slice(*example.span)].strip()


def test_some_questions_have_no_answer_and_some_several_rows():
    assert 40 < sum(example.span is None for example in MADE) < 160
    assert sum(sum(said for _, said in example.evidence) > 1 for example in MADE) > 40


def test_a_question_for_one_row_names_it():
    def words(text: str) -> set[str]:
        return set(re.findall(r"\w+", text.lower()))

    asked = 0
    for example in MADE:
        rows = [(example.text[slice(*span)], said) for span, said in example.evidence]
        if sum(said for _, said in rows) == 1:
            asked += 1
            assert any(words(row) & words(example.asked) for row, said in rows if said)
    assert asked > 100


@pytest.mark.parametrize("seed", range(5))
def test_the_same_draw_makes_the_same_table(seed):
    assert group(None, random.Random(seed)) == group(None, random.Random(seed))
