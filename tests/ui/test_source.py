import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import source

TEXT = "A 👩‍🚀 flew. The 🚀 is 𝐛𝐢𝐠 & <b>loud</b>. It landed. It rests."


def shown(makes, parse, text, spans, marker=1, **given):
    """The panel for citations at these spans."""
    made = makes(text, **given)
    answer = made.answer(*(text[start:end] for start, end in spans))
    placed = zip(answer.citations, spans, strict=True)
    citations = tuple(replace(citation, start=start, end=end) for citation, (start, end) in placed)
    answer = replace(answer, citations=citations)
    marks = source.marks_of(answer, made.document(), conversation="c", turn=4, marker=marker)
    return parse(source.source(made.document(), marks))


def test_offsets_count_characters_beyond_the_basic_plane(makes, parse):
    quote = "The 🚀 is 𝐛𝐢𝐠 & <b>loud</b>."
    start = TEXT.index(quote)
    parsed = shown(makes, parse, TEXT, [(start, start + len(quote))])
    assert parsed.text("current") == quote
    assert parsed.text("text") == TEXT
    assert parsed.ids == ["mark-4-1"]


def test_other_citations_of_the_answer_are_marked_more_faintly(makes, parse):
    spans = [(TEXT.index(words), TEXT.index(words) + len(words)) for words in ("It landed.", "It rests.")]
    parsed = shown(makes, parse, TEXT, spans, marker=2)
    assert (parsed.text("current"), parsed.text("other")) == ("It rests.", "It landed.")


@given(text=st.text(min_size=1, max_size=60), data=st.data())
def test_overlapping_citations_leave_the_text_whole_and_the_chosen_one_unbroken(makes, parse, text, data):
    text = text.replace("\r", "\n")
    ends = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(ends, ends).filter(lambda span: span[0] < span[1]), min_size=1, max_size=5))
    marker = data.draw(st.integers(1, len(spans)))
    parsed = shown(makes, parse, text, spans, marker)
    assert parsed.text("text") == text
    assert parsed.text("current") == text[slice(*spans[marker - 1])]
    assert len(parsed.text("mark")) == len(set().union(*(range(*span) for span in spans)))


def test_a_title_and_a_file_name_are_text(makes, parse):
    parsed = shown(makes, parse, TEXT, [(0, 1)], title="<h1 onclick=x>", source='"><script>.txt')
    assert parsed.text("h2") == "<h1 onclick=x>"
    assert parsed.text("file") == '"><script>.txt · Open the file'
    assert "script" not in parsed.tags


def windows(html):
    return [tuple(map(int, found)) for found in re.findall(r'data-start="(\d+)" data-end="(\d+)"', html)]


@pytest.mark.parametrize("line", ["word ", "a line\n", "x"])
def test_every_character_of_a_long_document_is_reached_window_by_window(makes, parse, line):
    text = line * (200_000 // len(line)) + "HERE" + line * (100_000 // len(line))
    made = makes(text)
    marks = source.marks_of(made.answer("HERE"), made.document(), conversation="c", turn=4, marker=1)
    first = source.source(made.document(), marks)
    assert parse(first).text("current") == "HERE"
    assert f"{len(text):,} characters" in parse(first).text("ends")
    ((start, end),) = windows(first)
    assert end - start <= 2 * source.WINDOW + 4
    pieces = [text[start:end]]
    while start:
        html = source.more(made.document(), marks, start, before=True)
        ((start, stop),) = windows(html)
        pieces.insert(0, parse(html).text("segment"))
        assert stop - start <= source.WINDOW
    while end < len(text):
        html = source.more(made.document(), marks, end, before=False)
        ((_, end),) = windows(html)
        pieces.append(parse(html).text("segment"))
    assert "".join(pieces) == text


def test_a_window_beside_the_passage_marks_what_of_other_passages_is_in_it(makes, parse):
    text = "HERE" + " word" * 20_000 + " there"
    made = makes(text)
    marks = source.marks_of(made.answer("HERE", "there"), made.document(), conversation="c", turn=4, marker=1)
    html = source.more(made.document(), marks, len(text), before=True)
    assert parse(html).text("other") == "there"
    assert "current" not in html


def test_a_window_beyond_the_end_is_empty(makes, parse):
    assert parse(source.more(makes(TEXT).document(), source.Marks(), 10**8, before=False)).text() == ""


def test_a_whole_document_has_no_marks_and_no_way_back(makes, parse):
    parsed = parse(source.source(makes(TEXT).document()))
    assert parsed.text("text") == TEXT
    assert not {"mark", "button"} & set(parsed.tags)


def test_the_end_of_a_document_can_be_asked_for(makes, parse):
    text = "word " * 20_000 + "last"
    assert parse(source.source(makes(text).document(), end=True)).text("text").endswith("last")


def test_the_file_itself_is_linked_to_at_its_page(makes, parse):
    made = makes(TEXT, source='a folder/ä "b".pdf')
    answer = made.answer("It landed.")
    answer = replace(answer, citations=(replace(answer.citations[0], page=3),))
    marks = source.marks_of(answer, made.document(), conversation="c", turn=1, marker=1)
    parsed = parse(source.source(made.document(), marks))
    assert ("href", f"files/{'d' * 64}/%C3%A4%20%22b%22.pdf#page=3") in parsed.attributes
    assert ", page 3" in parsed.text("file")


def test_a_citation_that_does_not_stand_is_not_marked(makes, parse):
    answer = makes(TEXT).answer("It landed.")
    changed = makes("Something else.").document()
    marks = source.marks_of(answer, changed, conversation="c", turn=1, marker=1)
    assert marks.current is None
    assert "mark" not in parse(source.source(changed, marks)).tags


def test_of_a_document_that_is_gone_the_quote_is_left(makes, parse):
    citation = makes(TEXT).citation("It landed.")
    parsed = parse(source.gone(citation, source.Marks(citation, (), "c", 2)))
    assert parsed.text("blockquote") == "It landed."
    assert parsed.ids == ["mark-2-1"]
    assert "changed or gone" in parsed.text("header")
