"""Reading a questions file: what is refused, and how it is said."""

import json

import pytest

from eval.questions.dataset import load_questions
from eval.questions.schema import DatasetError
from index import QuotedError, open_document

RECORD = {
    "id": "one",
    "kind": "single",
    "split": "dev",
    "question": "When were the notes written?",
    "answerable": True,
    "evidence": [[{"source": "a.txt", "quote": "in 1843"}]],
    "answers": ["1843"],
    "history": [{"question": "What did Ada write?", "answer": "Ada wrote the notes."}],
    "note": "",
}
REQUIRED = ("id", "question", "answerable", "evidence")
UNANSWERABLE = {**RECORD, "id": "two", "answerable": False, "evidence": [], "answers": []}


@pytest.fixture
def write(tmp_path):
    """Writes records, or lines as they are, to a questions file."""

    def written(*lines):
        path = tmp_path / "questions.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        path.write_text("".join(f"{text}\n" for text in texts), "utf-8")
        return path

    return written


def evidence(quote, source="a.txt"):
    return [[{"source": source, "quote": quote}]]


def test_a_quote_becomes_a_span_of_its_document(write, sources, world):
    (question,) = load_questions(write(RECORD), sources).questions
    assert question.answerable
    assert question.nuggets == (world.nugget("in 1843"),)
    assert (question.history[0].question, question.answers) == ("What did Ada write?", ("1843",))


def test_spans_count_the_characters_of_the_document_as_it_is_read(write, sources):
    (sources / "c.txt").write_bytes("\ufeffİ wrote.\r\nÅda “read” 😀 it.\r\n".encode())
    (question,) = load_questions(write({**RECORD, "evidence": evidence("“read” 😀", "c.txt")}), sources).questions
    quote = question.nuggets[0].alternatives[0]
    assert open_document("c.txt", sources).text[quote.start : quote.end] == quote.text


def test_unusual_line_ends_inside_a_string_end_no_line(write, sources):
    odd = {**RECORD, "note": "one\u2028two\x85three"}
    assert load_questions(write(odd, UNANSWERABLE), sources).questions[0].note == odd["note"]


def test_a_set_knows_its_file_and_its_splits(write, sources):
    questions = load_questions(write(RECORD, {**UNANSWERABLE, "split": "test"}), sources)
    assert [question.id for question in questions.questions] == ["one", "two"]
    assert [question.id for question in questions.only("test").questions] == ["two"]
    assert questions.only("test").sha256 == questions.sha256
    assert not questions.questions[1].answerable
    assert load_questions(write(UNANSWERABLE, RECORD), sources).sha256 != questions.sha256


def test_a_split_without_questions_is_an_error(write, sources):
    with pytest.raises(DatasetError, match=r"questions\.jsonl: .*'test', found none"):
        load_questions(write(RECORD), sources).only("test")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": 3}, "field id: found 3, expected a valid string"),
        ({"id": " "}, "field id: found ' ', expected words"),
        ({"question": ""}, "field question: found '', expected words"),
        ({"split": "train"}, "field split: found 'train', expected 'dev' or 'test'"),
        ({"answerable": "yes"}, "field answerable: found 'yes', expected a valid boolean"),
        ({"answerable": False}, "field answerable: found False, expected true, since evidence is not empty"),
        (
            {"answerable": False, "evidence": []},
            "field answerable: found False, expected true, since answers is not empty",
        ),
        ({"evidence": []}, "field evidence: found [], expected evidence, since answerable is true"),
        ({"evidence": [[]]}, "field evidence.0: found [], expected at least one alternative"),
        ({"evidence": [[{"source": "a.txt"}]]}, "field evidence.0.0.quote: found None, expected a value"),
        ({"evidence": evidence("")}, "field evidence.0.0.quote: found '', expected words"),
        ({"evidence": evidence("x", "gone.txt")}, "field evidence.0.0.source: found 'gone.txt', expected a readable"),
        ({"evidence": evidence("in 1844")}, "field evidence.0.0.quote: found 'in 1844', expected words that stand in"),
        ({"evidence": evidence("engine")}, "field evidence.0.0.quote: found 'engine', expected words that stand once"),
        ({"evidence": evidence("in 1843", "b.txt")}, "The quote is stale"),
        ({"answers": "1843"}, "field answers: found '1843', expected a valid array"),
        ({"evidence": [[{"source": "a.txt", "quote": "engine", "start": -1}]]}, "field evidence.0.0.start: found -1"),
        (
            {"evidence": [[{"source": "a.txt", "quote": "engine", "start": True}]]},
            "start: found True, expected a valid",
        ),
        (
            {"evidence": [[{"source": "a.txt", "quote": "engine", "start": 40}]]},
            "field evidence.0.0.start: found 40, expected a place in a.txt where 'engine' stands. "
            "The quote is stale: it stands at 47 first.",
        ),
        ({"evidence": [[{"source": "a.txt", "quote": "in 1844", "start": 20}]]}, "The quote is stale: copy it"),
        ({"cluster": None}, "field cluster: found None, expected a valid string"),
        ({"history": [{"question": "What?"}]}, "field history.0.answer: found None, expected a value"),
        ({"note": None}, "field note: found None, expected a valid string"),
        ({"extra": 1}, "field extra: found 1, expected no field of this name"),
    ],
)
def test_a_damaged_field_is_named_with_its_file_and_line(write, sources, change, message):
    path = write(UNANSWERABLE, {**RECORD, **change})
    with pytest.raises(DatasetError) as caught:
        load_questions(path, sources)
    assert f"{path}, line 2, " in str(caught.value)
    assert message in str(caught.value)


def test_overlapping_occurrences_are_ambiguous_too(write, sources):
    (sources / "c.txt").write_text("so so so", "utf-8")
    with pytest.raises(DatasetError, match="ambiguous: make it longer, or say its start"):
        load_questions(write({**RECORD, "evidence": evidence("so so", "c.txt")}), sources)


def test_a_start_says_which_of_several_places_is_meant(write, sources, world):
    text = world.documents["a.txt"]
    for start in (text.index("engine"), text.rindex("engine")):
        nugget = [{"source": "a.txt", "quote": "engine", "start": start}]
        (question,) = load_questions(write({**RECORD, "evidence": [nugget]}), sources).questions
        assert (question.nuggets[0].alternatives[0].start, question.nuggets[0].alternatives[0].end) == (
            start,
            start + 6,
        )


def test_a_start_beyond_the_end_is_stale(write, sources):
    nugget = [{"source": "a.txt", "quote": "engine", "start": 10**6}]
    with pytest.raises(DatasetError, match="stale"):
        load_questions(write({**RECORD, "evidence": [nugget]}), sources)


def test_what_has_a_default_may_be_left_out(write, sources):
    short = {name: RECORD[name] for name in REQUIRED}
    (question,) = load_questions(write(short), sources).questions
    assert (question.kind, question.split, question.answers, question.history) == ("question", "dev", (), ())
    assert question.note == ""


def test_the_cluster_is_the_named_one_or_the_document_or_the_question(write, sources):
    named, unnamed = {**RECORD, "cluster": "letters"}, {**RECORD, "id": "three"}
    questions = load_questions(write(named, unnamed, UNANSWERABLE), sources).questions
    assert [question.cluster for question in questions] == ["letters", "a.txt", "two"]


def test_every_missing_field_is_named(write, sources):
    for field in REQUIRED:
        with pytest.raises(DatasetError, match=f"line 1, field {field}: found None, expected a value"):
            load_questions(write({name: value for name, value in RECORD.items() if name != field}), sources)


@pytest.mark.parametrize("line", ["", "{", "[]", '"words"'])
def test_a_line_that_is_no_object_is_refused(write, sources, line):
    with pytest.raises(DatasetError, match=r"line 2, field \(the whole line\)"):
        load_questions(write(RECORD, line, UNANSWERABLE), sources)


def test_an_id_is_used_once(write, sources):
    with pytest.raises(DatasetError, match="line 3, field id: found 'one'"):
        load_questions(write(RECORD, UNANSWERABLE, RECORD), sources)


def test_a_file_that_cannot_be_read_is_an_error(tmp_path, sources):
    path = tmp_path / "questions.jsonl"
    with pytest.raises(DatasetError, match="cannot be read"):
        load_questions(path, sources)
    path.write_bytes(b"\n")
    with pytest.raises(DatasetError, match="found none"):
        load_questions(path, sources)
    path.write_bytes(json.dumps(RECORD).encode() + b"\n\xff\n")
    with pytest.raises(DatasetError, match="line 2: expected UTF-8"):
        load_questions(path, sources)


def test_missing_sources_are_said_to_be_missing(write, tmp_path):
    with pytest.raises(QuotedError, match="no file or folder"):
        load_questions(write(RECORD), tmp_path / "nowhere")


def test_the_shipped_questions_fit_the_shipped_documents():
    questions = load_questions().questions
    unanswerable = [question for question in questions if not question.answerable]
    assert len(questions) >= 80
    assert len(unanswerable) >= 25
    for split in ("dev", "test"):
        assert {question.answerable for question in questions if question.split == split} == {True, False}
