"""A person makes questions of answers that were not right."""

import io
import json
from dataclasses import replace

import pytest

from eval.authoring.review import is_about, main, review
from eval.questions.dataset import load_questions
from qa import Turn, feedback


@pytest.fixture
def file(tmp_path):
    return tmp_path / "kept.jsonl"


@pytest.fixture
def session(sit, documents, file, out):
    """One sitting over all answers that are kept."""
    return lambda *lines: sit(review, feedback.pending(file), documents, out, lines=lines, file=file)


@pytest.fixture
def kept(world, file):
    """One answer that is not right, with a note and an earlier turn."""
    answer = world.answer(world.cite("had gears"))
    feedback.save(answer, "It asks for a year.", history=[Turn("Who wrote?", "Ada wrote.")], file=file)


def lines(out):
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def test_words_of_the_documents_become_the_evidence(kept, session, out, sources, file):
    said, written = session("a", "IN   1843", "", "1843")
    assert written == 1
    for shown in ("Earlier: Who wrote?", "had gears", "It asks for a year.", ">>in 1843<<"):
        assert shown in said
    (question,) = load_questions(out, sources).questions
    assert question.nuggets[0].alternatives[0].text == "in 1843"
    assert (question.answers, question.note, question.kind) == (("1843",), "It asks for a year.", "feedback")
    assert (question.history[0].question, question.history[0].answer) == ("Who wrote?", "Ada wrote.")
    assert feedback.pending(file) == ()


def test_a_question_may_need_evidence_from_several_places(kept, session, out, sources):
    session("a", "in 1843", "She lived in London", "", "")
    (question,) = load_questions(out, sources).questions
    assert [nugget.alternatives[0].source for nugget in question.nuggets] == ["a.txt", "b.txt"]
    assert question.answers == ()


def test_of_several_places_one_is_chosen_by_its_number(kept, session, out, sources, world):
    said, _ = session("a", "the engine", "7", "the engine", "2", "", "")
    assert said.count(">>the engine<<") == said.count(">>The engine<<") == 2
    (question,) = load_questions(out, sources).questions
    quote = question.nuggets[0].alternatives[0]
    assert world.documents["a.txt"][quote.start :].startswith("The engine had")


def test_words_that_stand_twice_get_a_start(kept, session, out, sources, world):
    session("a", "engine", "2", "", "")
    (question,) = load_questions(out, sources).questions
    quote = question.nuggets[0].alternatives[0]
    assert quote.start == world.documents["a.txt"].rindex("engine")
    assert lines(out)[0]["evidence"][0][0]["start"] == quote.start


def test_too_many_places_are_not_chosen_from(kept, session, out):
    said, written = session("a", "e", "")
    assert "places. Type more" in said
    assert (written, out.exists()) == (0, False)


def test_words_that_stand_nowhere_are_said_to_and_asked_for_again(kept, session, out):
    said, written = session("a", "in 1844", "in 1843", "", "")
    assert "No document holds these words" in said
    assert written == 1


def test_the_documents_may_not_say_it(kept, session, out, sources, file):
    assert session("n")[1] == 1
    (question,) = load_questions(out, sources).questions
    assert not question.answerable
    assert feedback.pending(file) == ()


@pytest.mark.parametrize(("keys", "pending"), [(["d"], 0), (["s"], 1), (["q"], 1), ([], 1), (["a", ""], 1)])
def test_what_is_dropped_is_settled_and_what_is_left_comes_again(kept, session, out, file, keys, pending):
    assert session(*keys)[1] == 0
    assert not out.exists()
    assert len(feedback.pending(file)) == pending


def test_a_question_that_was_written_before_a_kill_is_not_written_twice(kept, session, out, file, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("eval.authoring.review.feedback.settle", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            session("n")
    assert len(feedback.pending(file)) == 1
    assert session("n")[1] == 0
    assert (len(lines(out)), feedback.pending(file)) == (1, ())


def test_words_marked_in_the_page_become_the_evidence(world, file, session, out, sources, documents):
    text = world.documents["a.txt"]
    start = text.index("in 1843")
    passage = feedback.Passage("a.txt", documents[0].document_id, start, start + 7, "in 1843")
    feedback.save(world.answer(world.cite("had gears")), "No.", passage=passage, file=file)
    said, written = session("y", "")
    assert written == 1
    assert "Called not right." in said and "Marked: a.txt: …" in said and ">>in 1843<<" in said
    (question,) = load_questions(out, sources).questions
    assert question.nuggets[0].alternatives[0].text == "in 1843"
    assert question.answers == ()


def test_the_quotes_of_a_right_answer_become_the_evidence(world, file, session, out, sources, documents):
    answer = world.answer(world.cite("had gears"))
    citations = tuple(replace(citation, document_id=documents[0].document_id) for citation in answer.citations)
    feedback.save(replace(answer, citations=citations), verdict="right", file=file)
    said, _ = session("y", "gears")
    assert "Called right." in said
    (question,) = load_questions(out, sources).questions
    assert (question.nuggets[0].alternatives[0].text, question.answers) == ("had gears", ("gears",))


def test_words_that_do_not_stand_any_more_are_not_offered(world, file, session, out, documents):
    passage = feedback.Passage("a.txt", documents[0].document_id, 0, 3, "xyz")
    feedback.save(world.answer(), passage=passage, file=file)
    said, written = session("y", "n")
    assert (written, "Marked" in said) == (1, False)


def test_an_answer_that_quotes_other_documents_waits_for_them(kept, file, documents):
    (entry,) = feedback.pending(file)
    assert is_about(entry, documents)
    assert not is_about(entry, documents[1:])


def test_an_earlier_turn_without_words_is_left_out(world, file, session, out):
    feedback.save(world.answer(), history=[Turn("What?", " ")], file=file)
    session("n")
    assert "history" not in lines(out)[0]


def test_nothing_kept_is_nothing_to_do(file, out, capsys):
    assert main(["--feedback", str(file), "--out", str(out)]) == 0
    assert "No answer has been called" in capsys.readouterr().err


def test_from_the_command_line(kept, tmp_path, file, out, sources, monkeypatch, capsys):
    settings = tmp_path / "settings.toml"
    settings.write_text(f"index_dir = {json.dumps(str(tmp_path / 'index'))}\n", "utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("a\nin 1843\n\n\n"))
    named = ["--feedback", str(file), "--out", str(out), "--sources", str(sources), "--settings", str(settings)]
    assert main(named) == 0
    assert "1 written to" in capsys.readouterr().err
    assert len(load_questions(out, sources).questions) == 1
