import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from qa import Sentence
from ui import export
from ui.escaping import markdown_text

TEXT = "It opened in 1998. Ada Lund designed it. The county paid for it."
HOSTILE = [
    "<script>alert(1)</script>",
    "![x](https://example.org/spy.png)",
    "[x](javascript:alert(1))",
    "**bold** `code` ~~no~~ # no",
    "| a | b |\n|---|---|",
    "&lt;b&gt;",
]


@pytest.fixture
def turns(makes):
    return [makes(TEXT).kept("Ada Lund designed it.", "The county paid for it.", number=3, notes=("Odd.",))]


def test_markdown_holds_answer_quotes_and_their_places(turns):
    text = export.markdown("The bridge", turns)
    assert text.startswith("# The bridge\n\n## Who designed it?\n\nAda Lund designed it. \\[1\\]")
    assert "> Ada Lund designed it.\n>\n> \\[1\\] river.txt, characters 19 to 40, SHA-256 `dddd" in text
    assert "*Sure (87 % likely right)*" in text
    assert "*Odd.*" in text


def test_who_wrote_an_answer_is_said_in_what_is_kept_of_it(makes):
    kept = makes(TEXT).kept("Ada Lund designed it.")
    by = replace(kept, answer=replace(kept.answer, written_by="small"))
    for text_of in (
        lambda each: export.markdown("x", [each]),
        lambda each: export.evidence(each.answer, lambda _: None),
    ):
        assert "Written by small; every sentence" in text_of(by) and "Written by" not in text_of(kept)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_in_markdown_is_markup(makes, hostile):
    kept = makes(f"{hostile} end.", source=f"{hostile}.txt").kept(hostile, question=hostile, notes=(hostile,))
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(export.markdown(hostile, [kept]))
    inline = {child.type for token in tokens for child in token.children or []}
    assert inline <= {"text", "em_open", "em_close", "code_inline", "softbreak", "text_special"}
    assert not {"html_block", "table_open", "fence"} & {token.type for token in tokens}


def test_markdown_text_reads_as_it_was_written():
    for hostile in HOSTILE:
        (paragraph,) = [token for token in MarkdownIt("commonmark").parse(markdown_text(hostile)) if token.children]
        assert "".join(child.content for child in paragraph.children) == " ".join(hostile.split())


@pytest.fixture
def silent(makes):
    """No answer, and two passages that come near."""
    said = (Sentence("The sources don't say.", ()), Sentence("Ada Lund designed it.", (1,)))
    quotes = ("Ada Lund designed it.", "The county paid for it.")
    return makes(TEXT).kept(*quotes, status="not_in_sources", sentences=(*said, Sentence(quotes[1], (2,))))


def test_markdown_takes_nothing_that_is_only_near_for_an_answer(silent):
    text = export.markdown("The bridge", [silent])
    assert "## Who designed it?\n\nThe sources don't say.\n\nWhat comes nearest:\n\n> Ada Lund designed it." in text
    assert "likely" not in text


def test_markdown_says_perhaps_of_what_may_be_the_answer(silent):
    text = export.markdown("The bridge", [replace(silent, answer=replace(silent.answer, perhaps=True))])
    assert "Perhaps: Ada Lund designed it. \\[1\\]\n\nThe sources don't say.\n\nWhat comes nearest:" in text
    assert "likely" not in text


def test_evidence_of_silence_answers_nothing_and_folds_nothing_away(silent, makes, parse):
    parsed = parse(body(export.evidence(silent.answer, lambda _: makes(TEXT).document())))
    assert parsed.text("answer") == ""
    assert "details" not in parsed.tags
    assert "came nearest, and is no answer" in parsed.text()
    assert "Likelihood" not in parsed.text()


def test_evidence_says_perhaps_and_folds_the_other_passages_away(silent, makes, parse):
    answer = replace(silent.answer, perhaps=True)
    parsed = parse(body(export.evidence(answer, lambda _: makes(TEXT).document())))
    assert " ".join(parsed.text("answer").split()) == "Perhaps: Ada Lund designed it. [1]"
    assert "The county paid for it." in parsed.text("details")
    assert [each for each in parsed.ids if each.startswith("quote-")] == ["quote-1", "quote-2"]
    assert "Likelihood" not in parsed.text()


def body(page):
    return "<body" + page.partition("<body")[2].removesuffix("</html>\n").removesuffix("</html>")


def test_json_holds_every_quote_with_its_offsets(turns):
    exported = json.loads(export.as_json("The bridge", turns))
    (turn,) = exported["turns"]
    for citation in turn["citations"]:
        assert TEXT[citation["start"] : citation["end"]] == citation["quote"]
    assert (turn["turn"], turn["likelihood"], exported["name"]) == (3, "sure", "The bridge")


def test_the_evidence_can_be_checked_by_what_it_says(tmp_path, makes):
    """The commands in the file, run on the document, give its hash and the quote."""
    import hashlib

    file = tmp_path / "river.txt"
    file.write_bytes(b"\xef\xbb\xbf" + "Ein „Brücke“ 🌉\r\n\r\nAda Lund designed it.\r\nEnd.".encode())
    text = "Ein „Brücke“ 🌉\n\nAda Lund designed it.\nEnd."
    answer = makes(text).answer("Ada Lund designed it.")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    answer = replace(answer, citations=(replace(answer.citations[0], document_id=digest),))
    document = replace(makes(text).document(), document_id=digest)
    page = export.evidence(answer, lambda _: document)
    assert f"<code>{digest}</code>" in page
    assert "\n\n<mark>Ada Lund designed it.</mark>\nEnd." in page
    code = re.search(r"python3 -c '(.*?)' FILE", page)
    start, end = re.search(r"<dd>(\d+) to (\d+) of its text", page).groups()
    command = [sys.executable, "-c", code[1].replace("&#34;", '"'), str(file), start, end]
    shown = subprocess.run(command, check=True, capture_output=True, text=True)
    assert shown.stdout == "Ada Lund designed it.\n"


def test_of_a_document_that_has_changed_the_evidence_holds_the_quote_and_says_so(makes):
    answer = makes(TEXT).answer("Ada Lund designed it.")
    for document in (None, makes("Something else.").document()):
        page = export.evidence(answer, lambda _, found=document: found)
        assert "<mark>Ada Lund designed it.</mark></p>" in page
        assert "not there any more" in page


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_in_the_evidence_becomes_html(makes, hostile):
    made = makes(f"Before. {hostile} After.", title=hostile, source=hostile)
    page = export.evidence(made.answer(hostile, question=hostile, notes=(hostile,)), lambda _: made.document())
    assert "<script" not in page and "<img" not in page
    assert page.count("http") == page.count("http-equiv") + page.count("https://example.org") * ("https" in hostile)
