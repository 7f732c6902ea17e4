import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from index import ingest as ingest_module
from index.datatypes import IndexLockedError, SettingsError
from index.embedding import BUNDLED, load_embedder
from index.ingest import FileDone, Finished, Rebuilt, Recipe, ingest

RECIPE = Recipe(BUNDLED, 100)


def run(folder: Path, index_dir: Path, recipe: Recipe = RECIPE, *, rebuild: bool = False):
    return list(ingest(folder, folder=index_dir, recipe=recipe, embedder=load_embedder(BUNDLED), rebuild=rebuild))


def states(events) -> dict[str, str]:
    return {event.source: event.state for event in events if isinstance(event, FileDone)}


def finished(events) -> Finished:
    assert isinstance(events[-1], Finished)
    return events[-1]


def test_unchanged_files_are_skipped_and_the_version_stays(folder, index_dir):
    first = run(folder, index_dir)
    assert states(first) == {"river.txt": "indexed"}
    again = run(folder, index_dir)
    assert states(again) == {"river.txt": "unchanged"}
    assert finished(again) == finished(first)


def test_a_touched_file_is_known_by_its_content(folder, index_dir):
    run(folder, index_dir)
    (folder / "river.txt").touch()
    assert states(run(folder, index_dir)) == {"river.txt": "unchanged"}


def test_the_version_depends_on_the_content_alone(folder, index_dir, tmp_path):
    version = finished(run(folder, index_dir)).version
    (folder / "more.txt").write_text("More is said here.", "utf-8")
    assert finished(run(folder, index_dir)).version != version
    (folder / "more.txt").unlink()
    events = run(folder, index_dir)
    assert states(events)["more.txt"] == "removed"
    assert finished(events).version == version
    assert finished(run(folder, tmp_path / "other")).version == version


def test_new_content_under_an_old_name_replaces_the_old(folder, index_dir):
    before = finished(run(folder, index_dir))
    (folder / "river.txt").write_text("Something else entirely.", "utf-8")
    after = run(folder, index_dir)
    assert states(after) == {"river.txt": "indexed"}
    assert (finished(after).documents, finished(after).chunks) == (1, 1)
    assert finished(after).version != before.version


def test_the_same_content_under_two_names_is_one_document(folder, index_dir):
    shutil.copy(folder / "river.txt", folder / "a copy.txt")
    assert finished(run(folder, index_dir)).documents == 1
    (folder / "a copy.txt").unlink()
    events = run(folder, index_dir)
    assert finished(events).documents == 1
    assert states(events) == {"river.txt": "unchanged", "a copy.txt": "removed"}


def test_bad_files_are_listed_and_stop_nothing(folder, index_dir):
    (folder / "a-binary.txt").write_bytes(b"\x00\x01\x02" * 99)
    (folder / "b-empty.md").write_bytes(b"")
    (folder / "c.pdf").write_bytes(b"%PDF")
    (folder / "d-cut.txt").write_bytes("It costs 5 €".encode()[:-1])
    events = run(folder, index_dir)
    assert states(events) == {
        "a-binary.txt": "unreadable",
        "b-empty.md": "unreadable",
        "c.pdf": "unreadable",
        "d-cut.txt": "indexed",
        "river.txt": "indexed",
    }
    notes = [event.note for event in events if isinstance(event, FileDone) and event.state == "unreadable"]
    assert all(notes)


def test_a_file_that_turns_bad_keeps_its_last_readable_version(folder, index_dir):
    run(folder, index_dir)
    (folder / "river.txt").write_bytes(b"\x00\x01\x02" * 99)
    events = run(folder, index_dir)
    assert states(events) == {"river.txt": "unreadable"}
    assert "last readable version" in events[0].note  # type: ignore[union-attr]
    assert finished(events).documents == 1


def damage_catalog(index_dir: Path) -> None:
    (index_dir / "catalog.db").write_bytes(b"garbage" * 1000)


def damage_vectors(index_dir: Path) -> None:
    for path in (index_dir / "vectors").rglob("*"):
        if path.is_file():
            path.write_bytes(b"garbage" * 1000)


def lose_vectors(index_dir: Path) -> None:
    shutil.rmtree(index_dir / "vectors")


def lose_a_page(index_dir: Path) -> None:
    with (index_dir / "catalog.db").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)


@pytest.mark.parametrize("damage", [damage_catalog, damage_vectors, lose_vectors, lose_a_page])
def test_a_damaged_index_is_rebuilt_and_says_so(folder, index_dir, damage):
    before = finished(run(folder, index_dir))
    for wal in index_dir.glob("catalog.db-*"):
        wal.unlink()
    damage(index_dir)
    events = run(folder, index_dir)
    assert isinstance(events[0], Rebuilt) and "damaged" in events[0].reason
    assert finished(events) == before


def test_another_recipe_rebuilds(folder, index_dir):
    run(folder, index_dir)
    events = run(folder, index_dir, Recipe(BUNDLED, 50))
    assert isinstance(events[0], Rebuilt)
    assert states(events) == {"river.txt": "indexed"}


def test_rebuild_on_demand(folder, index_dir):
    before = finished(run(folder, index_dir))
    assert finished(run(folder, index_dir, rebuild=True)) == before


def test_an_interrupted_run_is_taken_up(folder, index_dir):
    (folder / "second.txt").write_text("A second document.", "utf-8")
    events = ingest(folder, folder=index_dir, recipe=RECIPE, embedder=load_embedder(BUNDLED))
    next(events)
    events.close()
    resumed = run(folder, index_dir)
    assert states(resumed) == {"river.txt": "unchanged", "second.txt": "indexed"}


def test_a_folder_with_other_things_in_it_is_never_an_index_folder(folder, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.doc").write_text("years of work", "utf-8")
    with pytest.raises(SettingsError, match=r"thesis\.doc"):
        run(folder, tmp_path / "home", rebuild=True)
    assert (tmp_path / "home" / "thesis.doc").exists()


def test_a_second_writer_is_told_who_is_in_its_way(folder, index_dir, monkeypatch):
    monkeypatch.setattr(ingest_module, "LOCK_SECONDS", 0.2)
    index_dir.mkdir()
    with FileLock(index_dir / "lock", is_singleton=False), pytest.raises(IndexLockedError, match="Another process"):
        run(folder, index_dir)


def test_the_journal_of_a_beginning_database_is_the_indexs_own(folder, index_dir):
    index_dir.mkdir()
    (index_dir / "catalog.db-journal").touch()
    assert finished(run(folder, index_dir)).documents == 1


def test_two_processes_at_once_make_one_whole_index(folder, index_dir):
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"Document number {number} speaks of the river.", "utf-8")
    command = [sys.executable, "-m", "index", str(folder), "--index-dir", str(index_dir)]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [process.communicate()[0] for process in runs]
    assert all(
        process.returncode == 0 and "6 documents" in output for process, output in zip(runs, outputs, strict=True)
    )
    database = sqlite3.connect(index_dir / "catalog.db")
    assert database.execute("SELECT count(*) FROM documents").fetchone() == (6,)
    database.close()
