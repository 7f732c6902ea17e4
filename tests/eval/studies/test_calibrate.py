"""An error budget of one's own: real questions to a small document, and a check by hand."""

import json
from dataclasses import replace

import pytest

from eval.__main__ import main as evaluate
from eval.studies.calibrate import main
from qa import Settings, ask
from qa.calibration import load_calibration
from qa.risk import Sample, Scored, load_scored, write_scored

FITTED = Settings(unanswerable_share=load_calibration().unanswerable)
"""Asks at the share of questions without an answer at which samples are made."""
TWO = "When did the bridge open, and who was the captain of the ferry?"
QUESTIONS = {
    "Who designed the bridge?": ["Ada Lund designed it."],
    "When did the bridge open?": ["The bridge over the Aller opened on 3 May 1998."],
    "What is the capital of Mongolia?": [],
    TWO: ["The bridge over the Aller opened on 3 May 1998.", "Its last captain, Piet Holm, retired to Bremen."],
}


@pytest.fixture
def questions(tmp_path):
    lines = []
    for at, (question, quotes) in enumerate(QUESTIONS.items()):
        evidence = [[{"source": "river.txt", "quote": quote}] for quote in quotes]
        lines.append({"id": f"q{at}", "question": question, "answerable": bool(quotes), "evidence": evidence})
    path = tmp_path / "mine.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


@pytest.fixture
def config(tmp_path, index_dir):
    path = tmp_path / "settings.toml"
    # A budget in the settings is not what the questions of a calibration are asked with.
    path.write_text(f"index_dir = {json.dumps(str(index_dir))}\nmax_error = 0.05\n", "utf-8")
    return path


@pytest.fixture
def asked(folder, questions, config):
    return ["--questions", str(questions), "--sources", str(folder), "--settings", str(config)]


def test_ones_own_questions_become_a_calibration_that_the_settings_take(asked, folder, settings, tmp_path, capsys):
    out = tmp_path / "new" / "mine.json"
    assert evaluate(["calibrate", *asked, "--out", str(out)]) == 0
    shown = capsys.readouterr()
    sample = load_scored(out)
    assert sample.about == "the questions of mine.jsonl, and their documents"
    assert len(sample.scored) == len(QUESTIONS)
    asked_alone = ask("Who designed the bridge?", folder, settings=replace(FITTED, index_dir=settings.index_dir))
    assert Scored(asked_alone.confidence, True) in sample.scored
    assert Settings(max_error=0.4, calibration=out).threshold < 1
    for said in ("          5 %        none   0 %", "No question gets an answer: by the 4 questions"):
        assert said in shown.out
    assert f"written: {out}" in shown.err


def test_a_question_of_two_parts_counts_by_the_surest_wrong_answer_it_can_get(asked, folder, index_dir, tmp_path):
    """With both its parts it may be right; at a higher threshold one is left, which is not all that it needs."""
    assert main([*asked, "--out", str(tmp_path / "mine.json")]) == 0
    whole, nothing = (
        ask(TWO, folder, settings=replace(FITTED, index_dir=index_dir, min_confidence=least)) for least in (0.0, 1.0)
    )
    assert whole.confidence < nothing.confidence
    assert Scored(nothing.confidence, False) in load_scored(tmp_path / "mine.json").scored


def test_a_question_that_raises_is_left_out_and_said_to_be(asked, questions, tmp_path, capsys):
    lines = questions.read_text("utf-8").splitlines()
    blank = {**json.loads(lines[2]), "question": "why " * 100_000}
    questions.write_text("\n".join([lines[0], json.dumps(blank)]) + "\n", "utf-8")
    assert main([*asked, "--out", str(tmp_path / "mine.json")]) == 1
    assert "1 of 2 questions could not be scored" in capsys.readouterr().err
    assert len(load_scored(tmp_path / "mine.json").scored) == 1


@pytest.fixture
def report(tmp_path):
    """Writes the eval.json of a run over ten questions, five of them answered right."""

    def written(*, answered=True):
        rows = [
            {"id": f"q{at}", "split": "test", "cluster": f"q{at}", "verdict": "right"}
            | {"scores": {"confidence": at / 10, "correct": at % 2 == 0, "answered": answered}}
            for at in range(10)
        ]
        rows.append({"id": "q", "split": "dev", "cluster": "q", "verdict": "unscored", "scores": None})
        run = {"questions_file": "ten.jsonl", "questions_sha256": "", "settings_hash": "", "index_versions": []}
        path = tmp_path / "eval.json"
        path.write_text(json.dumps({**run, "rows": rows}), "utf-8")
        return ["--check", str(path), "--calibration", str(tmp_path / "sample.json")]

    # Of 19 one may be wrong at 10 %, and none at 5 %.
    rows = [Scored(0.85, False), Scored(0.55, False), *[Scored(0.9, True)] * 17]
    write_scored(tmp_path / "sample.json", Sample("nineteen", tuple(rows)), command="by hand")
    return written


def test_a_budget_is_held_against_a_report(report, capsys):
    assert main(report()) == 0
    head, _, five, ten = capsys.readouterr().out.splitlines()
    assert head == "ten.jsonl, by 19 questions of: nineteen"
    # Above .85 comes q9, wrong; above .55 come q6 to q9, of which q7 and q9 are wrong.
    for line, start, answered in (
        (five, "5 %      0.8500   0.10 (", "0.10 ("),
        (ten, "10 %      0.5500   0.20 (", "0.40 ("),
    ):
        assert line.strip().startswith(start)
        assert line.split("  ")[-1].strip().startswith(answered)


def test_a_report_that_held_answers_back_is_refused(report, capsys):
    assert main(report(answered=False)) == 2
    assert "min_confidence = 0" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "either --questions FILE or --check FILE"),
        (["--questions", "a", "--check", "b"], "either --questions FILE or --check FILE"),
        (["--questions", "a"], "--questions needs --out FILE"),
    ],
)
def test_options_that_do_not_go_together_are_refused(capsys, arguments, message):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_what_keeps_it_from_starting_is_said_in_a_line(tmp_path, capsys):
    assert main(["--check", str(tmp_path / "nowhere.json")]) == 2
    assert main(["--questions", "nowhere.jsonl", "--out", str(tmp_path / "x.json")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
