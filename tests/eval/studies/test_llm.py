import json
from dataclasses import replace

import pytest
from llm_server import serving

from eval.measures.answer import score
from eval.run.runner import Result
from eval.studies.llm import Pair, by_hand, holds, main, measures, rows
from qa.written import WITHOUT

QUESTIONS = """\
{"id": "a", "kind": "x", "question": "Who designed the bridge?", "answerable": true, \
"evidence": [[{"source": "river.txt", "quote": "Ada Lund designed it."}]], "answers": ["Ada Lund"]}
{"id": "b", "kind": "x", "question": "Who painted the bridge?", "answerable": false, "evidence": []}
"""


@pytest.fixture
def paired(world):
    """A pair of answers to one question: quotes that are wrong, and an LLM's."""

    def pair(quotes, llm, *nuggets, answers=("1843",)):
        question = replace(world.question(*nuggets), answers=answers if nuggets else ())
        results = [
            Result(question, answer, score(question, answer, read=world.read, seconds=1.0)) for answer in (quotes, llm)
        ]
        return Pair(question, *results)

    return pair


def test_an_accepted_answer_is_held_in_any_order_and_case(world):
    question = replace(world.question(world.nugget("in 1843")), answers=("May the 3rd, 1843",))
    assert holds("On 3rd May 1843.", question)
    assert not holds("On 4th May 1843.", question)
    assert not holds("", question)


def test_what_was_written_is_judged_by_gold_shown_or_not(world, paired):
    quotes = world.answer(world.cite("Babbage built the engine."))
    llm = world.answer(world.cite("Ada wrote the notes in 1843."))
    llm = replace(llm, written_by="small", left_out=("She wrote them in 1844.", "It was 1843."))
    pair = paired(quotes, llm, world.nugget("in 1843"))
    assert [(each.shown, each.right) for each in pair.written] == [(True, True), (False, False), (False, True)]
    assert pair.lost is False
    figures = {name: value.value for name, value in measures([pair]).items()}
    assert figures["answered right, quotes alone"] == 0
    assert figures["answered right, with the LLM"] == 1
    assert figures["sentences shown that gold does not bear out"] == 0
    assert figures["sentences written that gold does not bear out"] == pytest.approx(1 / 3)


def test_a_right_answer_that_the_check_took_away_is_lost(world, paired):
    quotes = world.answer(world.cite("Babbage built the engine."))
    assert paired(quotes, replace(quotes, left_out=("In 1843.",)), world.nugget("in 1843")).lost is True
    assert paired(quotes, replace(quotes, left_out=("In 1844.",)), world.nugget("in 1843")).lost is None


def test_where_the_documents_do_not_answer_no_sentence_is_right(world, paired):
    said = replace(world.answer(world.cite("Ada wrote the notes in 1843.")), written_by="small")
    assert not paired(world.answer(status="not_in_sources"), said).written[0].right


def test_the_opinion_is_fitted_to_what_was_shown_and_to_what_the_llm_denied(world, paired):
    quotes = world.answer(world.cite("Ada wrote the notes in 1843."))
    said = paired(quotes, replace(quotes, written_by="small"), world.nugget("in 1843"))
    denied = paired(quotes, quotes, world.nugget("in 1843"))
    failed = paired(quotes, replace(quotes, notes=(f"small failed. {WITHOUT}",)), world.nugget("in 1843"))
    written, abstained = rows([said, denied, failed])
    assert [(row.signs, row.right) for row in written] == [((0.0, 0.0, 0.0), True)]
    assert [(row.signs, row.right) for row in abstained] == [((0.0,), True)]


def test_what_was_judged_by_hand_is_kept(world, paired, tmp_path):
    said = replace(world.answer(world.cite("Ada wrote the notes in 1843.")), written_by="small")
    pairs, file = [paired(said, said, world.nugget("in 1843"))], tmp_path / "sentences.jsonl"
    assert by_hand(pairs, file).value is None
    line = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(line | {"supported": False}), "utf-8")
    assert by_hand(pairs, file).value == 1
    assert json.loads(file.read_text("utf-8"))["supported"] is False


def test_what_only_a_suite_has_is_refused_without_one(capsys):
    with pytest.raises(SystemExit):
        main(["--llm", "openai-like:http://127.0.0.1:1#m", "--articles", "2::4"])
    assert "--articles goes with --suite" in capsys.readouterr().err


@pytest.mark.slow
def test_the_command_asks_twice_and_goes_on_where_it_stopped(folder, tmp_path, capsys, monkeypatch):
    pytest.importorskip("llama_index.llms.openai", reason="llama-index-llms-openai is not installed")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "questions.jsonl").write_text(QUESTIONS, "utf-8")
    with serving("Ada Lund designed it [1].") as server:
        command = ["--llm", server.spec, "--questions", str(tmp_path / "questions.jsonl"), "--sources", str(folder)]
        command += ["--out", str(tmp_path / "out")]
        assert main(command) == 0
        first, asked = capsys.readouterr().out, len(server.bodies)
        assert main(command) == 0
        assert capsys.readouterr().out == first and len(server.bodies) == asked
    assert "answered right, quotes alone" in first and "of 1" in first
