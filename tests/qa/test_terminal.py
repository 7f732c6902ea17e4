from dataclasses import replace

import pytest

from qa import Sentence, ask
from qa.terminal import as_text


@pytest.fixture
def answer(folder, settings):
    return ask("Who designed the bridge?", folder, settings=settings)


def test_an_answer_its_likelihood_and_each_passage_have_lines_of_their_own(answer):
    assert as_text(replace(answer, confidence=0.87)) == (
        "Ada Lund designed it. [1]\nSure (87 % likely right)\n\n"
        "[1] river.txt, characters 132 to 153\n    Ada Lund designed it."
    )


def test_silence_has_no_likelihood_and_names_what_comes_nearest(folder, settings):
    shown = as_text(ask("What is the capital of Mongolia?", folder, settings=settings))
    assert shown.startswith("The sources don't say. In no document: “Mongolia”.\n")
    assert "What comes nearest:\n\n[1] river.txt, characters" in shown
    assert "likely" not in shown


def test_what_may_be_the_answer_comes_first_and_the_others_are_named_alone(answer):
    said = Sentence("The sources don't say for sure.", ())
    other = replace(answer.citations[0], marker=2, start=5, end=9, quote="Long")
    shown = as_text(
        replace(
            answer,
            status="not_in_sources",
            perhaps=True,
            sentences=(said, *answer.sentences, Sentence("Long", (2,))),
            citations=(*answer.citations, other),
        )
    )
    assert shown == (
        "Perhaps: Ada Lund designed it. [1]\nThe sources don't say for sure.\n\n"
        "[1] river.txt, characters 132 to 153\n    Ada Lund designed it.\n\n"
        "Near, too:\n[2] river.txt, characters 5 to 9"
    )


def test_what_was_searched_for_and_the_page_are_said(answer):
    paged = replace(answer, citations=(replace(answer.citations[0], page=4),))
    shown = as_text(replace(paged, standalone_question="Who designed the Long Bridge?"))
    assert shown.startswith("(searched for: Who designed the Long Bridge?)\n")
    assert "river.txt, page 4, characters" in shown


def test_lines_are_no_wider_than_the_terminal_and_lose_no_word(answer):
    text = "A long sentence about a bridge. " * 20
    long = replace(answer, citations=(replace(answer.citations[0], quote=text),))
    shown = as_text(long, width=40)
    assert max(map(len, shown.splitlines())) <= 40
    assert " ".join(shown.split()).endswith(" ".join(text.split()))


def test_a_document_cannot_steer_the_terminal(answer):
    hostile = "a\x1b[2Jb\u202ec\nd"
    citation = replace(answer.citations[0], quote=hostile, source=f"{hostile}.txt")
    shown = as_text(replace(answer, citations=(citation,)))
    assert "\x1b" not in shown and "\u202e" not in shown
    assert "a�[2Jb�c d.txt, characters" in shown


def test_who_wrote_an_answer_and_what_was_left_out_are_said(answer):
    written = replace(answer, written_by="small", left_out=("It sank.",))
    why = "left out: not supported, or no answer"
    assert f"\nWritten by small, checked against the quotes; 1 sentence {why}\n" in as_text(written)
    assert f"\nIn quotes; 2 sentences {why}\n" in as_text(replace(answer, left_out=("a", "b")))
