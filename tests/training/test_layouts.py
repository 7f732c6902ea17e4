import random

import pytest

from training.layouts import LAYOUTS, laid_out

TEXT = "Ada Lund designed it.  It opened in 1998. Few came."
SENTENCES = [(0, 21), (23, 41), (42, 51)]


@pytest.mark.parametrize("layout", sorted(set(LAYOUTS), key=lambda each: each.__name__))
@pytest.mark.parametrize("seed", range(4))
def test_every_layout_says_what_stands_around_each_sentence(layout, seed):
    bodies = [TEXT[slice(*span)] for span in SENTENCES]
    for count in (1, 3):
        assert len(layout(bodies[:count], "Long Bridges", random.Random(seed))) == count + 1


@pytest.mark.parametrize("seed", range(40))
def test_sentences_stay_as_they_are_in_their_order(seed):
    text, starts = laid_out(TEXT, SENTENCES, "Long Bridges", random.Random(seed))
    assert starts == sorted(starts)
    for start, (first, last) in zip(starts, SENTENCES, strict=True):
        assert text[start : start + last - first] == TEXT[first:last]


def test_texts_come_out_in_many_ways():
    made = {laid_out(TEXT, SENTENCES, "Long Bridges", random.Random(seed))[0] for seed in range(80)}
    assert len(made) > 30
    assert any(text.startswith("From: ") for text in made)
    assert any("\n- It opened in 1998." in text for text in made)
