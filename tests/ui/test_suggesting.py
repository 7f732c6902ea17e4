from dataclasses import replace

import pytest

from qa import Settings
from qa.suggestions import Suggestion
from ui.library import Library
from ui.suggesting import SHOWN, Suggesting

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


def test_related_questions_are_about_the_cited_documents_and_new(suggesting):
    asked = "Who designed the Long Bridge?"
    answer = suggesting._library.ask("What is the parking fee?", only=None, max_error=None)
    earlier = replace(answer, question=asked, standalone_question=asked)
    related = suggesting.related(answer, [earlier, answer])
    assert asked not in related and "What is the parking fee?" not in related
    for question in related:
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
    now = suggesting._library.ask("Who was the captain of the ferry?", only=None, max_error=None)
    then = suggesting._library.ask(FERRY, only=None, max_error=None)
    then = replace(then, question="And the other?", standalone_question="And the other?")
    assert (FERRY in suggesting.related(now, [replace(then, **changes)])) is is_suggested


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
