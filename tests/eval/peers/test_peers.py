"""Side by side: what pipelines are given, how what they give is placed and counted, and the table."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from eval.peers.command import main
from eval.peers.corpus import SHIPPED, open_corpus
from eval.peers.datatypes import Found, Reply
from eval.peers.measure import ENVIRONMENT, PeerOutcome, PeerRun, measure, measure_apart
from eval.peers.pipelines import PIPELINES, Pipeline
from eval.peers.place import place
from eval.peers.table import Side, to_json, to_markdown
from eval.questions.dataset import QuestionSet, load_questions
from eval.questions.schema import DatasetError
from index import Document

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ("torch", "sentence_transformers", "llama_index", "txtai", "haystack", "faiss", "onnxruntime")


@pytest.fixture
def corpus(sources):
    return open_corpus(sources)


def passage(text, source="a.txt", start=None):
    return Found(source, text, start)


def giving(*passages):
    """A stock pipeline that gives these passages, whatever it is asked."""
    return lambda corpus, folder: lambda question: Reply.of_passages(list(passages))


def outcome(build, corpus, question):
    return measure(build, corpus, [question]).outcomes[0]


# What the pipelines are given


def test_the_documents_are_the_visible_files_that_can_be_read(tmp_path):
    for name in ("b.txt", "sub/a.md", ".hidden.txt", ".git/c.txt", "d.pdf", "empty.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("" if name == "empty.txt" else "Words.", "utf-8")
    corpus = open_corpus(tmp_path)
    assert corpus.names == ("b.txt", "sub/a.md")
    assert corpus.paths == [tmp_path / "b.txt", tmp_path / "sub" / "a.md"]


def test_one_document_is_a_corpus(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Words.", "utf-8")
    corpus = open_corpus(tmp_path / "a.txt")
    assert (corpus.names, corpus.folder, corpus.sources) == (("a.txt",), tmp_path, tmp_path / "a.txt")


def test_the_shipped_documents_are_the_ones_meant_unless_told():
    corpus = open_corpus(None)
    assert corpus.folder == SHIPPED
    assert len(corpus.names) == 2


def test_links_that_lead_outside_are_left_out(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "outside.txt").write_text("Words.", "utf-8")
    (inside / "a.txt").write_text("Words.", "utf-8")
    (inside / "link.txt").symlink_to(tmp_path / "outside.txt")
    assert open_corpus(inside).names == ("a.txt",)


@pytest.mark.parametrize("name", ["", "missing"])
def test_sources_without_documents_are_an_error_that_says_what_to_do(tmp_path, name):
    with pytest.raises(DatasetError, match="found none that can be read"):
        open_corpus(tmp_path / name)


# Where a passage stands


@pytest.mark.parametrize(
    ("text", "start", "words", "at"),
    [
        ("one two one two", 8, "one two", 8),  # where the pipeline says
        ("one two one two", None, "one two", 0),  # the first, where it says nothing
        ("one two three", 9, "two", 4),  # it says a wrong place
        ("one\n\ntwo", 0, "one two", 0),  # a splitter joined the lines
        ("one\ntwo", 0, "one\r\ntwo", 0),
        ("one two", 0, "\N{BYTE ORDER MARK}one two", 0),
        ("what? (yes) [1] \\d+", None, "(yes) [1]  \\d+", 6),  # signs that patterns know
    ],
)
def test_a_passage_is_placed(text, start, words, at):
    chunk = place(passage(words, start=start), Document("id", "a.txt", "title", text))
    assert (chunk.source, chunk.start) == ("a.txt", at)
    assert chunk.text.split() == words.replace("\N{BYTE ORDER MARK}", "").split()


@pytest.mark.parametrize("words", ["", " ", "three", "one  twofold"])
def test_words_that_stand_nowhere_have_no_place(words):
    assert place(passage(words, start=0), Document("id", "a.txt", "title", "one two")) is None


# What is counted


def test_evidence_counts_where_it_stands_whole_in_a_passage(world, corpus):
    question = world.question(world.nugget("Babbage built the engine"))
    whole, part = passage("in 1843. Babbage built the engine."), passage("Babbage built")
    other = passage("She lived in London.", "b.txt")
    for passages, found in [
        ((whole,), (True, True)),
        ((other, whole), (False, True)),
        ((part, other), (False, False)),
        ((other,) * 4 + (whole,), (False, True)),
        ((other,) * 5 + (whole,), (False, False)),
        ((passage(whole.text, "b.txt"),), (False, False)),  # another document's
        ((), (False, False)),
    ]:
        one = outcome(giving(*passages), corpus, question)
        assert (one.in_answer, one.in_first) == found, passages


def test_every_need_is_asked_for_and_any_alternative_of_it_will_do(world, corpus):
    notes = world.nugget("Ada wrote the notes", world.quote("The notes were written by Ada", "b.txt"))
    question = world.question(notes, world.nugget("The engine had gears"))
    gears, ada = passage("The engine had gears."), passage("The notes were written by Ada. She", "b.txt")
    assert (one := outcome(giving(gears, ada), corpus, question)).in_first and not one.in_answer
    assert not outcome(giving(gears, gears), corpus, question).in_first
    assert outcome(giving(passage(world.documents["a.txt"])), corpus, question).in_answer


def test_an_answer_of_several_quotes_holds_what_they_hold(world, corpus):
    question = world.question(world.nugget("Ada wrote the notes"), world.nugget("The engine had gears"))
    quotes = (passage("Ada wrote the notes in 1843."), passage("The engine had gears."))
    one = outcome(lambda corpus, folder: lambda question: Reply(quotes, ()), corpus, question)
    assert (one.in_answer, one.in_first, one.words, one.passages) == (True, False, 10, 0)


def test_words_are_those_of_the_answer(world, corpus):
    one = outcome(giving(passage("Ada wrote the\nnotes"), passage("in 1843.")), corpus, world.question())
    assert (one.words, one.passages, one.silent) == (4, 2, False)


def test_silence_has_no_words_and_finds_nothing(world, corpus):
    one = outcome(giving(), corpus, world.question(world.nugget("in 1843")))
    assert (one.silent, one.words, one.passages, one.in_answer) == (True, None, 0, False)


def test_without_an_answer_in_the_documents_there_is_no_evidence_to_find(world, corpus):
    one = outcome(giving(passage("in 1843.")), corpus, world.question())
    assert (one.answerable, one.in_answer, one.in_first) == (False, None, None)


def test_a_question_that_raises_is_unscored_and_the_run_goes_on(world, corpus):
    def build(corpus, folder):
        def ask(question):
            if question.id == "bad":
                raise ValueError("no")
            return Reply.of_passages([])

        return ask

    run = measure(build, corpus, [world.question(name="bad"), world.question(name="good")])
    bad, good = run.outcomes
    assert (bad.error, bad.silent, bad.seconds, good.error) == ("ValueError: no", None, None, "")
    assert (run.unscored, run.error) == (1, "")


def test_a_passage_of_an_unknown_document_is_no_end_of_the_run(world, corpus):
    one = outcome(giving(passage("words", "missing.txt")), corpus, world.question(world.nugget("in 1843")))
    assert one.error.startswith("SourcesError: ")


def test_a_pipeline_that_cannot_be_built_says_why(world, corpus):
    assert measure(lambda corpus, folder: 1 / 0, corpus, [world.question()]).error == (
        "ZeroDivisionError: division by zero"
    )


def test_indexing_and_the_first_call_are_no_part_of_a_question(world, corpus):
    asked = []

    def build(corpus, folder):
        assert not list(folder.iterdir())
        return lambda question: asked.append(question.id) or Reply.of_passages([])

    run = measure(build, corpus, [world.question(name="1"), world.question(name="2")])
    assert asked == ["1", "1", "2"]
    assert [one.id for one in run.outcomes] == ["1", "2"]
    assert run.index_seconds >= 0
    assert run.peak_bytes > 2**20
    assert all(0 <= one.seconds < 1 for one in run.outcomes)


class Deadly:
    """Ends the process that unpickles it."""

    def __reduce__(self):
        return os._exit, (3,)


def test_a_process_that_ends_early_is_a_failed_run(world):
    assert measure_apart(PIPELINES["Quoted"].build, Deadly(), [world.question()]).error.startswith("its process ended")


def test_a_run_apart_comes_back_with_its_error(world, corpus):
    run = measure_apart(getattr, corpus, [world.question()])  # no builder: it wants a name for its second argument
    assert run.error.startswith("TypeError: ")


# The table


def side(name, run, version="1.0"):
    return Side(Pipeline(name, f"{name}-package", giving()), version, run)


RIGHT = PeerOutcome("1", "dev", "c", True, True, True, False, 10, 2, 0.5)
WRONG = PeerOutcome("2", "dev", "c", True, False, True, False, 30, 2, 1.5)
SILENT = PeerOutcome("3", "test", "c", False, None, None, True, None, 0, 1.0)
RAISED = PeerOutcome("4", "test", "c", True, error="ValueError: what was asked")
QUESTIONS = QuestionSet("set.jsonl", "abc", ())


@pytest.fixture
def sides():
    return [
        side("one", PeerRun((RIGHT, WRONG, SILENT, RAISED), 12.34, 300 * 2**20)),
        side("two", PeerRun(error="OSError: a | b\nc")),
        side("three", PeerRun(), None),
    ]


def cells(markdown):
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return {row[0]: row[1:] for row in rows[2:]}


def test_the_table_has_a_column_a_pipeline(sides):
    markdown = to_markdown(QUESTIONS, sides)
    assert "| one 1.0 | two 1.0 | three |" in markdown
    rows = cells(markdown)
    assert rows["state"][:2] == ["measured", r"failed: OSError: a \| b c"]
    assert rows["state"][2] == "not installed: pip install --editable '.[peers]'"
    assert rows["questions"] == ["4", "0", "0"]
    assert rows["unscored"] == ["1", "0", "0"]
    assert rows["evidence in the answer"][0].startswith("0.50 (")
    assert rows["evidence in the first 5 passages"][0] == "1.00 (1.00 to 1.00)"
    assert rows["silent where there is no answer"][0] == "1.00"
    assert rows["words of an answer, median"][0].startswith("20 (10 to 30)")
    assert rows["passages a question, median"][0].startswith("2 (")
    assert rows["seconds a question, median"][0].startswith("1.000 (")
    assert rows["seconds a question, 95th percentile"][0].startswith("1.450 (")
    assert rows["seconds to index"] == ["12.3", "–", "–"]
    assert rows["peak memory, MiB"] == ["300", "–", "–"]
    assert all(row[1:] == ["–", "–"] for name, row in rows.items() if name not in ("state", "questions", "unscored"))


def test_every_line_of_the_table_has_as_many_cells(sides):
    lines = [line for line in to_markdown(QUESTIONS, sides).splitlines() if line.startswith("|")]
    assert {line.replace(r"\|", "").count("|") for line in lines} == {5}


def test_json_has_the_figures_and_no_words_of_held_questions(sides):
    content = json.loads(to_json(QUESTIONS, sides))
    assert (content["questions_file"], content["questions_sha256"]) == ("set.jsonl", "abc")
    one, two, three = content["pipelines"]
    assert [part["state"] for part in (one, two, three)] == ["measured", "failed", "not installed"]
    assert one["figures"]["in_answer"]["value"] == 0.5
    assert one["figures"]["in_answer"]["count"] == 2
    assert two["figures"]["in_answer"]["value"] is None
    assert (one["index_seconds"], one["peak_bytes"], three["version"]) == (12.34, 300 * 2**20, None)
    assert [row["id"] for row in one["rows"]] == ["1", "2", "3", "4"]
    assert one["rows"][3]["error"] == "ValueError"


# The command line


def test_a_pipeline_that_is_not_installed_stops_nothing(monkeypatch, tmp_path, capsys):
    absent = Pipeline("absent", "no-package-of-this-name", giving())
    monkeypatch.setattr("eval.peers.command.PIPELINES", {"absent": absent})
    assert main(["--out", str(tmp_path / "out")]) == 0
    assert "not installed: pip install" in capsys.readouterr().out
    assert json.loads((tmp_path / "out" / "peers.json").read_text("utf-8"))["pipelines"][0]["rows"] == []


def test_a_pipeline_that_fails_is_told_by_the_exit_code(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("eval.peers.command.PIPELINES", {"bad": Pipeline("bad", "quoted", getattr)})
    assert main(["--out", str(tmp_path)]) == 1
    assert "failed: TypeError" in capsys.readouterr().out


def test_questions_that_cannot_be_read_are_an_error(tmp_path, capsys):
    assert main(["--questions", str(tmp_path / "missing.jsonl"), "--out", str(tmp_path)]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_versions_are_those_of_the_packages():
    assert PIPELINES["Quoted"].version
    assert Pipeline("absent", "no-package-of-this-name", giving()).version is None


def test_the_command_line_loads_no_pipeline():
    code = f"import sys, eval.peers.command as _; print([name for name in {HEAVY!r} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert shown.stdout.strip() == "[]"


# The pipelines themselves, with the real model

ASK = """
import socket
from pathlib import Path
from eval.questions.dataset import load_questions
from eval.peers.corpus import open_corpus
from eval.peers.measure import measure
from eval.peers.pipelines import PIPELINES

def refuse(*address, **options):
    print("TRIED", address)
    raise OSError("not this machine")

socket.getaddrinfo = socket.socket.connect = refuse
run = measure(PIPELINES[{name!r}].build, open_corpus({folder!r}), load_questions({file!r}, {folder!r}).questions)
print(run.error or [one.error or (one.in_answer, one.in_first, one.silent) for one in run.outcomes])
"""


@pytest.fixture(params=list(PIPELINES))
def pipeline(request):
    if PIPELINES[request.param].version is None:
        pytest.skip(f"{request.param} is not installed")
    return request.param


@pytest.fixture
def questions(folder, tmp_path):
    evidence = [[{"source": "river.txt", "quote": "opened on 3 May 1998"}]]
    rows = [
        {"id": "1", "question": "When did the bridge open?", "answerable": True, "evidence": evidence},
        {"id": "2", "question": "What is the capital of Mongolia?", "answerable": False, "evidence": []},
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.mark.slow
def test_a_pipeline_finds_the_evidence_and_speaks_to_no_other_machine(pipeline, folder, questions):
    code = ASK.format(name=pipeline, folder=str(folder), file=str(questions))
    shown = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | ENVIRONMENT,
    )
    assert "TRIED" not in shown.stdout
    assert shown.stdout.splitlines()[-1].startswith("[(True, True, False), (None, None, ")


@pytest.mark.slow
def test_quoted_alone_says_nothing_where_there_is_no_answer(folder, questions):
    run = measure_apart(PIPELINES["Quoted"].build, open_corpus(folder), load_questions(questions, folder).questions)
    assert [one.silent for one in run.outcomes] == [False, True]
    assert 10 <= run.outcomes[0].words < 30
    assert run.index_seconds > 0
    assert run.peak_bytes > 100 * 2**20
