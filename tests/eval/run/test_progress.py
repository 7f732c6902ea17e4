"""A run as a person sees it."""

import io

import pytest

from eval.measures.answer import score
from eval.run.progress import shown
from eval.run.runner import Result


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def results(world):
    """A dev question answered right, one that could not be scored, and one of the test split."""
    right, broken = world.question(world.nugget("in 1843"), name="one"), world.question(name="broken")
    tested = world.question(name="secret", split="test")
    answer = world.answer(world.cite("in 1843"))
    scores = [score(question, answer, read=world.read, seconds=0.25) for question in (right, tested)]
    return [
        Result(right, answer, scores[0]),
        Result(broken, None, None, "ValueError: broken"),
        Result(tested, answer, scores[1]),
    ]


def test_a_file_gets_a_line_a_question(results):
    to = io.StringIO()
    assert list(shown(results, 3, to=to)) == results
    lines = ["1/3 one: right, 0.25 s", "2/3 broken: unscored (ValueError: broken)", "3/3 test"]
    assert to.getvalue().splitlines() == lines


def test_held_questions_are_shown_where_they_are_asked_for(results):
    to = io.StringIO()
    list(shown(results, 3, to=to, show_test=True))
    assert to.getvalue().splitlines()[2] == "3/3 secret: wrong, 0.25 s"


def test_a_line_is_written_before_the_next_question_is_asked(results):
    to = io.StringIO()
    next(shown(iter(results), 3, to=to))
    assert to.getvalue().startswith("1/3 ")


def test_a_person_gets_a_bar_and_what_could_not_be_scored(results):
    to = Terminal()
    assert list(shown(results, 3, to=to)) == results
    assert "3/3" in to.getvalue()
    assert "broken: unscored (ValueError: broken)\n" in to.getvalue()
    assert "right" not in to.getvalue()
