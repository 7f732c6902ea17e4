import threading
from dataclasses import replace

import pytest

from ui.limits import LIMITS, BusyError, Turnstile


def test_a_person_has_so_many_questions_a_minute_and_another_one_theirs():
    turnstile = Turnstile(replace(LIMITS, questions_a_minute=2))
    for _ in range(2):
        with turnstile.question("ada"):
            pass
    with pytest.raises(BusyError, match="within a minute"), turnstile.question("ada"):
        pass
    with turnstile.question("bob"):
        pass


def test_the_rest_wait_and_those_that_are_too_many_are_told_so():
    turnstile = Turnstile(replace(LIMITS, at_once=1, waiting=1))
    inside, leave, entered = threading.Event(), threading.Event(), []

    def ask(name):
        with turnstile.question(name):
            entered.append(name)
            inside.set()
            leave.wait(10)

    first = threading.Thread(target=ask, args=("ada",))
    first.start()
    inside.wait(10)
    second = threading.Thread(target=ask, args=("bob",))
    second.start()
    while turnstile.questions < 2:
        pass
    assert entered == ["ada"]
    with pytest.raises(BusyError, match="Too many"), turnstile.question("eve"):
        pass
    leave.set()
    first.join()
    second.join()
    assert entered == ["ada", "bob"]
    assert turnstile.questions == 0
