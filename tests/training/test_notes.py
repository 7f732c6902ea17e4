import pytest

from training.notes import located, main, problems, read_notes

FILE = """=== DOCUMENT boat.md
# Boat

- key: blue tin
- spare key: with Odd
The engine
holds 4 l of oil.

=== QUESTIONS
fact? How much oil?
> engine holds [[4 l]] of oil
list? Where are the keys?
> - key: [[blue tin]]
> - spare key: [[with Odd]]
miss? Who built it?

+ There is a spare key.
> spare key: with Odd
0 The boat is red.
=== DOCUMENT empty.txt
Nothing.
=== QUESTIONS
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(FILE, "utf-8")
    return path


def test_a_file_is_read_as_documents_with_questions_and_places(file):
    boat, empty = read_notes(file)
    assert (boat.name, empty.name, empty.text, empty.queries) == ("boat.md", "empty.txt", "Nothing.", ())
    assert [query.kind for query in boat.queries] == ["fact", "list", "miss", "+", "0"]
    answers = [[boat.text[slice(*quote.answer)] for quote in query.quotes] for query in boat.queries]
    assert answers == [["4 l"], ["blue tin", "with Odd"], [], ["spare key: with Odd"], []]
    assert boat.text[boat.queries[0].quotes[0].start :].startswith("engine\nholds 4 l of oil")


@pytest.mark.parametrize(
    "quote, found", [("key: [[blue", "brackets"), ("key:", "2 times"), ("[[]]key", "brackets"), ("a mast", "0 times")]
)
def test_a_quote_that_is_not_there_once_is_refused(quote, found):
    with pytest.raises(ValueError, match=found):
        located(quote, "- key: blue tin\n- spare key: with Odd")


def test_everything_wrong_is_named_and_the_rest_counted(file, capsys):
    broken = (
        FILE.replace("miss?", "misss?").replace("> spare key: with Odd", "> key:").replace("=== QUESTIONS\n", "", 2)
    )
    file.write_text(broken, "utf-8")
    assert [problem.partition(":")[2].strip() for problem in problems(file)] == ["no questions", "no questions"]
    file.write_text(broken.replace("- key", "=== QUESTIONS\n- key", 1), "utf-8")
    main([file])
    assert "lacks a quote" in capsys.readouterr().out
    file.write_text(FILE, "utf-8")
    main([file])
    assert "2 documents" in capsys.readouterr().out


def test_the_documents_that_are_trained_on_have_no_problems():
    from training.notes import FOLDER

    paths = sorted(FOLDER.rglob("*.txt"))
    assert len(paths) > 40
    assert [problem for path in paths for problem in problems(path)] == []
