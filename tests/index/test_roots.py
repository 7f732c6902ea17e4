from pathlib import Path

import pytest

from index.datatypes import SourcesError
from index.roots import SEEDS, find_roots


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text("secret", "utf-8")
    return path


def test_the_shipped_documents_are_the_roots_unless_others_are_named():
    assert [root.folder for root in find_roots(None).roots] == [str(SEEDS)]


def test_one_folder_has_no_prefix_and_several_have_their_names(tmp_path):
    folders = [tmp_path / "a" / "papers", tmp_path / "b" / "papers", tmp_path / "letters", tmp_path / "c" / "papers 2"]
    for folder in folders:
        folder.mkdir(parents=True)
    assert [root.prefix for root in find_roots(folders[0]).roots] == [""]
    assert [root.prefix for root in find_roots(folders).roots] == ["papers/", "papers 2/", "letters/", "papers 2 2/"]


def test_files_of_one_folder_share_its_prefix_and_hide_their_neighbours(tmp_path, folder):
    (folder / "b.txt").write_text("b", "utf-8")
    (folder / "c.txt").write_text("c", "utf-8")
    (tmp_path / "other").mkdir()
    roots = find_roots([folder / "b.txt", tmp_path / "other", folder / "river.txt"])
    assert [(root.prefix, root.names) for root in roots.roots] == [
        ("documents/", ("b.txt", "river.txt")),
        ("other/", ()),
    ]
    assert roots.place("documents/b.txt") == folder / "b.txt"
    with pytest.raises(SourcesError):
        roots.place("documents/c.txt")


def test_a_folder_that_is_gone_keeps_the_other_prefixes_as_they_were(tmp_path):
    folders = [tmp_path / "usb" / "papers", tmp_path / "home" / "papers"]
    folders[1].mkdir(parents=True)
    roots = find_roots(folders)
    assert [root.prefix for root in roots.missing] == ["papers/"]
    assert [root.prefix for root in roots.roots] == ["papers 2/"]


@pytest.mark.parametrize("sources", [[], "nowhere", ["nowhere", "no/where.txt"], "a\0b"])
def test_sources_of_which_none_exists_are_named(sources):
    with pytest.raises(SourcesError, match=r"no file or folder"):
        find_roots(sources)


@pytest.mark.parametrize(
    "source",
    ["../secret.txt", "deep/../../secret.txt", "{secret}", "link.txt", "linked/secret.txt", ".hidden", "", ".", "a\0b"],
)
def test_no_source_leaves_its_folder(folder, secret, source):
    (folder / "deep").mkdir()
    (folder / ".hidden").write_text("x", "utf-8")
    (folder / "link.txt").symlink_to(secret)
    (folder / "linked").symlink_to(secret.parent)
    with pytest.raises(SourcesError, match="There is no document"):
        find_roots(folder).place(source.format(secret=secret))


def test_a_place_is_found_for_every_name(folder):
    odd = folder / "deep" / "a\nb.txt"
    odd.parent.mkdir()
    odd.write_text("x", "utf-8")
    (folder / "alias.txt").symlink_to(odd)
    roots = find_roots(folder)
    assert roots.place(r"deep/a\x0ab.txt") == odd
    assert roots.place("alias.txt") == odd
