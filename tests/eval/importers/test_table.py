"""A CSV table of questions."""

import pytest

from eval.importers.table import write_table
from eval.questions.schema import DatasetError

TABLE = """question,context,answer,id,title,kind,split
Who wrote?,"Ada wrote the notes, and
Ada read them.",Ada|Lovelace,q1,The notes,single,test
When?,"Ada wrote the notes, and
Ada read them.",,,,,
,Only a document.,,,,,
"""


def test_rows_become_documents_and_questions(put, out, read):
    prepared = write_table(put("a.csv", TABLE), out)
    first, second = read.questions(prepared)
    assert (first.id, first.kind, first.split, first.answers) == ("q1", "single", "test", ("Ada", "Lovelace"))
    assert [quote.start for quote in first.nuggets[0].alternatives] == [0, 25]
    assert (second.id, second.kind, second.split, second.answerable) == ("line-5", "question", "dev", False)
    assert read.texts(prepared) == {
        "The_notes.txt": "Ada wrote the notes, and\nAda read them.",
        "0006.txt": "Only a document.",
    }


def test_what_a_spreadsheet_writes_is_read(tmp_path, out, read):
    path = tmp_path / "a.csv"
    path.write_bytes('\ufeffquestion,context,answer\r\nWho?,"Ådä\r\nwrote",Ådä\r\nOdd?,a\u2028b,\r\n'.encode())
    first, second = read.questions(write_table(path, out))
    assert read.evidence(first) == [["Ådä"]]
    assert second.question == "Odd?"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("question,context\nWho?,Ada.\n", "found the columns question, context, expected question, context, answer"),
        ("question,context,anwser\nWho?,Ada.,\n", "found the columns question, context, anwser, expected"),
        ("question,context,answer,answer\nWho?,Ada.,,\n", "each once. Rename them"),
        ("", "found the columns , expected"),
        ("question,context,answer\nWho?,Ada.,Bea\n", "line 2, field answer: found 'Bea', expected words that stand in"),
        ("question,context,answer\nWho?,,Ada\n", "line 2, field answer: found 'Ada', expected words that stand in"),
        ("question,context,answer\nWho?,Ada.\n", "line 2: found 2 cells, expected 3"),
        ("question,context,answer\nWho?,Ada., ,x,y\n", "line 2: found 5 cells, expected 3"),
        ("question,context,answer,split\nWho?,Ada.,,train\n", "line 2, field split: found 'train', expected 'dev' or"),
        ('question,context,answer\nWho?,"Ada.,\n', "expected a table as CSV in UTF-8, found unexpected end of data"),
        ("question,context,answer\n,Ada.,\n", "expected questions, found none to ask"),
    ],
)
def test_damage_is_said_with_its_line(put, out, text, message):
    path = put("a.csv", text[:-1])
    with pytest.raises(DatasetError) as caught:
        write_table(path, out)
    assert f"{path}" in str(caught.value)
    assert message in str(caught.value)


def test_a_table_in_another_encoding_is_refused(tmp_path, out):
    path = tmp_path / "a.csv"
    path.write_bytes("question,context,answer\nWho?,Ådä,\n".encode("cp1252"))
    with pytest.raises(DatasetError, match="expected a table as CSV in UTF-8"):
        write_table(path, out)
