import errno
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from filelock import FileLock

from index import database, open_index
from index import ingest as ingest_module
from index.checking import check, repair
from index.datatypes import IndexLockedError, IndexUnreachableError, SettingsError
from index.embedding import BUNDLED, load_embedder
from index.fingerprint import Fingerprint
from index.ingest import Begun, Embedded, FileDone, Finished, Rebuilt, ingest
from index.loaders import sandbox
from index.loaders.sandbox import close_workers
from index.staging import Staging

FINGERPRINT = Fingerprint(BUNDLED, 100)


def run(folder: Path, index_dir: Path, fingerprint: Fingerprint = FINGERPRINT, *, rebuild: bool = False):
    return list(
        ingest(folder, folder=index_dir, fingerprint=fingerprint, embedder=load_embedder(BUNDLED), rebuild=rebuild)
    )


def states(events) -> dict[str, str]:
    return {event.source: event.state for event in events if isinstance(event, FileDone)}


def finished(events) -> Finished:
    assert isinstance(events[-1], Finished)
    return events[-1]


def test_unchanged_files_are_skipped_and_the_version_stays(folder, index_dir):
    first = run(folder, index_dir)
    assert states(first) == {"river.txt": "added"}
    again = run(folder, index_dir)
    assert states(again) == {"river.txt": "unchanged"}
    assert finished(again) == finished(first)


def test_a_file_is_named_before_it_is_read(folder, index_dir):
    (folder / "bad.txt").write_bytes(b"\0")
    events = run(folder, index_dir)
    assert [type(event) for event in events] == [Begun, FileDone, Begun, Embedded, FileDone, Finished]
    assert events[2] == Begun("river.txt", 2, 2)
    (folder / "bad.txt").touch()
    assert Begun("river.txt", 2, 2) not in run(folder, index_dir)


def test_a_touched_file_is_known_by_its_content(folder, index_dir):
    run(folder, index_dir)
    (folder / "river.txt").touch()
    assert states(run(folder, index_dir)) == {"river.txt": "unchanged"}
    assert not any(isinstance(event, Begun) for event in run(folder, index_dir))


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
    assert states(after) == {"river.txt": "changed"}
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
    (folder / "e.txt").symlink_to(folder / "e.txt")
    events = run(folder, index_dir)
    assert states(events) == {
        "a-binary.txt": "skipped",
        "b-empty.md": "skipped",
        "c.pdf": "skipped",
        "d-cut.txt": "added",
        "e.txt": "skipped",
        "river.txt": "added",
    }
    assert all(event.note for event in events if isinstance(event, FileDone) and event.state == "skipped")


def test_a_file_that_cannot_be_looked_at_is_no_reason_to_index_again(folder, index_dir):
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    first, again = [], []
    open_index(folder, index_dir=index_dir, on_event=first.append)
    open_index(folder, index_dir=index_dir, on_event=again.append)
    assert states(first)["loop.txt"] == "skipped" and again == []


def test_a_file_that_turns_bad_keeps_its_last_readable_version(folder, index_dir):
    run(folder, index_dir)
    (folder / "river.txt").write_bytes(b"\x00\x01\x02" * 99)
    events = run(folder, index_dir)
    assert states(events) == {"river.txt": "skipped"}
    assert "last readable version" in events[1].note  # type: ignore[union-attr]
    assert finished(events).documents == 1


def test_an_emptied_file_is_answered_from_no_more(folder, index_dir):
    run(folder, index_dir)
    (folder / "river.txt").write_bytes(b"")
    assert finished(run(folder, index_dir)).documents == 0


def test_an_edit_that_keeps_size_and_time_is_noticed(folder, index_dir):
    run(folder, index_dir)
    path = folder / "river.txt"
    stat, text = path.stat(), path.read_text("utf-8")
    path.write_text(text.replace("1998", "1989"), "utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (stat.st_size, stat.st_mtime_ns)
    assert states(run(folder, index_dir)) == {"river.txt": "changed"}


def test_a_bad_file_that_is_repaired_with_the_same_time_is_read(folder, index_dir):
    path = folder / "bad.pdf"
    path.write_bytes(b"%PDF")
    stat = path.stat()
    assert states(run(folder, index_dir))["bad.pdf"] == "skipped"
    shutil.copy(folder / "river.txt", folder / "whole.txt")
    path.write_bytes(pdf("The bridge opened in 1998."))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert states(run(folder, index_dir))["bad.pdf"] == "changed"


def test_a_file_that_could_not_be_read_for_a_while_is_tried_again(folder, index_dir, monkeypatch):
    opening = os.open

    def failing(path, *arguments, **named):
        if str(path).endswith("river.txt"):
            raise OSError(errno.EIO, "Input/output error")
        return opening(path, *arguments, **named)

    with monkeypatch.context() as disk:
        disk.setattr(os, "open", failing)
        assert states(run(folder, index_dir)) == {"river.txt": "skipped"}
    assert states(run(folder, index_dir)) == {"river.txt": "changed"}
    assert states(run(folder, index_dir)) == {"river.txt": "unchanged"}


def test_a_file_that_a_busy_machine_gave_up_is_read_by_a_repair(folder, index_dir, monkeypatch):
    (folder / "page.html").write_text("<p>The canal was dug in 1870.", "utf-8")
    with monkeypatch.context() as busy:
        busy.setattr(sandbox, "SECONDS", 0.001)
        close_workers()
        assert states(run(folder, index_dir))["page.html"] == "skipped"
    assert states(run(folder, index_dir))["page.html"] == "skipped"
    assert "1 files that were not read" in repair(index_dir, FINGERPRINT, load_embedder(BUNDLED))[0]
    assert states(run(folder, index_dir)) == {"page.html": "changed", "river.txt": "unchanged"}


def pdf(text: str) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made)
    canvas.drawString(72, 720, text)
    canvas.save()
    return made.getvalue()


def test_a_moved_file_is_recognised_and_nothing_is_embedded_again(folder, index_dir):
    before = finished(run(folder, index_dir))
    (folder / "river.txt").rename(folder / "stream.txt")
    events = run(folder, index_dir)
    assert states(events) == {"stream.txt": "moved"}
    assert not any(isinstance(event, Embedded) for event in events)
    assert finished(events).chunks == before.chunks


def test_an_unreadable_subfolder_keeps_its_documents(folder, index_dir, monkeypatch):
    (folder / "below").mkdir()
    (folder / "below" / "hill.txt").write_text("The hill is high.", "utf-8")
    run(folder, index_dir)
    scan = os.scandir

    def refuse(path):
        if str(path).endswith("below"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)  # root, who runs tests in containers, may read everything
    events = run(folder, index_dir)
    assert finished(events).documents == 2
    assert states(events)["below"] == "skipped" and "last readable" in events[-2].note + events[-3].note  # type: ignore[union-attr]


def test_an_empty_mount_point_keeps_its_documents_and_an_emptied_folder_does_not(folder, index_dir):
    run(folder, index_dir)
    (folder / "river.txt").unlink()
    with closing(Staging(index_dir / "catalog.db")) as staging:
        roots = [[place, device + 1] for place, device in json.loads(staging.meta("roots"))]
        here = staging.meta("roots")
        staging.set_meta(roots=json.dumps(roots))
    assert finished(run(folder, index_dir)).documents == 1
    with closing(Staging(index_dir / "catalog.db")) as staging:
        staging.set_meta(roots=here)
    assert finished(run(folder, index_dir)).documents == 0


def test_an_index_below_its_sources_does_not_index_itself(folder):
    first = finished(run(folder, folder / "index"))
    again = run(folder, folder / "index")
    assert states(again) == {"river.txt": "unchanged"}
    assert finished(again) == first


def test_the_index_of_other_sources_is_never_taken_over_unasked(folder, index_dir, tmp_path):
    run(folder, index_dir)
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("Another text.", "utf-8")
    with pytest.raises(SettingsError, match="holds the index of"):
        run(other, index_dir)
    assert finished(run(folder, index_dir)).documents == 1
    assert finished(run(other, index_dir, rebuild=True)).documents == 1


def test_what_a_desktop_leaves_in_the_index_folder_stops_nothing(folder, index_dir):
    run(folder, index_dir)
    (index_dir / ".DS_Store").touch()
    assert finished(run(folder, index_dir)).documents == 1


def test_the_index_is_for_its_owner_alone(folder, index_dir):
    run(folder, index_dir)
    files = [path for path in index_dir.iterdir() if path.is_file()]
    assert files and all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in files)
    assert stat.S_IMODE(index_dir.stat().st_mode) == 0o700


def damage_catalog(index_dir: Path) -> None:
    (index_dir / "catalog.db").write_bytes(b"garbage" * 1000)


def lose_a_page(index_dir: Path) -> None:
    with (index_dir / "catalog.db").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)


@pytest.mark.parametrize("damage", [damage_catalog, lose_a_page])
def test_a_damaged_index_is_rebuilt_and_says_so(folder, index_dir, damage):
    before = finished(run(folder, index_dir))
    for wal in index_dir.glob("catalog.db-*"):
        wal.unlink()
    damage(index_dir)
    events = run(folder, index_dir)
    assert isinstance(events[0], Rebuilt) and "damaged" in events[0].reason
    assert finished(events) == before


def test_lost_vectors_are_given_to_the_store_again_without_embedding(folder, index_dir):
    before = finished(run(folder, index_dir))
    shutil.rmtree(index_dir / "vectors")
    events = run(folder, index_dir)
    assert not any(isinstance(event, Embedded) for event in events)
    assert finished(events) == before
    assert check(index_dir, FINGERPRINT, load_embedder(BUNDLED)) == []


def test_a_damaged_graph_is_made_again_from_the_catalogue_and_ends_no_process(tmp_path, index_dir):
    words = [f"Parcel {number} lies on shelf {number % 37}, row {number % 11}." for number in range(1100)]
    source = tmp_path / "parcels.txt"
    source.write_text("\n\n".join(words), "utf-8")
    code = (
        "import sys; from index import open_index\n"
        "with open_index(sys.argv[1], index_dir=sys.argv[2], chunk_tokens=16).snapshot() as content:\n"
        "    print([(hit.chunk.text, hit.dense_rank) for hit in content.search('On which shelf is parcel 500?', 5)])"
    )
    asked = partial(subprocess.run, [sys.executable, "-c", code, source, index_dir], capture_output=True, text=True)
    before = asked(check=True)
    (graph,) = index_dir.rglob("data_level0.bin")
    assert graph.with_name("index_metadata.pickle").exists()
    graph.write_bytes(b"\x7f" * graph.stat().st_size)
    after = asked(check=True)
    assert after.stdout == before.stdout and "Parcel 500" in after.stdout
    assert "its vectors or words were damaged" in after.stderr and asked(check=True).stderr == ""


def test_the_store_is_given_many_vectors_at_once_and_none_twice(folder, index_dir, monkeypatch):
    monkeypatch.setattr(ingest_module, "STORED_AT_ONCE", 2)
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(f"The lock {name} is closed.", "utf-8")
    waiting = []
    for event in ingest(folder, folder=index_dir, fingerprint=FINGERPRINT, embedder=load_embedder(BUNDLED)):
        if isinstance(event, FileDone):
            with closing(Staging(index_dir / "catalog.db")) as staging:
                waiting.append(sum(len(ids) for ids, _ in staging.unstored(9)))
    assert waiting[:3] == [1, 0, 1]


def test_what_was_staged_is_given_to_the_store_again_where_that_was_lost(folder, index_dir, monkeypatch):
    monkeypatch.setattr(ingest_module, "STORED_AT_ONCE", 1)
    (folder / "second.txt").write_text("A second document.", "utf-8")
    events = ingest(folder, folder=index_dir, fingerprint=FINGERPRINT, embedder=load_embedder(BUNDLED))
    for event in events:
        if isinstance(event, FileDone) and event.source == "river.txt":
            break
    events.close()
    shutil.rmtree(index_dir / "vectors")
    run(folder, index_dir)
    assert check(index_dir, FINGERPRINT, load_embedder(BUNDLED)) == []


def test_another_fingerprint_makes_everything_anew(folder, index_dir):
    run(folder, index_dir)
    events = run(folder, index_dir, Fingerprint(BUNDLED, 50))
    assert isinstance(events[0], Rebuilt)
    assert any(isinstance(event, Embedded) for event in events)
    assert check(index_dir, Fingerprint(BUNDLED, 50), load_embedder(BUNDLED)) == []


def test_a_better_extractor_reads_every_file_anew(folder, index_dir, monkeypatch):
    run(folder, index_dir)
    monkeypatch.setattr("index.fingerprint.EXTRACTOR_VERSION", "a better one")
    events = run(folder, index_dir)
    assert isinstance(events[0], Rebuilt) and any(isinstance(event, Embedded) for event in events)


def test_rebuild_on_demand(folder, index_dir):
    before = finished(run(folder, index_dir))
    with closing(sqlite3.connect(index_dir / "catalog.db")) as catalog, catalog:
        catalog.execute("UPDATE documents SET title = 'Another title'")
    events = run(folder, index_dir, rebuild=True)
    assert finished(events) == before
    with closing(Staging(index_dir / "catalog.db")) as staging:
        assert [staging.record(each).title for each in staging.document_ids()] == ["The Long Bridge"]
    assert any(isinstance(event, Embedded) for event in events)
    assert check(index_dir, FINGERPRINT, load_embedder(BUNDLED)) == []


@pytest.mark.parametrize("first", [True, False], ids=["first build", "update"])
def test_an_interrupted_run_is_taken_up_and_embeds_nothing_twice(folder, index_dir, monkeypatch, first):
    monkeypatch.setattr(ingest_module, "BATCH", 2)
    if not first:
        run(folder, index_dir)
    (folder / "long.txt").write_text(
        "\n\n".join(f"Item {n} is of a kind of its own. " * 12 for n in range(12)), "utf-8"
    )
    total = 0
    for event in (events := ingest(folder, folder=index_dir, fingerprint=FINGERPRINT, embedder=load_embedder(BUNDLED))):
        if isinstance(event, Embedded) and event.source == "long.txt":
            total = event.total
            if event.done == 4:
                events.close()
                break
    assert total > 6
    resumed = [event for event in run(folder, index_dir) if isinstance(event, Embedded) and event.source == "long.txt"]
    assert sum(1 for _ in resumed) == -(-(total - 4) // 2) and resumed[-1].total == total - 4
    assert check(index_dir, FINGERPRINT, load_embedder(BUNDLED)) == []


def test_a_folder_with_other_things_in_it_is_never_an_index_folder(folder, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.doc").write_text("years of work", "utf-8")
    with pytest.raises(SettingsError, match=r"thesis\.doc"):
        run(folder, tmp_path / "home", rebuild=True)
    assert (tmp_path / "home" / "thesis.doc").exists()


def test_a_second_writer_is_told_who_is_in_its_way(folder, index_dir):
    index_dir.mkdir()
    with FileLock(index_dir / "lock", is_singleton=False), pytest.raises(IndexLockedError, match="Another process"):
        list(
            ingest(folder, folder=index_dir, fingerprint=FINGERPRINT, embedder=load_embedder(BUNDLED), lock_seconds=0.2)
        )


def test_a_database_that_another_program_holds_is_busy_and_not_damaged(folder, index_dir, monkeypatch):
    before = finished(run(folder, index_dir))
    (folder / "more.txt").write_text("More is said here.", "utf-8")
    monkeypatch.setitem(database._OPTIONS, "timeout", 0.2)
    with closing(sqlite3.connect(index_dir / "catalog.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(IndexLockedError, match="Another program has held"):
            run(folder, index_dir)
        other.execute("ROLLBACK")
    assert finished(run(folder, index_dir)).chunks == before.chunks + 1


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


def test_an_index_folder_that_cannot_be_made_is_named_with_what_to_do(folder, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(IndexUnreachableError, match=r"cannot be written in .*--index-dir"):
        run(folder, tmp_path / "file" / "index")


def test_a_full_or_unwritable_disk_is_not_taken_for_damage(folder, index_dir):
    before = finished(run(folder, index_dir))
    (folder / "more.txt").write_text("More is said here.", "utf-8")
    with closing(Staging(index_dir / "catalog.db")) as staging:
        pages = staging.db.rows("PRAGMA page_count")[0][0]
        staging.db.run(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(IndexUnreachableError, match="full"), staging.db.transaction():
            staging.db.run("INSERT INTO meta VALUES ('long', ?)", ["x" * 10**6])
    assert finished(run(folder, index_dir)).chunks == before.chunks + 1
