import pytest

from index.loaders.delimited import load_csv
from index.loaders.extraction import MarkdownText
from index.loaders.rows import write_rows


def written(*rows: list[str]) -> list[str]:
    out = MarkdownText()
    write_rows(rows, out)
    return out.extraction().text.split("\n\n")


def test_a_row_repeats_its_header_and_leaves_out_what_is_empty():
    assert written(["Name", "Age", "Town"], ["Ada", "", "Verden"], [], ["Piet", "71"]) == [
        "Name: Ada; Town: Verden",
        "Name: Piet; Age: 71",
    ]


def test_titles_above_the_header_are_lines_of_their_own():
    assert written(["Tolls of 2003"], ["Vehicle", "Toll"], ["Car", "4.50 €"]) == [
        "Tolls of 2003",
        "Vehicle: Car; Toll: 4.50 €",
    ]


@pytest.mark.parametrize("first", [["Car", "4.50"], ["1998", "2003"], ["same", "same"]])
def test_rows_without_a_header_are_their_values(first):
    assert written(first, ["Lorry", "17"]) == ["; ".join(first), "Lorry; 17"]


def test_more_cells_than_headers():
    assert written(["a", "b"], ["1", "2", "3"]) == ["a: 1; b: 2; 3"]


def test_a_header_with_nothing_below_it_is_still_read():
    assert written(["Name", "Town"]) == ["Name; Town"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    rows = [
        ["Name", "Price", "Note"],
        ["Car", "4,50" if delimiter != "," else "4.50", "x; y" if delimiter != ";" else "x"],
    ]
    text = "\n".join(delimiter.join(row) for row in rows * 3)
    assert load_csv(text.encode()).text.startswith(f"Name: Car; Price: {rows[1][1]}; Note: {rows[1][2]}")


def test_a_quotation_mark_that_is_never_closed_is_read_to_the_end():
    assert load_csv(b'Name,Town\nAda,"Verden\nPiet,Bremen\n').text == "Name: Ada; Town: Verden Piet,Bremen"
