from pathlib import Path

import pytest

from index import open_document
from index.datatypes import DocumentError, SourcesError
from index.loaders import MAX_BYTES, SEEDS, SourceFile, find_files, load


def read(path: Path):
    stat = path.stat()
    return load(SourceFile(str(path), path.name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_any_encoding_gives_the_same_text(tmp_path, encoding):
    text = "Die Brücke wurde für Fußgänger geöffnet. Später kam die Fähre zurück, schön und grün.\n" * 20
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert read(path).text == text


def test_line_ends_become_one_kind(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\r\ntwo\rthree\n")
    assert read(path).text == "one\ntwo\nthree\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_cut_off_inside_a_character_keeps_what_is_whole(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes("Prices rose to 5 €".encode(encoding)[:-1])
    document = read(path)
    assert document.text == "Prices rose to 5 "
    assert "cut off" in document.note


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t ", "empty"),
        ("a.txt", b"\x7fELF\x00\x01\x02\xff\xfe" * 50, "binary"),
        ("a.txt", b"good text with a \x00 in it", "binary"),
        ("a.pdf", b"%PDF-1.7", ".txt or .md"),
        ("Makefile", b"all:", "without a suffix"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, name, content, says):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=says):
        read(path)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(DocumentError, match="64 MiB"):
        read(path)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# The Long Bridge #\n\nIt opened.", "The Long Bridge"),
        ("El Chapo Begs\n\nText.", "El Chapo Begs"),
        ("It opened in May. It closed.", "a"),
    ],
)
def test_the_title_is_the_first_line_where_it_looks_like_one(tmp_path, text, title):
    path = tmp_path / "a.md"
    path.write_text(text, "utf-8")
    assert read(path).title == title


def test_find_files_leaves_out_hidden_files_and_links_that_lead_outside(tmp_path):
    outside = tmp_path / "secret.txt"
    outside.write_text("secret", "utf-8")
    folder = tmp_path / "documents"
    (folder / "deep").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / ".git" / "a.txt").write_text("x", "utf-8")
    (folder / "b.txt").write_text("x", "utf-8")
    (folder / "deep" / "a.md").write_text("x", "utf-8")
    (folder / "link.txt").symlink_to(outside)
    (folder / "dangling.txt").symlink_to(folder / "nowhere.txt")
    assert [file.source for file in find_files(folder)] == ["b.txt", "deep/a.md"]


def test_one_document_can_be_the_source(folder):
    assert [file.source for file in find_files(folder / "river.txt")] == ["river.txt"]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(SourcesError, match="nowhere"):
        find_files(tmp_path / "nowhere")


def test_open_document_finds_a_citations_source_and_any_path(folder):
    name = min(SEEDS.iterdir()).name
    assert open_document(name).text == (SEEDS / name).read_text("utf-8")
    assert open_document("river.txt", folder) == open_document(folder / "river.txt")
    with pytest.raises(SourcesError, match=r"seeds"):
        open_document(SEEDS / "nothing.txt", SEEDS)
    with pytest.raises(SourcesError, match=r"nothing\.txt"):
        open_document("nothing.txt", folder)
