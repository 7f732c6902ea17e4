import os
import shutil
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import numpy as np
import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from index import Index, open_index, opening
from index.checking import check, repair
from index.datatypes import IndexDamagedError, SettingsError, SourcesError
from index.ingest import ingest
from index.search import RRF_K, reciprocal_rank_fusion


def test_reciprocal_rank_fusion_by_hand():
    fused = reciprocal_rank_fusion([["a", "b"], ["b", "c"]])
    assert list(fused) == ["b", "a", "c"]
    assert fused["b"] == pytest.approx(1 / (RRF_K + 2) + 1 / (RRF_K + 1))
    assert fused["c"] == pytest.approx(1 / (RRF_K + 2))


@given(st.lists(st.permutations("abcdef"), min_size=1, max_size=3))
def test_fusion_orders_by_score(rankings):
    scores = list(reciprocal_rank_fusion(rankings).values())
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 6


def test_the_right_document_comes_first(folder, index_dir):
    (folder / "bread.md").write_text("# Bread\n\nRye bread needs sourdough and a hot oven.", "utf-8")
    with open_index(folder, index_dir=index_dir).snapshot() as index:
        for query, source in [
            ("Who designed the bridge?", "river.txt"),
            ("baking rye", "bread.md"),
            ("captin of the fery", "river.txt"),
        ]:
            hits = index.search(query, 5)
            assert hits[0].chunk.source == source
            assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
            assert all(hit.dense_rank or hit.lexical_rank for hit in hits)


def test_terms_say_what_the_documents_know(index):
    terms = {term.word: term for term in index.terms("Which captin paid for the brigde in Paris in 1999?")}
    assert terms["captin"].stem == "captain" and terms["captin"].known
    assert terms["brigde"].stem == "bridg" and terms["brigde"].known
    assert terms["1999"].known
    assert not terms["paris"].known
    assert terms["paris"].idf > terms["brigde"].idf


def test_questions_are_words_not_a_query_language(index):
    for query in [
        '"',
        "NOT bridge",
        "bridge*",
        "a OR (",
        "stems:bridge",
        "\x00",
        "NEAR(bridge ferry)",
        "💥",
        "'; DROP TABLE chunks",
    ]:
        assert isinstance(index.search(query, 3), tuple)
    assert index.search("bridge", 1)


def texts(index: Index, query: str) -> list[str]:
    with index.snapshot() as content:
        return [hit.chunk.text for hit in content.search(query, 9)]


def test_a_changed_folder_is_noticed(folder, index_dir):
    with open_index(folder, index_dir=index_dir).snapshot() as before:
        version = before.version
    (folder / "river.txt").write_text("The canal was dug in 1870.", "utf-8")
    index = open_index(folder, index_dir=index_dir)
    with index.snapshot() as content:
        assert content.version != version
        assert not content.terms("ferry")[0].known
    assert texts(index, "canal") == ["The canal was dug in 1870."]


def test_a_snapshot_sees_nothing_of_what_is_indexed_meanwhile(folder, opened):
    with opened.snapshot() as before:
        first = before.search("Who designed the bridge?", 9)
        (folder / "river.txt").write_text("The canal was dug in 1870.", "utf-8")
        opened.refresh()
        assert before.search("Who designed the bridge?", 9) == first
        assert before.terms("canal")[0].known is False
        with opened.snapshot() as after:
            assert after.version != before.version
            assert [hit.chunk.text for hit in after.search("canal", 9)] == ["The canal was dug in 1870."]


def test_names_of_files_are_searched_too_and_change_with_them(folder, index_dir):
    (folder / "warranty boiler.txt").write_text("Three years from the day of purchase.", "utf-8")
    index = open_index(folder, index_dir=index_dir)
    with index.snapshot() as content:
        assert content.search("boiler", 1)[0].lexical_rank == 1
    (folder / "warranty boiler.txt").rename(folder / "guarantee heater.txt")
    index.refresh()
    with index.snapshot() as content:
        assert not content.terms("boiler")[0].known
        assert content.search("heater", 1)[0].chunk.title == "guarantee heater"


def content_size(index: Index) -> int:
    with index.snapshot() as content:
        return sum(record.chunks for record in content.documents())


def test_as_many_as_there_are_though_the_store_has_orphans(folder, opened):
    (folder / "more.txt").write_text("\n\n".join(f"Note {n} is about the bridge. " * 9 for n in range(30)), "utf-8")
    opened.refresh()
    vector = opened.embedder.embed("Who designed the bridge?")
    with closing(opened._fingerprint.open_store(opened.folder, 384)) as store:
        store.add([f"orphan-{n}" for n in range(300)], np.tile(vector, (300, 1)))
    opened.close()
    with opened.snapshot() as content:
        dense = [hit for hit in content.search("Who designed the bridge?", 30) if hit.dense_rank]
    assert len(dense) == content_size(opened)


def test_other_sizes_in_one_process_do_not_get_in_each_others_way(folder, index_dir):
    one = open_index(folder, index_dir=index_dir, chunk_tokens=100)
    other = open_index(folder, index_dir=index_dir, chunk_tokens=40)
    assert texts(other, "bridge") and len(texts(other, "bridge")) > 1
    one.refresh()
    assert texts(one, "bridge")


def test_many_threads_ask_while_files_change(folder, opened):
    def ask_often() -> set[tuple[str, ...]]:
        return {tuple(texts(opened, "bridge or canal")) for _ in range(20)}

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask_often) for _ in range(3)]
        for number in range(4):
            (folder / "canal.txt").write_text(f"The canal has {number} locks.", "utf-8")
            opened.refresh()
        found = set().union(*(each.result() for each in asked))
    for answer in found:
        assert sum("canal has" in text for text in answer) <= 1  # never an old version beside the new


def test_what_another_process_wrote_is_seen(folder, index_dir):
    index = open_index(folder, index_dir=index_dir)
    texts(index, "bridge")
    (folder / "zeppelin.txt").write_text("The zeppelin landed at noon.", "utf-8")
    command = [sys.executable, "-m", "index", str(folder), "--index-dir", str(index_dir)]
    subprocess.run(command, check=True, capture_output=True)
    with index.snapshot() as content:
        first = content.search("zeppelin", 1)[0]
    assert first.chunk.source == "zeppelin.txt"
    assert first.dense_rank == 1


def test_damage_under_an_open_index_is_repaired_with_a_warning(folder, index_dir, caplog):
    index = open_index(folder, index_dir=index_dir)
    assert texts(index, "bridge")
    for path in index_dir.glob("catalog.db*"):
        path.write_bytes(b"garbage" * 999)
    assert texts(index, "bridge")
    assert "made anew" in caplog.text


def test_a_store_that_is_damaged_while_it_is_open_is_made_again_without_embedding(folder, opened, caplog):
    before = texts(opened, "bridge")
    opened.close()
    for path in (opened.folder / "vectors").rglob("*"):
        if path.is_file():
            path.write_bytes(b"garbage" * 999)
    assert texts(opened, "bridge") == before
    assert "its vectors or words were damaged" in caplog.text


def test_a_text_altered_inside_the_catalogue_is_never_quoted(folder, index_dir):
    index = open_index(folder, index_dir=index_dir)
    with closing(sqlite3.connect(index_dir / "catalog.db")) as catalog, catalog:
        catalog.execute("UPDATE chunks SET text = replace(text, 'Ada Lund', 'Bob Lund')")
    with index.snapshot() as content, pytest.raises(IndexDamagedError, match="not as it was written"):
        content.search("Who designed the bridge?", 5)


def test_damaged_words_are_found_named_and_mended_without_embedding(folder, opened, monkeypatch):
    (folder / "canal.txt").write_text("The canal was dug in 1870.", "utf-8")
    opened.refresh()
    with closing(sqlite3.connect(opened.folder / "catalog.db")) as catalog, catalog:
        catalog.execute("UPDATE passages_data SET block = x'00ff00ff' WHERE id > 10")
    with opened.snapshot() as content, pytest.raises(IndexDamagedError, match="--repair"):
        content.search("Who designed the bridge?", 5)
    monkeypatch.setattr(type(opened.embedder), "embed_all", None)
    assert check(opened.folder, opened._fingerprint, opened.embedder) != []
    (folder / "canal.txt").unlink()  # to forget its words all are read
    opened.refresh()
    assert check(opened.folder, opened._fingerprint, opened.embedder) == []
    with opened.snapshot() as content:
        assert content.search("bridge", 1)[0].lexical_rank == 1


@pytest.mark.parametrize(
    "lost", ["DELETE FROM vocabulary WHERE stem = 'bridg'", "UPDATE vocabulary SET passages = 9 WHERE stem = 'bridg'"]
)
def test_words_that_are_not_those_of_the_passages_are_found_and_mended(opened, lost):
    with closing(sqlite3.connect(opened.folder / "catalog.db")) as catalog, catalog:
        catalog.execute(lost)
    assert "words" in " ".join(check(opened.folder, opened._fingerprint, opened.embedder))
    repair(opened.folder, opened._fingerprint, opened.embedder)
    assert check(opened.folder, opened._fingerprint, opened.embedder) == []


def test_an_index_that_is_rebuilt_while_it_is_open_is_answered_from(folder, opened):
    before = texts(opened, "bridge")
    for _ in ingest(
        folder, folder=opened.folder, fingerprint=opened._fingerprint, embedder=opened.embedder, rebuild=True
    ):
        pass
    assert texts(opened, "bridge") == before
    opened.refresh()
    assert texts(opened, "bridge") == before


def test_an_index_in_a_folder_that_cannot_be_written_is_answered_from(opened, monkeypatch):
    before = texts(opened, "bridge")
    opened.close()
    shutil.rmtree(opened.folder / "vectors")
    for path in (opened.folder / "catalog.db", opened.folder):
        path.chmod(path.stat().st_mode & ~0o222)
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and allowed(path, mode))  # root may write all
    try:
        opened.refresh()
        assert texts(opened, "bridge") == before
    finally:
        opened.folder.chmod(0o700)
    assert not (opened.folder / "vectors").exists()


def test_a_question_waits_for_no_other_process_that_is_indexing(folder, opened, monkeypatch):
    before = texts(opened, "bridge")
    (folder / "canal.txt").write_text("The canal was dug in 1870.", "utf-8")
    monkeypatch.setattr(opening, "PATIENCE", 0.1)
    with FileLock(opened.folder / "lock", is_singleton=False):
        opened.refresh()
        assert texts(opened, "bridge or canal") == before
    opened.refresh()
    assert "The canal was dug in 1870." in texts(opened, "bridge or canal")


def test_several_first_calls_at_once_open_one_index(folder, index_dir):
    with ThreadPoolExecutor(4) as pool:
        opened = [pool.submit(open_index, folder, index_dir=index_dir) for _ in range(4)]
    assert len({id(each.result()) for each in opened}) == 1


def test_a_watched_folder_is_noticed_without_looking(folder, opened):
    opened.watch()
    time.sleep(0.5)
    (folder / "zeppelin.txt").write_text("The zeppelin landed at noon.", "utf-8")
    deadline = time.monotonic() + 20
    while "The zeppelin landed at noon." not in texts(opened, "zeppelin"):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_where_a_folder_cannot_be_watched_questions_look_again(folder, opened, monkeypatch, caplog):
    def full(*_, **__):
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr("watchfiles.watch", full)
    opened.watch()
    while opened._watching:
        time.sleep(0.01)
    (folder / "zeppelin.txt").write_text("The zeppelin landed at noon.", "utf-8")
    opened.refresh()
    assert "The zeppelin landed at noon." in texts(opened, "zeppelin")
    assert "watch limit" in caplog.text


@pytest.mark.parametrize("names", [[], ["a.pdf", "b.txt"]])
def test_sources_without_anything_to_read_say_so(tmp_path, index_dir, names):
    folder = tmp_path / "empty"
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(b"")
    with pytest.raises(SourcesError, match=names[0] if names else "holds no documents"):
        open_index(folder, index_dir=index_dir)


def test_an_impossible_chunk_size_is_refused(folder, index_dir):
    with pytest.raises(SettingsError, match="16 to 254"):
        open_index(folder, index_dir=index_dir, chunk_tokens=1000)
