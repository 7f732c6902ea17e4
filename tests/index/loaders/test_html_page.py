import pytest
from sample_files import BRIDGE

from index.loaders.html_page import load_html


def text(body: str) -> str:
    return load_html(f"<html><body>{body}</body></html>".encode()).text


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("latin-1", '<meta charset="iso-8859-1">'),
        ("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'),
        ("cp1251", '<meta charset="utf-8">'),
        ("utf-16", ""),
        ("shift_jis", "<meta charset=Shift_JIS>"),
    ],
)
def test_the_encoding_that_a_page_states_is_taken_where_it_holds(encoding, head):
    words = {"cp1251": "Все люди рождаются свободными и равными", "shift_jis": "すべての人間は、自由である。"}
    said = words.get(encoding, "Die Brücke für Fußgänger ist schön.")
    page = f"<html><head>{head}</head><body><p>{said}</p></body></html>"
    assert load_html(page.encode(encoding)).text == said


def test_lists_in_lists_and_numbers():
    assert text("<ol><li>one<ul><li>a<li>b</ul><li>two</ol>") == "1. one\n  - a\n  - b\n2. two"


def test_what_is_not_shown_is_not_read():
    hidden = '<p hidden>a</p><ul style="display: none"><li>b</ul><script>c</script><template>d</template><!-- e -->'
    assert text(f"<ul><li>one{hidden} tail</li><li>two</li></ul>") == "- one tail\n- two"


def test_a_table_for_layout_is_no_table():
    page = f"<table><tr><td><h1>Title</h1></td></tr><tr><td><p>{BRIDGE}</p></td></tr></table>"
    assert text(page) == f"# Title\n\n{BRIDGE}"


def test_cells_over_columns_and_line_breaks_in_cells():
    table = "<table><tr><th colspan=2>a<th>b<tr><td>1<br>2<td><p>3</p><td>4</table>"
    assert text(table) == "| a | | b |\n| --- | --- | --- |\n| 1 2 | 3 | 4 |"


def test_where_all_is_called_furniture_all_is_kept():
    assert text(f"<div class=sidebar><p>{BRIDGE}</p></div>") == BRIDGE


def test_an_article_keeps_its_own_header_and_asides():
    own = "<aside>A note.</aside><footer>By Ada.</footer>"
    page = f"<article><header><h1>Title</h1></header><p>{BRIDGE}</p>{own}</article>"
    assert text(page) == f"# Title\n\n{BRIDGE}\n\nA note.\n\nBy Ada."


def test_a_pages_header_is_left_out_unless_it_holds_the_title():
    assert text(f"<header><p>Our site</p></header><p>{BRIDGE}</p>") == BRIDGE
    assert text(f"<header><h1>Title</h1></header><p>{BRIDGE}</p>") == f"# Title\n\n{BRIDGE}"


def test_preformatted_text_keeps_its_lines():
    assert text("<p>x</p><pre>one\n  two</pre>") == "x\n\none\n  two"


@pytest.mark.parametrize(
    "page", ["plain words", "<p>unclosed <b>words", "<?xml version='1.0'?><html><p>words</p></html>"]
)
def test_pages_that_are_hardly_pages(page):
    assert "words" in load_html(page.encode()).text
