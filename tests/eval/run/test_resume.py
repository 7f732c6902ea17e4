"""What a run keeps for the next one, and when the next one may use it."""

import dataclasses

import pytest

from eval.run.resume import Attempt, Conditions, KeptAnswers, software_hash

CONDITIONS = Conditions("questions", "settings", "version", "software")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "results.jsonl"


@pytest.fixture
def asked(world):
    """An answer with everything in it that an answer may have, to a question that is hard to write down."""
    answer = world.answer(world.cite("in 1843"), hits=[world.hit("Babbage built the engine.")])
    (sentence,) = answer.sentences
    marked = dataclasses.replace(sentence, marked=(3, 7))
    answer = dataclasses.replace(answer, question="“Wann?”\u2028\n😀", sentences=(marked,), timings={"read": 0.1 + 0.2})
    return Attempt(answer, 1 / 3)


@pytest.fixture
def kept(path, asked):
    """A file with two answers."""
    keeping = KeptAnswers(path, CONDITIONS)
    keeping.keep("one", asked)
    keeping.keep("two", Attempt(asked.answer, 2.0))
    return keeping


def test_answers_are_read_back_as_they_were(path, kept, asked):
    again = KeptAnswers(path, CONDITIONS)
    assert again.attempts == kept.attempts == {"one": asked, "two": Attempt(asked.answer, 2.0)}
    assert KeptAnswers(path, CONDITIONS).attempts == again.attempts


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Conditions)])
def test_under_other_conditions_the_run_starts_anew(path, kept, asked, field):
    other = dataclasses.replace(CONDITIONS, **{field: "other"})
    assert KeptAnswers(path, other).attempts == {}
    assert KeptAnswers(path, CONDITIONS).attempts == {}


def test_a_torn_last_line_is_dropped_and_the_next_answer_starts_a_line(path, kept, asked):
    whole = path.read_bytes()
    for torn in (whole[:-1], whole[:-40], whole[: whole.index(b"\n") + 1] + b'{"id": "o'):
        path.write_bytes(torn)
        again = KeptAnswers(path, CONDITIONS)
        before = dict(again.attempts)
        assert before.items() <= kept.attempts.items()
        again.keep("three", asked)
        assert KeptAnswers(path, CONDITIONS).attempts == {**before, "three": asked}


def test_a_torn_first_line_starts_anew(path, kept):
    path.write_bytes(path.read_bytes()[:20])
    assert KeptAnswers(path, CONDITIONS).attempts == {}


def test_a_question_that_raised_is_known_now_and_asked_again_next_time(path, kept):
    failed = Attempt(None, 0.1, "ValueError: broken")
    kept.keep("three", failed)
    assert kept.attempts["three"] == failed
    assert sorted(KeptAnswers(path, CONDITIONS).attempts) == ["one", "two"]


def test_answers_from_an_index_that_changed_on_the_way_are_asked_for_again(path, kept, asked):
    kept.keep("three", Attempt(dataclasses.replace(asked.answer, index_version="changed"), 1.0))
    assert sorted(KeptAnswers(path, CONDITIONS).attempts) == ["one", "two"]


def test_without_a_path_nothing_is_written(tmp_path, asked):
    keeping = KeptAnswers(None, CONDITIONS)
    keeping.keep("one", asked)
    assert keeping.attempts == {"one": asked}
    assert list(tmp_path.iterdir()) == []


def test_the_software_is_its_code_and_its_data(tmp_path, monkeypatch):
    package = tmp_path / "toy_software"
    (package / "model").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path)
    seen = []
    for name, text in [("__init__.py", ""), ("model/weights", "1"), ("model/weights", "2"), ("more.py", "2")]:
        (package / name).write_text(text)
        seen.append(software_hash("toy_software"))
    assert len(set(seen)) == 4
    (package / "more.pyc").write_text("compiled")
    assert software_hash("toy_software") == seen[-1]
    assert software_hash("toy_software", "index") != seen[-1]
