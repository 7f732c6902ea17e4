import os
import sys
from pathlib import Path

import pytest

from index.datatypes import SourcesError
from index.files import find_files
from index.loaders import load, open_document
from index.roots import SEEDS

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def sources(found) -> list[str]:
    return [file.source for file in found.files]


def reasons(found) -> dict[str, str]:
    return {problem.source: problem.reason for problem in found.problems}


def test_hidden_files_are_left_out_and_links_that_lead_outside_are_named(tmp_path):
    outside = tmp_path / "secret.txt"
    outside.write_text("secret", "utf-8")
    folder = tmp_path / "documents"
    (folder / "deep").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / ".git" / "a.txt").write_text("x", "utf-8")
    (folder / "b.txt").write_text("x", "utf-8")
    (folder / "deep" / "a.md").write_text("x", "utf-8")
    (folder / "alias.txt").symlink_to(folder / "b.txt")
    (folder / "again").symlink_to(folder / "deep")
    (folder / "link.txt").symlink_to(outside)
    (folder / "up").symlink_to(tmp_path)
    (folder / "dangling.txt").symlink_to(folder / "nowhere.txt")
    found = find_files(folder)
    assert sources(found) == ["alias.txt", "b.txt", "deep/a.md"]
    assert reasons(found) == {
        "dangling.txt": "it is a link that leads nowhere, or a file that went away",
        "link.txt": "it is a link that leads out of the folder",
        "up": "it is a link that leads out of the folder",
    }


def test_links_that_lead_to_themselves_stop_nothing(folder):
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "one").symlink_to(folder / "two")
    (folder / "two").symlink_to(folder / "one")
    (folder / "deep").mkdir()
    (folder / "deep" / "root").symlink_to(folder)
    found = find_files(folder)
    assert sources(found) == ["river.txt"]
    assert reasons(found).keys() == {"loop.txt", "one", "two"}
    assert all("back to itself" in reason for reason in reasons(found).values())


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="their file systems refuse such names")
def test_names_that_are_no_text_or_no_line_are_read_under_an_escaped_name(folder):
    for name in (b"caf\xe9.txt", b"two\nlines.txt", b"back\\slash.txt"):
        Path(folder, os.fsdecode(name)).write_text(f"This is {name!r}.", "utf-8")
    found = find_files(folder)
    assert sources(found) == [r"back\x5cslash.txt", r"caf\xe9.txt", "river.txt", r"two\x0alines.txt"]
    for file in found.files:
        assert open_document(file.source, folder) == load(file)


@pytest.mark.skipif(AS_ROOT, reason="root reads every folder")
def test_a_folder_that_may_not_be_read_hides_its_documents_and_no_others(folder):
    deep = folder / "deep"
    deep.mkdir()
    (deep / "a.txt").write_text("x", "utf-8")
    deep.chmod(0)
    try:
        found = find_files(folder)
    finally:
        deep.chmod(0o700)
    (problem,) = found.problems
    assert (problem.source, problem.prefix) == ("deep", "deep/")
    assert problem.hides("deep/a.txt") and not problem.hides("river.txt") and not problem.hides("deeper.txt")
    assert sources(found) == ["river.txt"]


def test_a_folder_that_fails_hides_its_documents_and_no_others(folder, monkeypatch):
    (folder / "deep").mkdir()
    scandir = os.scandir

    def failing(path):
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", failing)
    (problem,) = find_files(folder).problems
    assert problem.reason == "the folder cannot be read (Permission denied)"
    assert problem.hides("deep/a.txt") and not problem.hides("river.txt") and not problem.hides("deeper.txt")


def test_a_folder_that_holds_nothing_is_told_from_one_without_documents(tmp_path):
    for name in ("mount", "used"):
        (tmp_path / name).mkdir()
    (tmp_path / "used" / ".settings").touch()
    assert find_files(tmp_path / "mount").empty == ("",)
    assert find_files([tmp_path / "mount", tmp_path / "used"]).empty == ("mount/",)


def test_a_source_that_is_gone_beside_others_is_a_problem_that_hides_its_documents(folder, tmp_path):
    found = find_files([tmp_path / "usb", folder])
    assert sources(found) == ["documents/river.txt"]
    (problem,) = found.problems
    assert problem.source == "usb" and problem.hides("usb/a.txt") and not problem.hides("documents/river.txt")


def test_several_sources(folder, tmp_path):
    other = tmp_path / "other" / "documents"
    other.mkdir(parents=True)
    (other / "river.txt").write_text("Another river.", "utf-8")
    both = [folder, other]
    found = find_files(both)
    assert sources(found) == ["documents 2/river.txt", "documents/river.txt"]
    assert open_document("documents 2/river.txt", both).text == "Another river."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_are_named_and_never_opened(folder):
    os.mkfifo(folder / "pipe.txt")
    found = find_files(folder)
    assert sources(found) == ["river.txt"]
    assert "no ordinary file" in reasons(found)["pipe.txt"]


def test_very_deep_folders_are_walked(folder, monkeypatch):
    monkeypatch.chdir(folder)
    for _ in range(1200):  # deeper than a recursion goes
        Path("d").mkdir()
        os.chdir("d")
    Path("x.txt").write_text("x", "utf-8")
    assert sources(find_files(folder)) == ["d/" * 1200 + "x.txt", "river.txt"]
    Path("x.txt").unlink()
    for _ in range(1200):
        os.chdir("..")
        Path("d").rmdir()


def test_one_document_can_be_the_source(folder):
    assert sources(find_files(folder / "river.txt")) == ["river.txt"]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(SourcesError, match="nowhere"):
        find_files(tmp_path / "nowhere")


def test_open_document_finds_a_citations_source_and_any_path(folder):
    name = min(SEEDS.iterdir()).name
    assert open_document(name).text == (SEEDS / name).read_text("utf-8")
    assert open_document("river.txt", folder) == open_document(folder / "river.txt")
    with pytest.raises(SourcesError, match=r"seeds"):
        open_document("nothing.txt", SEEDS)
    with pytest.raises(SourcesError, match=r"nothing\.txt"):
        open_document("nothing.txt", folder)


def test_open_document_never_leaves_the_folder_that_is_named(folder):
    secret = folder.parent / "secret.txt"
    secret.write_text("secret", "utf-8")
    for source in ("../secret.txt", str(secret), secret):
        with pytest.raises(SourcesError):
            open_document(source, folder)
    assert open_document(secret).text == "secret"
