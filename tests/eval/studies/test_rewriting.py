"""CANARD's rows by hand: what is measured, and that a rewriting which names the topic finds more."""

import json

import pytest

from eval.__main__ import main
from eval.questions.schema import DatasetError
from eval.studies.rewriting import Ranks, measure, read_canard, regained, to_markdown

TALKS = {
    "bridge": [
        ("Who was Ada Lund?", "Ada Lund was an engineer from Verden.", "Who was Ada Lund?"),
        ("Where did she study?", "Ada Lund studied in Bremen.", "Where did Ada Lund study?"),
        ("Did she marry?", "I don't know.", "Did Ada Lund marry?"),
        ("When did she retire?", "Ada Lund retired in 1998.", "When did Ada Lund retire?"),
        ("Is she alive?", None, "Is Ada Lund alive?"),
    ],
    "ferry": [
        ("Who was Piet Holm?", "Piet Holm was the last captain of the ferry.", "Who was Piet Holm?"),
        ("Where did he study?", "Piet Holm studied in Hamburg.", "Where did Piet Holm study?"),
        ("When did he retire?", "Piet Holm retired in 1999.", "When did Piet Holm retire?"),
        ("Is he alive?", None, "Is Piet Holm alive?"),
    ],
}


def rows(talk, turns):
    """The rows of a conversation as they are published; the answer to the last question is not."""
    before = [talk, "Life"]
    for number, (question, answer, rewrite) in enumerate(turns, start=1):
        yield {
            "History": list(before),
            "QuAC_dialog_id": talk,
            "Question": question,
            "Question_no": number,
            "Rewrite": rewrite,
        }
        before += [question, answer]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "canard.jsonl"
    lines = [json.dumps(row) for talk, turns in TALKS.items() for row in rows(talk, turns)]
    path.write_text("\n".join(reversed(lines)), "utf-8")  # their order does not matter
    return path


def test_a_questions_own_answer_stands_in_the_next_rows_history(file):
    questions, answers = read_canard(file)
    assert {one.question: one.answer for one in questions if one.dialogue == "bridge"} == {
        "Where did she study?": "Ada Lund studied in Bremen.",
        "When did she retire?": "Ada Lund retired in 1998.",
    }
    assert len(answers) == len(set(answers)) == 6


def test_the_turns_are_those_before_without_title_and_section(file):
    turns = next(one.history for one in read_canard(file)[0] if one.question == "Where did she study?")
    assert [(turn.question, turn.answer) for turn in turns] == [TALKS["bridge"][0][:2]]


def test_a_row_of_another_layout_is_refused(tmp_path):
    (tmp_path / "other.jsonl").write_text('{"History": ["title"]}', "utf-8")
    with pytest.raises(DatasetError, match="line 1"):
        read_canard(tmp_path / "other.jsonl")


def test_the_name_finds_what_the_pronoun_does_not(file):
    ranks = measure(*read_canard(file))
    assert [one.ours for one in ranks] == [one.person for one in ranks] == [1, 1, 1, 1]
    assert sum(one.typed == 1 for one in ranks) < 4
    assert not any(one.bent for one in ranks)


def outcome(dialogue, typed, ours, person, split="dev"):
    return Ranks(dialogue, split, typed, ours, person, bent=False)


def test_regained_is_the_share_of_what_the_person_gains():
    ranks = [outcome("a", None, 1, 1), outcome("b", None, 7, 1), outcome("c", 1, 1, 1), outcome("d", None, None, 9)]
    assert regained(ranks, 1).value == 0.5
    assert regained(ranks, 10).value == pytest.approx(2 / 3)


def test_regained_is_undefined_where_the_person_gains_nothing():
    assert regained([outcome("a", 1, 1, 1), outcome("b", 2, None, 2)], 5).value is None


def test_the_halves_are_told_apart():
    shown = to_markdown([outcome("a", None, 1, 1), outcome("b", 1, 1, 1), outcome("c", None, None, 1, "test")])
    dev, tested = shown.split("test: ")
    assert dev.startswith("dev: 2 questions of 2 conversations")
    assert "| as typed | 0.50 " in dev
    assert tested.startswith("1 questions of 1 conversations")
    assert "| regained | 0.00 |" in tested


def test_a_file_that_cannot_be_read_is_an_error(tmp_path, capsys):
    assert main(["rewriting", str(tmp_path / "missing.jsonl")]) == 2
    assert "cannot be read" in capsys.readouterr().err
