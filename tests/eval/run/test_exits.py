import pytest

from eval.run.exits import exit_code
from index.datatypes import SourcesError


def raises(error: BaseException):
    def run() -> int:
        raise error

    return run


@pytest.mark.parametrize("code", [0, 1])
def test_a_run_that_ends_gives_its_own_code(code):
    assert exit_code(lambda: code) == code


@pytest.mark.parametrize("error", [SourcesError("no documents"), OSError("no documents")])
def test_what_went_wrong_is_a_sentence(error, capsys):
    assert exit_code(raises(error)) == 2
    assert capsys.readouterr().err == "no documents\n"


def test_a_stopped_run_says_so(capsys):
    assert exit_code(raises(KeyboardInterrupt()), stopped="It goes on from here.") == 130
    assert capsys.readouterr().err == "It goes on from here.\n"
