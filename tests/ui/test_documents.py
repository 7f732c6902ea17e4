import pytest

from index.ingest import FileDone
from qa import Settings
from ui import documents
from ui.documents import Listing, Row
from ui.indexing import Progress
from ui.library import Library


@pytest.fixture
def library(folder, tmp_path):
    return Library((folder,), tmp_path / "own", Settings(index_dir=tmp_path / "index"))


def test_each_file_is_listed_with_what_is_known_of_it_and_the_unread_first(library, folder, parse):
    (folder / "picture.bin").write_bytes(b"\0")
    found = documents.read(library, Progress())
    assert [row.source for row in found.rows] == ["documents/picture.bin", "documents/river.txt"]
    assert found.rows[1].title == "The Long Bridge"
    assert found.rows[1].passages == 1
    parsed = parse(documents.listing(found, library))
    assert "Not read: .bin is not read; these are:" in parsed.text("unread")
    assert parsed.text("facts") == "documents/river.txt · 1 passage"
    assert "Delete" not in parsed.text()


def test_one_s_own_files_can_be_deleted(tmp_path):
    library = Library(None, tmp_path / "own", Settings(index_dir=tmp_path / "index"))
    library.own.mkdir()
    (library.own / "note.txt").write_text("Zelda sells pears.", "utf-8")
    html = documents.listing(documents.read(library, Progress()), library)
    assert 'data-event="delete" data-source="note.txt"' in html


def test_why_there_is_nothing_is_said(tmp_path, parse):
    empty = tmp_path / "empty"
    empty.mkdir()
    library = Library((empty,), tmp_path / "own", Settings(index_dir=tmp_path / "index"))
    assert "holds no documents" in parse(documents.listing(documents.read(library, Progress()), library)).text(
        "nothing"
    )


def test_a_file_of_ones_own_that_is_the_only_one_and_not_read_can_be_deleted(tmp_path):
    library = Library(None, tmp_path / "own", Settings(index_dir=tmp_path / "index"))
    library.own.mkdir()
    (library.own / "picture.txt").write_bytes(b"\0\1")
    progress = Progress(results=(FileDone("picture.txt", "skipped", "it is binary, not text."),))
    html = documents.listing(documents.read(library, progress), library)
    assert "Not read: it is binary" in html
    assert 'data-event="delete" data-source="picture.txt"' in html


def test_hostile_names_stay_text(library, parse):
    name = '"><img src=x onerror=alert(1)>'
    rows = (Row(name, name, "1f", name, 3, 1, name), Row(name, name, note=name))
    html = documents.listing(Listing(rows), library)
    assert "<img" not in html
    assert 'value="&quot;&gt;&lt;img' in html


def test_a_folder_of_thousands_is_listed_shortly(library):
    rows = tuple(Row(f"{n}.txt", "T", str(n)) for n in range(1500))
    html = documents.listing(Listing(rows), library)
    assert html.count("<li>") == documents.LISTED + 1
    assert "and 1,000 more" in html


def test_the_line_at_the_top_counts(folder, library):
    (folder / "copy.txt").write_bytes((folder / "river.txt").read_bytes())
    (folder / "picture.bin").write_bytes(b"\0")
    with library.content() as content:
        assert documents.count_line(content.files().values()) == "1 document · 1 file not read"
    assert documents.count_line([]) == "No documents yet"


def test_the_line_at_the_top_says_how_far_it_is():
    assert documents.progress_line(Progress(running=True)) == "Reading your documents…"
    half = Progress(running=True, source="a.pdf", file=2, files=5, done=30, total=60)
    assert documents.progress_line(half) == "Reading your documents: 2 of 5 (a.pdf, 50 %)"


def test_pages_and_dates_are_listed_where_they_are_known(library):
    html = documents.listing(Listing((Row("a.pdf", "A", "1f", "2024-05-03", 12, 40),)), library)
    assert "2024-05-03 · 12 pages · 40 passages" in html
