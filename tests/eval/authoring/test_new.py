"""A person types questions and what answers them."""

import io
import json

import pytest

from eval.authoring.new import main, write_questions
from eval.questions.dataset import load_questions


@pytest.fixture
def session(sit, documents, out, world):
    """One sitting; the search finds what is given for every question."""

    def typed(*lines, hits=()):
        return sit(write_questions, documents, out, lines=lines, search=lambda question: hits)

    return typed


def test_the_words_typed_are_found_shown_and_become_the_evidence(session, out, sources):
    said, written = session("When was it written?", "in   1843", "", "1843")
    assert written == 1
    assert ">>in 1843<<" in said
    (question,) = load_questions(out, sources).questions
    assert (question.question, question.answers) == ("When was it written?", ("1843",))
    assert question.nuggets[0].alternatives[0].text == "in 1843"


def test_what_the_search_finds_comes_first(session, out, sources, world):
    session("Who wrote them?", "the notes", "1", "", "", hits=[world.hit("The notes were written by Ada.", "b.txt")])
    (question,) = load_questions(out, sources).questions
    assert question.nuggets[0].alternatives[0].source == "b.txt"


def test_words_that_stand_in_many_places_may_still_be_chosen_from_the_first(session, out, sources, world):
    said, written = session("Which letter?", "e", "1", "", "", hits=[world.hit("She lived in London.", "b.txt")])
    assert ("They stand in" in said, written) == (True, 1)
    (question,) = load_questions(out, sources).questions
    assert question.nuggets[0].alternatives[0].source == "b.txt"


def test_the_documents_may_not_answer(session, out, sources):
    assert session("Who paid?", "", "n")[1] == 1
    assert not load_questions(out, sources).questions[0].answerable


def test_what_is_dropped_is_not_written(session, out):
    assert session("Who paid?", "", "d")[1] == 0
    assert not out.exists()


def test_a_file_grows_and_holds_no_question_twice(session, out):
    session("Who paid?", "", "n")
    said, written = session("Who paid?", "Who wrote it?", "", "n")
    assert ("It is there already." in said, written) == (True, 1)
    assert len(out.read_text("utf-8").splitlines()) == 2


def test_from_the_command_line(tmp_path, out, sources, monkeypatch, capsys):
    settings = tmp_path / "settings.toml"
    settings.write_text(f"index_dir = {json.dumps(str(tmp_path / 'index'))}\n", "utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("Where did Ada live?\nShe lived in London\n\nLondon\n\n"))
    assert main(["--sources", str(sources), "--out", str(out), "--settings", str(settings)]) == 0
    assert "1 written to" in capsys.readouterr().err
    assert load_questions(out, sources).questions[0].answers == ("London",)


def test_sources_that_are_not_there_are_an_error(tmp_path, out, capsys):
    assert main(["--sources", str(tmp_path / "none"), "--out", str(out)]) == 2
    assert "none" in capsys.readouterr().err
