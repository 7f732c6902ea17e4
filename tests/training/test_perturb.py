import random

import pytest

from training.perturb import OPPOSITES, misspelt, names, swapped, telegraphic

PARAGRAPH = "It was in 1998 that Ada Lund designed the Long Bridge for Verden. The first boat left Bremen in 1903."
OTHERS = ["Piet Holm", "Hamburg", "Verden"]


def test_names_are_capitalised_runs_inside_sentences():
    assert names(PARAGRAPH) == ["Ada Lund", "Long Bridge", "Verden", "Bremen"]
    assert names("The University of the Arts is in Bremen.") == ["University of the Arts", "Bremen"]


@pytest.mark.parametrize("seed", range(40))
def test_a_swapped_question_differs_in_one_place_and_never_names_the_answer(seed):
    question = "In 1998 who designed the first Long Bridge?"
    changed = swapped(question, PARAGRAPH, "Ada Lund", OTHERS, random.Random(seed))
    assert changed
    assert changed != question
    assert "Ada Lund" not in changed
    old, new = question.split(), changed.split()
    front = next(at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1])
    back = next(at for at, pair in enumerate(zip(old[::-1], new[::-1], strict=False)) if pair[0] != pair[1])
    assert len(old) - front - back <= 2


def test_where_nothing_can_be_swapped_there_is_no_question():
    assert swapped("Who designed it?", PARAGRAPH, "Ada Lund", OTHERS, random.Random(0)) is None


def test_opposites_go_both_ways():
    assert OPPOSITES["north"] == {"south"}
    assert OPPOSITES["left"] == {"arrived", "joined"}
    assert all(word in OPPOSITES[other] for word, others in OPPOSITES.items() for other in others)


@pytest.mark.parametrize("seed", range(20))
def test_a_slip_of_the_finger_changes_one_word_by_a_letter(seed):
    question = "Who designed the bridge?"
    words = zip(question.split(), misspelt(question, random.Random(seed)).split(), strict=True)
    changed = [pair for pair in words if pair[0] != pair[1]]
    assert len(changed) <= 1  # two equal letters may have been swapped
    assert all(abs(len(old) - len(new)) <= 1 for old, new in changed)
    assert misspelt("Is it?", random.Random(seed)) == "Is it?"


def test_a_telegram_keeps_the_words_that_say_something():
    assert telegraphic("When did the torch relay in Paris occur?") == "when torch relay paris occur"
    assert telegraphic("What is it of?") == "it"
    assert telegraphic("Was it the?") == "it"
    assert telegraphic("What is the?") == "What is the?"
