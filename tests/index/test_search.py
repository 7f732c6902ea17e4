import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import open_index
from index.datatypes import SettingsError, SourcesError
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
    index = open_index(folder, index_dir=index_dir)
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


def test_a_changed_folder_is_noticed_and_deleted_words_are_forgotten(folder, index_dir):
    index = open_index(folder, index_dir=index_dir)
    version = index.version
    (folder / "river.txt").write_text("The canal was dug in 1870.", "utf-8")
    index = open_index(folder, index_dir=index_dir)
    assert index.version != version
    assert [hit.chunk.text for hit in index.search("canal", 9)] == ["The canal was dug in 1870."]
    assert not index.terms("ferry")[0].known


def test_what_another_process_wrote_is_seen(folder, index_dir):
    index = open_index(folder, index_dir=index_dir)
    (folder / "zeppelin.txt").write_text("The zeppelin landed at noon.", "utf-8")
    command = [sys.executable, "-m", "index", str(folder), "--index-dir", str(index_dir)]
    subprocess.run(command, check=True, capture_output=True)
    index = open_index(folder, index_dir=index_dir)
    first = index.search("zeppelin", 1)[0]
    assert first.chunk.source == "zeppelin.txt"
    assert first.dense_rank == 1


def test_damage_under_an_open_index_is_repaired_with_a_warning(folder, index_dir, caplog):
    index = open_index(folder, index_dir=index_dir)
    index.close()
    (index_dir / "catalog.db").write_bytes(b"garbage" * 999)
    assert open_index(folder, index_dir=index_dir).search("bridge", 1)
    assert "rebuilt" in caplog.text


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
