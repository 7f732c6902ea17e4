import random

import pytest

from training.examples import CONTRADICTED, SUPPORTED, UNMENTIONED
from training.note_questions import CALIBRATES, MEASURES, NoteQuestions, notes
from training.notes import Note, Query, located

TEXT = "# Boat\n\nKeys:\n\n- blue tin\n- with Odd\n\n" + "\n\n".join(
    f"Day {day}: we sailed {day} miles with the wind from the west, and moored in harbour number {day} at night."
    for day in range(30)
)
BOAT = Note(
    "boat.md",
    TEXT,
    (
        Query("list", "Where are the keys?", (located("- [[blue tin]]", TEXT), located("- [[with Odd]]", TEXT))),
        Query(
            "compare",
            "Did we sail farther on day 1 than on day 29?",
            (located("Day 1:", TEXT), located("Day 29:", TEXT)),
        ),
        Query("miss", "What did the harbour cost on day 3?"),
        Query("+", "Odd has a key.", (located("with Odd", TEXT),)),
        Query("-", "On day 7 they stayed.", (located("Day 7: we sailed 7 miles", TEXT),)),
        Query("0", "The boat is blue."),
    ),
)
OTHER = Note("cat.txt", "The cat sailed to the keys of Florida.", ())
QUESTIONS = NoteQuestions([BOAT, OTHER])


def groups(kind):
    (asked,) = [each for each in [*QUESTIONS.questions, *QUESTIONS.statements] if each.query.kind == kind]
    return [QUESTIONS.group(asked, random.Random(seed)) for seed in range(40)]


def test_every_item_of_a_list_is_evidence_and_the_first_is_marked():
    for group in groups("list"):
        first = group[0]
        assert first.text[slice(*first.span)] == "blue tin"
        assert [first.text[slice(*span)] for span, said in first.evidence if said] == ["blue tin", "with Odd"]
        assert all(each.span is None for each in group[1:])


def test_what_stands_in_two_chunks_is_read_in_both():
    assert all([bool(each.span) for each in group][:2] == [True, True] for group in groups("compare"))


def test_what_is_not_said_is_asked_of_the_nearest_chunks_and_now_and_then_of_another_document():
    found = groups("miss")
    assert all(len(group) >= 2 and not any(each.span for each in group) for group in found)
    assert all(any("harbour" in each.text for each in group) for group in found)
    elsewhere = sum(any(each.text == OTHER.text for each in group) for group in found)
    assert 0 < elsewhere < 40


@pytest.mark.parametrize("kind, stance", [("+", SUPPORTED), ("-", CONTRADICTED), ("0", UNMENTIONED)])
def test_a_statement_is_judged_in_the_chunk_that_bears_it(kind, stance):
    examples = [example for (example,) in groups(kind)]
    assert all(example.stance == stance for example in examples)
    assert all({"+": "with Odd", "-": "Day 7", "0": "Boat"}[kind] in example.text for example in examples)
    assert (len({example.text for example in examples}) > 1) == (kind != "0")


def test_documents_are_kept_from_the_training_and_no_two_are_the_same():
    trained, kept = notes(), [*notes(CALIBRATES), *notes(MEASURES)]
    every = [note.text for note in [*trained, *kept]]
    assert len(set(every)) == len(every)
    assert 0.1 < len(kept) / len(every) < 0.25
