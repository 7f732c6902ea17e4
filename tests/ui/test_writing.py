import pytest

from qa import Sentence, Shown
from ui import render
from ui.writing import Writing

KEY = ("", "0" * 16)


def shown(text: str) -> Shown:
    return Shown(Sentence(text, (1,)), ())


def test_the_sentences_can_be_had_until_the_answer_is_whole(makes):
    answer = makes("It opened.").kept("It opened.").answer
    writing, seen = Writing(), []

    def parts():
        yield shown("It opened.")
        seen.append(writing.so_far(KEY))
        seen.append(writing.so_far(("somebody else", KEY[1])))
        yield answer

    assert writing.whole(KEY, parts()) == answer
    assert seen == [(shown("It opened."),), ()]
    assert writing.so_far(KEY) == ()


def test_what_fails_leaves_nothing_behind():
    writing = Writing()

    def parts():
        yield shown("It opened.")
        raise OSError

    with pytest.raises(OSError):
        writing.whole(KEY, parts())
    assert writing.so_far(KEY) == ()


def test_what_is_written_becomes_no_html(parse):
    html = render.so_far([shown("It <b>opened</b>."), shown("It cost much.")])
    assert not {"b"} & set(parse(html).tags)
    assert "It cost much. [1]" in html
    assert render.so_far([]) == ""
