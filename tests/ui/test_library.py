"""What a person asks, adds and deletes."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from index import QuotedError
from index.ingest import FileDone
from qa import Settings, feedback
from ui.events import Events
from ui.indexing import Indexing
from ui.library import Library, UploadError
from ui.limits import LIMITS
from ui.people import People
from ui.uploads import Taken, take_in


@pytest.fixture
def library(tmp_path):
    return Library(None, tmp_path / "own", Settings(index_dir=tmp_path / "index"))


@pytest.fixture
def sent(tmp_path):
    """A file as a browser has sent it."""

    def send(name, text="The bridge opened in 1998.", folder="sent"):
        path = tmp_path / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return send


def looked(library):
    """Looks at the files until it is done; what was found."""
    indexing = Indexing(library)
    indexing.start()
    while indexing.progress.running:
        time.sleep(0.01)
    return indexing.progress


def ask(library, question="When did the bridge open?", **bounds):
    return library.ask(question, **{"only": None, "max_error": None} | bounds)


def test_a_file_that_is_added_is_answered_from_and_one_that_is_deleted_is_not(library, sent):
    assert library.sources is None
    library.add(sent("river.txt"), "river.txt")
    library.add(sent("note.txt", "Zelda sells pears."), "note.txt")
    assert library.sources == library.own
    assert ask(library).citations[0].source == "river.txt"
    library.delete("river.txt")
    with library.content() as content:
        assert list(content.files()) == ["note.txt"]
    assert ask(library).status == "not_in_sources"


def test_an_error_budget_and_a_choice_of_documents_are_kept(library, sent):
    library.add(sent("river.txt"), "river.txt")
    library.add(sent("note.txt", "Zelda sells pears."), "note.txt")
    assert ask(library, max_error=0.001).status == "not_in_sources"
    assert {hit.chunk.source for hit in ask(library, only=["note.txt"]).hits} == {"note.txt"}


def test_the_shipped_documents_are_there_until_one_has_ones_own(library, sent):
    assert ask(library, "Where is Guzman held?").status == "answered"
    library.add(sent("river.txt"), "river.txt")
    assert ask(library, "Where is Guzman held?").status == "not_in_sources"


def test_of_a_file_that_is_deleted_nothing_stays_in_what_was_said_of_answers(people, sent):
    person = people.person()
    for name, text in (("a.txt", "The bridge opened in 1998."), ("b.txt", "The canary sings at dawn.")):
        person.library.add(sent(name, text), name)
    for question in ("When did the bridge open?", "When does the canary sing?"):
        for name in ("a.txt", "b.txt"):
            feedback.save(ask(person.library, question, only=[name]), name, file=person.feedback)
    assert Events().reply(person, {"event": "delete", "source": "b.txt"})
    assert [entry.note for entry in feedback.pending(person.feedback)] == ["a.txt", "a.txt"]
    assert b"sings" not in person.feedback.read_bytes()


def test_after_the_last_of_ones_own_is_deleted_the_shipped_ones_do_not_come_back(library, sent):
    library.add(sent("river.txt"), "river.txt")
    looked(library)
    library.delete("river.txt")
    looked(library)  # or the watching that the first look began saw it already
    with library.content() as content:
        assert content.files() == {}


def test_what_was_named_is_only_read_and_answered_from_beside_ones_own(folder, tmp_path, sent):
    library = Library((folder,), tmp_path / "own", Settings(index_dir=tmp_path / "index"))
    library.add(sent("more.txt", "The cranes of the harbour are green."), "more.txt")
    assert ask(library, "Which colour are the cranes?").citations[0].source == "own/more.txt"
    assert ask(library, "Who designed the bridge?").citations[0].source == "documents/river.txt"
    assert library.owns("own/more.txt") and not library.owns("documents/river.txt")
    with pytest.raises(UploadError, match="only read"):
        library.delete("documents/river.txt")
    library.delete("own/more.txt")
    assert (folder / "river.txt").exists()
    assert ask(library, "Which colour are the cranes?").status == "not_in_sources"


def test_a_question_does_not_wait_for_files_that_are_being_read(library, sent):
    library.add(sent("river.txt"), "river.txt")
    library.index().look()  # not watched from here on: who watches might look first
    library.add(sent("long.txt", "".join(f"Line {n} tells of wind and of rain.\n" for n in range(20000))), "long.txt")
    indexing = Indexing(library)
    indexing.start()
    deadline = time.monotonic() + 60
    while not indexing.progress.total and time.monotonic() < deadline:
        time.sleep(0.01)
    assert indexing.progress.total, indexing.progress
    assert "1998" in ask(library).text
    assert indexing.progress.running
    indexing.stop()
    assert indexing.progress.done < indexing.progress.total
    assert not indexing.progress.running


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\letters\\one.txt", "one.txt"),
        (".hidden.txt", "hidden.txt"),
        ("a\u202etxt.exe\n.txt", "atxt.exe.txt"),
        ("é" * 300 + ".txt", "é" * 98 + ".txt"),
        ("Ubersicht – تقرير.txt", "Ubersicht – تقرير.txt"),
    ],
)
def test_names_cannot_lead_elsewhere_or_mislead(library, sent, name, kept):
    assert library.add(sent("x.txt"), name) == kept
    assert [path.name for path in library.own.iterdir()] == [kept]


@pytest.mark.parametrize("name", ["", "..", "/", "\u202e"])
def test_what_is_no_name_is_refused(library, sent, name):
    with pytest.raises(UploadError, match="no name"):
        library.add(sent("x.txt"), name)


def test_the_same_content_comes_once_and_other_content_gets_another_name(library, sent):
    assert library.add(sent("a.txt", "one"), "a.txt") == "a.txt"
    assert library.add(sent("a.txt", "one"), "a.txt") == "a.txt"
    assert library.add(sent("a.txt", "two"), "a.txt") == "a (2).txt"
    assert library.add(sent("a.txt", "three"), "a.txt") == "a (3).txt"
    assert len(list(library.own.iterdir())) == 3


def test_what_two_tabs_send_at_once_under_one_name_is_all_kept(library, sent):
    files = [sent("a.txt", f"text {number}", f"tab{number}") for number in range(8)]
    with ThreadPoolExecutor(8) as tabs:
        names = set(tabs.map(lambda file: library.add(file, "a.txt"), files))
    assert len(names) == 8
    assert {(library.own / name).read_text("utf-8") for name in names} == {f"text {number}" for number in range(8)}
    assert {path.name for path in library.own.iterdir()} == names


def test_after_the_first_look_questions_look_at_no_file_and_changes_are_seen_all_the_same(library, sent, monkeypatch):
    library.add(sent("river.txt"), "river.txt")
    looked(library)
    with monkeypatch.context() as blind:
        blind.setattr("index.opening.find_files", lambda *_: pytest.fail("a question has looked at the files"))
        assert "1998" in ask(library).text
    sent("note.txt", "Zelda sells pears.", "own")
    deadline = time.monotonic() + 20
    while ask(library, "What does Zelda sell?").status != "answered":
        assert time.monotonic() < deadline


def test_files_are_their_owners_alone(library, sent):
    library.add(sent("a.txt"), "a.txt")
    assert (library.own / "a.txt").stat().st_mode & 0o077 == 0
    assert library.own.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("limits", "said"), [({"files": 1}, "1 files"), ({"file_bytes": 3}, "larger than"), ({"all_bytes": 40}, "in all")]
)
def test_limits_are_kept_and_named(library, sent, limits, said):
    small = replace(library, limits=replace(LIMITS, **limits))
    with pytest.raises(UploadError, match=said):
        for number in range(2):
            small.add(sent(f"{number}.txt", f"{number} tells of the bridge"), f"{number}.txt")


@pytest.mark.parametrize("source", ["../river.txt", "/etc/passwd", "none.txt"])
def test_only_files_of_ones_own_can_be_deleted_or_fetched(library, sent, source):
    library.add(sent("a.txt"), "a.txt")
    with pytest.raises(QuotedError):
        library.delete(source)
    with pytest.raises(QuotedError):
        library.original(source)


def test_what_was_sent_is_taken_in_or_deleted_and_read(people, sent):
    person = people.person()
    files = [sent("a.txt"), sent("b.txt")]
    taken = take_in(replace(person, library=replace(person.library, limits=replace(LIMITS, files=1))), files)
    assert taken[0] == Taken("a.txt")
    assert taken[1].name == "b.txt" and "delete some" in taken[1].problem
    assert not any(file.exists() for file in files)


def test_a_look_at_the_files_says_what_became_of_each(library, sent):
    library.add(sent("a.txt"), "a.txt")
    (library.own / "b.bin").write_bytes(b"\0\1")
    progress = looked(library)
    assert (progress.done, progress.total, progress.problem) == (1, 1, "")
    assert sorted((result.source, result.state) for result in progress.results) == [
        ("a.txt", "added"),
        ("b.bin", "skipped"),
    ]
    library.delete("a.txt")
    assert FileDone("a.txt", "removed") in looked(library).results


def test_why_a_look_ended_early_is_said(library, sent):
    library.add(sent("a.txt"), "a.txt")
    broken = replace(library, settings=replace(library.settings, chunk_tokens=3))
    assert "chunk_tokens" in looked(broken).problem


@pytest.fixture
def people(tmp_path):
    people = People(None, Settings(index_dir=tmp_path / "index"), tmp_path / "data")
    yield people
    people.close()


def test_two_people_have_nothing_in_common(people, sent):
    ada, bob = people.person("ada"), people.person("bob")
    ada.library.add(sent("a.txt", "The code of Ada is 4711."), "a.txt")
    bob.library.add(sent("b.txt", "The dog of Bob is Rex."), "b.txt")
    assert "4711" in ask(ada.library, "What is the code of Ada?").text
    assert "4711" not in ask(bob.library, "What is the code of Ada?").text
    assert people.person("ada") is ada
    assert ada.feedback != bob.feedback
