"""A prepared folder: what stands in it, and what it never does to what stood there before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.importers.writing import Choice, Documents, draw, plain, safe_name, write
from eval.questions.schema import DatasetError, QuoteRecord, Record
from index import open_document

QUESTION = Record(id="q", question="Who?", answerable=False, evidence=[])


def documents(**texts):
    made = Documents()
    for name, text in texts.items():
        made.add(text, name)
    return made


def test_what_is_written_is_read_back_the_ordinary_way(out, read):
    evidence = [[QuoteRecord(source="a.txt", quote="Ada", start=4)]]
    record = Record(id="q", question="Wh\u2028o?", answerable=True, evidence=evidence, answers=["Ada"], cluster="c")
    prepared = write(out, documents(a="Ada Ada"), [record], origin="file")
    (question,) = read.questions(prepared)
    assert (question.question, question.answers, question.cluster) == ("Wh\u2028o?", ("Ada",), "c")
    assert question.nuggets[0].alternatives[0].start == 4


def test_a_second_time_nothing_is_touched(out):
    made = documents(a="one", b="two")
    prepared = write(out, made, [QUESTION], origin="file")
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    assert write(out, made, [QUESTION], origin="file") == prepared
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before


def test_what_a_kill_left_is_gone_on_with(out, read):
    write(out, documents(a="one"), [QUESTION], origin="file")
    (out / "questions.jsonl").unlink()
    (out / "documents" / ".b.txt.part").write_text("tw")
    prepared = write(out, documents(a="one", b="two"), [QUESTION], origin="file")
    assert {"a.txt": "one", "b.txt": "two"}.items() <= read.texts(prepared).items()
    assert prepared.questions.is_file()


@pytest.mark.parametrize("name", ["mine.txt", "a.txt", "deep/er/mine.md"])
def test_a_folder_with_other_documents_is_refused_and_left_as_it_is(out, name):
    mine = out / "documents" / name
    mine.parent.mkdir(parents=True)
    mine.write_text("", "utf-8")
    with pytest.raises(DatasetError, match=rf"expected an empty folder.*found '{name}'.*Name another folder"):
        write(out, documents(a="one"), [QUESTION], origin="file")
    assert mine.read_text("utf-8") == ""
    assert not (out / "questions.jsonl").exists()


def test_the_same_text_is_one_document_and_a_blank_one_is_none(out, read):
    made = Documents()
    assert made.add("one", "a") == made.add("one", "b") == "a.txt"
    made.add(" \n", "blank")
    assert read.texts(write(out, made, [QUESTION], origin="file")) == {"a.txt": "one"}


def test_names_that_a_file_system_may_confuse_are_told_apart():
    made = Documents()
    assert [made.add(text, name) for text, name in (("1", "a/b"), ("2", "A b"), ("3", "a_b"))] == [
        "a_b.txt",
        "A_b-2.txt",
        "a_b-3.txt",
    ]


@given(st.text())
def test_a_safe_name_is_short_visible_and_of_one_part(label):
    name = safe_name(label)
    assert name
    assert len(name.encode()) <= 240
    assert not set(name) & set("./\\:\0\n ")


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_plain_text_comes_back_from_a_file_as_it_was(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("plain") / "a.txt"
    path.write_bytes(f"x{plain(text)}".encode())
    assert open_document(path).text == f"x{plain(text)}"
    assert len(plain(text)) == len(text)


def test_a_leading_byte_order_mark_keeps_its_place(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(plain("\ufeffword").encode())
    assert open_document(path).text == " word"


@pytest.mark.parametrize("kind", [True, False])
def test_of_one_kind_alone_all_are_drawn(kind):
    place = [[QuoteRecord(source="a.txt", quote="Ada")]] if kind else []
    records = [Record(id=str(at), question="Who?", answerable=kind, evidence=place) for at in range(20)]
    drawn = [int(record.id) for record in draw(records, Choice(limit=8))]
    assert len(drawn) == 8
    assert drawn == sorted(drawn)
    assert draw(records, Choice()) == draw(records, Choice(limit=20)) == records
