import dataclasses

import pytest

from qa import QuotedError, Settings


def test_unknown_and_impossible_settings_are_refused(tmp_path):
    with pytest.raises(QuotedError, match=r"hitz.*embedding_model"):
        Settings.from_mapping({"hitz": 3})
    with pytest.raises(QuotedError, match="hits is 0"):
        Settings(hits=0)
    with pytest.raises(QuotedError, match="min_confidence is 'high'"):
        Settings.from_mapping({"min_confidence": "high"})
    path = tmp_path / "settings.toml"
    path.write_text("hits = = 3", "utf-8")
    with pytest.raises(QuotedError, match=r"settings\.toml"):
        Settings.load(path)
    with pytest.raises(QuotedError, match="missing"):
        Settings.load(tmp_path / "missing.toml")


def test_settings_from_a_file(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text('hits = 3\nindex_dir = "somewhere"\n', "utf-8")
    assert Settings.load(path) == Settings(hits=3, index_dir=Settings.load(path).index_dir)
    assert str(Settings.load(path).index_dir) == "somewhere"


def test_the_hash_changes_with_what_can_change_an_answer(tmp_path):
    assert Settings(hits=3).hash != Settings().hash
    assert Settings(index_dir=tmp_path).hash == Settings().hash
    assert len(dataclasses.fields(Settings)) <= 20
