"""The real page over a folder that means it ill: HTML in texts and names, a long and an unreadable file."""

import pytest

from qa import Settings

HTML = """</div></section><h1 onclick="window.pwned=1">Treasure</h1>

The treasure of Captain Brass lies <img src=x onerror="window.pwned=2"><script>window.pwned=3</script> under the \
lighthouse of Cape Fen. <a href="javascript:window.pwned=4">Go</a> ${window.pwned=5} {{value}} \
<style>body{display:none}</style><img src="https://example.org/spy.png">
"""
QUOTE = (
    'The treasure of Captain Brass lies <img src=x onerror="window.pwned=2"><script>window.pwned=3</script> under the '
)
NAME = "<img src=x onerror=window.pwned=6>\u202e.txt"


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    (folder / NAME).write_text(HTML, "utf-8")
    filler = [f"Line {number} tells of wind, and of nothing else.\n" for number in range(150)]
    filler[100] = "The keeper Ottoline Marsh paints her boat green.\n"
    (folder / "long.txt").write_text("A Log\n\n" + "".join(filler), "utf-8")
    (folder / "picture.txt").write_bytes(b"\0\1\2" * 100)
    (folder / "note.txt").write_text("A Note\n\nZelda Quince sells pears on Tuesdays.\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def address(serve_page, documents, tmp_path_factory):
    return serve_page(documents, Settings(index_dir=tmp_path_factory.mktemp("index") / "index"))


def test_html_in_a_document_is_shown_and_not_obeyed(reader):
    reader.asks("Where does the treasure of Captain Brass lie?", turn=1)
    reader.clicks(1, 1)
    assert QUOTE in reader.text("mark.current")
    assert reader.text(".document .text") == HTML
    assert NAME.replace("\u202e", "\\u202e") in reader.text(".document header")
    assert reader.page.evaluate("window.pwned") is None
    assert (
        reader.page.locator("#columns :is(img, script, style, h1, a:not([href^=files], [href^=exports]))").count() == 0
    )


def test_html_in_a_question_is_shown_and_not_obeyed(reader):
    question = '<img src=x onerror="window.pwned=7"> Captain Brass?'
    reader.asks(question, turn=1)
    assert reader.text("#turn-1 .question") == question
    assert reader.page.evaluate("window.pwned") is None


@pytest.mark.parametrize("viewport", [(1440, 900), (390, 844)], ids=["desk", "phone"])
def test_a_passage_deep_in_a_long_document_comes_into_view_whenever_it_is_asked_for(reader):
    reader.asks("What does Ottoline Marsh paint?", turn=1)
    assert reader.sees("#turn-1 .question")
    reader.clicks(1, 1)
    assert reader.focused() == "mark-1-1"
    assert reader.text("mark.current") == "The keeper Ottoline Marsh paints her boat green."
    assert reader.sees("mark.current")
    reader.page.evaluate("(document.querySelector('.document').scrollTop = 0, window.scrollTo(0, 0))")
    assert not reader.sees("mark.current")
    reader.clicks(1, 1)
    assert reader.sees("mark.current")


def test_files_that_were_not_read_are_named(reader):
    assert reader.text("#status") == "3 documents · 1 file not read"
    reader.page.click("#documents")
    assert "picture.txt" in reader.text(".rows li:first-child")
    assert "binary" in reader.text(".rows li:first-child")


def test_no_examples_are_made_up_for_documents_that_nobody_knows(reader):
    assert reader.page.locator(".examples").count() == 0


def test_a_citation_of_a_document_that_has_changed_says_so(reader, documents):
    reader.asks("When does Zelda Quince sell pears?", turn=1)
    (documents / "note.txt").write_text("A Note\n\nIt says something else today.\n", "utf-8")
    reader.reload()
    reader.page.click("#cite-1-1")
    reader.page.wait_for_selector(".document blockquote")
    assert "changed or gone" in reader.text(".document header")
    assert reader.text(".document blockquote") == "Zelda Quince sells pears on Tuesdays."
