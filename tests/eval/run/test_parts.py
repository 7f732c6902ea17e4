"""What a run asks, put together from one or more question sets."""

import json
from pathlib import Path

import pytest

from eval.importers.suites import SUITES
from eval.importers.writing import Choice
from eval.questions.schema import DatasetError
from eval.run.parts import suite_parts, whole
from qa import Settings

ASKED = [
    {
        "question": f"Who wrote part {number}?",
        "gold_answers": ["Ada"],
        "documents": [{"text": f"Ada wrote part {number}.", "type": "correct", "answer": "Ada"}],
    }
    for number in range(3)
]


@pytest.fixture
def parts(tmp_path):
    """Prepares a suite in which each question has documents of its own."""
    data = tmp_path / "data.jsonl"
    data.write_text("".join(json.dumps(line) + "\n" for line in ASKED), "utf-8")

    def prepared(settings=None, **choice):
        return suite_parts(SUITES["ramdocs"], data, tmp_path / "out", Choice(**choice), settings or Settings())

    return prepared


def test_every_part_has_its_own_questions_documents_index_and_file(parts):
    found = parts()
    assert [question.question for part in found for question in part.questions.questions] == [
        asked["question"] for asked in ASKED
    ]
    for different in (lambda part: part.sources, lambda part: part.settings.index_dir, lambda part: part.kept):
        assert len({different(part) for part in found}) == 3
    assert all(Path(part.sources).is_dir() for part in found)
    assert all(Path(part.sources) not in part.settings.index_dir.parents for part in found)


def test_the_settings_say_where_the_indexes_lie(parts, tmp_path):
    found = parts(Settings(index_dir=tmp_path / "mine", hits=3))
    assert {part.settings.index_dir.parent for part in found} == {tmp_path / "mine"}
    assert {part.settings.hits for part in found} == {3}


def test_every_choice_has_a_folder_of_its_own_and_the_same_choice_the_same(parts):
    sources = [{part.sources for part in found} for found in (parts(), parts(limit=2), parts())]
    assert sources[0] == sources[2]
    assert not sources[0] & sources[1]


def test_all_parts_make_one_set(parts):
    found = parts()
    questions = whole(found, "ramdocs")
    assert questions.name == "ramdocs"
    assert questions.questions == tuple(question for part in found for question in part.questions.questions)
    assert questions.sha256 == whole(parts(), "ramdocs").sha256 != whole(found[:2], "ramdocs").sha256
    assert whole(found[:1], "one").sha256 == found[0].questions.sha256


def test_a_part_has_the_questions_of_a_split(parts):
    (first, *_) = parts()
    assert first.only("dev").questions == first.questions
    with pytest.raises(DatasetError, match="'test'"):
        first.only("test")
