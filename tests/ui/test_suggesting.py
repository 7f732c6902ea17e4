from dataclasses import replace

import pytest
from llm_server import serving

from qa import Settings
from qa.suggestions import Suggestion
from ui.library import Library
from ui.suggesting import _TRYING, SHOWN, Suggesting

TEXTS = {
    "ferry.txt": "The Ferry\n\nThe ferry of Verden opened on 3 May 1958. Its last captain was Piet Holm.\n",
    "bridge.txt": "The Long Bridge\n\nThe Long Bridge was designed by Ada Lund. It has 12 arches of brick.\n",
    "fees.md": "# Fees\n\nParking fee: 4 euros a day\n\nLate fee: 9 euros a week\n",
}


@pytest.fixture
def suggesting(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    settings = Settings(index_dir=tmp_path / "index")
    suggesting = Suggesting(Library((folder,), tmp_path / "own", settings))
    yield suggesting
    suggesting.stop()


def related(suggesting, *conversation):
    """What to go on with after the last answer of a conversation, once it has been looked for."""
    while (questions := suggesting.related(conversation[-1], conversation)) is None:
        suggesting._thread.join()
    return questions


def of_the_end(answer):
    """An answer that quotes nothing but the end of its first quote."""
    citation = answer.citations[0]
    return replace(answer, citations=(replace(citation, start=citation.end),))


def found(suggesting):
    suggesting.start()
    suggesting._thread.join()
    return suggesting.first


def test_what_is_suggested_is_answered_well_and_comes_from_several_documents(suggesting):
    first = found(suggesting)
    assert 0 < len(first) <= SHOWN
    sources = set()
    for question in first:
        answer = suggesting._library.ask(question, only=None, max_error=None)
        assert answer.status == "answered" and answer.likelihood != "uncertain"
        sources.add(answer.citations[0].source)
    assert len(sources) >= min(2, len(first))


def test_no_llm_is_asked_whether_a_question_is_answered_well(tmp_path):
    pytest.importorskip("llama_index.llms.openai", reason="llama-index-llms-openai is not installed")
    (tmp_path / "ferry.txt").write_text(TEXTS["ferry.txt"], "utf-8")
    with serving("Piet Holm [1].") as server:
        settings = Settings(index_dir=tmp_path / "index", llm=server.spec)
        suggesting = Suggesting(Library((tmp_path / "ferry.txt",), tmp_path / "own", settings))
        assert found(suggesting)
    assert not server.bodies


def test_related_questions_are_about_the_cited_documents_and_new(suggesting):
    asked = "Who designed the Long Bridge?"
    answer = suggesting._library.ask("What is the parking fee?", only=None, max_error=None)
    earlier = replace(answer, question=asked, standalone_question=asked)
    questions = related(suggesting, earlier, answer)
    assert asked not in questions and "What is the parking fee?" not in questions
    for question in questions:
        sources = {c.source for c in suggesting._library.ask(question, only=None, max_error=None).citations}
        assert sources & {citation.source for citation in answer.citations}


FERRY = "When did the ferry of Verden open?"


@pytest.mark.parametrize(
    ("changes", "is_suggested"),
    [
        ({"citations": ()}, True),
        ({}, False),  # its words are quoted, though in answer to another question
        ({"confidence": 0.2}, False),
        ({"citations": (), "question": "when did the Ferry of Verden open"}, False),
        ({"citations": (), "standalone_question": FERRY}, False),
        ({"status": "not_in_sources"}, True),  # what is only near answers nothing
        ({"status": "not_in_sources", "perhaps": True}, False),
    ],
)
def test_what_a_conversation_has_asked_or_quoted_is_not_suggested_again(suggesting, changes, is_suggested):
    now = of_the_end(suggesting._library.ask("Who was the captain of the ferry?", only=None, max_error=None))
    then = suggesting._library.ask(FERRY, only=None, max_error=None)
    then = replace(then, question="And the other?", standalone_question="And the other?")
    assert (FERRY in related(suggesting, replace(then, **changes), now)) is is_suggested


def test_nobody_waits_for_questions_that_are_being_looked_for(suggesting):
    answer = of_the_end(suggesting._library.ask("Who designed the Long Bridge?", only=None, max_error=None))
    answer = replace(answer, question="How long is it?", standalone_question="How long is it?")
    with _TRYING:
        assert suggesting.related(answer, [answer]) is None
        assert suggesting.running
    assert related(suggesting, answer) == ("Who designed the Long Bridge?",)
    assert not suggesting.running


def test_a_document_that_is_gone_suggests_nothing(suggesting, tmp_path):
    answer = suggesting._library.ask("What is the parking fee?", only=None, max_error=None)
    (tmp_path / "documents" / "fees.md").unlink()
    assert related(suggesting, answer) == ()


def test_what_is_wanted_while_others_are_looked_for_is_looked_for_after_them(suggesting, tmp_path):
    with _TRYING:
        suggesting.start()
        while suggesting._wanted:
            pass
        for name in TEXTS:
            (tmp_path / "documents" / name).unlink()
        (tmp_path / "documents" / "tower.txt").write_text("The tower of Brim was designed by Mats Krog.", "utf-8")
        suggesting.start()
    suggesting._thread.join()
    assert suggesting.first == ("Who designed the tower of Brim?",)


def test_nothing_is_suggested_where_there_is_nothing(tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    suggesting = Suggesting(Library((empty,), tmp_path / "own", Settings(index_dir=tmp_path / "index")))
    assert found(suggesting) == ()


def test_documents_that_change_are_looked_at_again(suggesting, tmp_path, monkeypatch):
    looked = []

    def once(document):
        looked.append(document.source)
        return [Suggestion("Who designed the Long Bridge?", document.document_id, 0, 1)]

    monkeypatch.setattr("ui.suggesting.suggest", once)
    found(suggesting)
    found(suggesting)
    assert len(looked) == len(TEXTS)
    (tmp_path / "documents" / "fees.md").write_text("# Fees\n\nParking fee: 5 euros\n", "utf-8")
    found(suggesting)
    assert len(looked) == 2 * len(TEXTS)
