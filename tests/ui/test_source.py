from dataclasses import replace

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
    return parse(source.source(made.document(), clicked=True, answer=answer, marker=marker, turn=4))


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
    assert parsed.text("file") == '"><script>.txt'
    assert "script" not in parsed.tags


def test_a_long_document_is_shown_around_the_passage_and_says_so(makes, parse):
    text = "word " * 200_000 + "HERE" + " word" * 200_000
    at = text.index("HERE")
    parsed = shown(makes, parse, text, [(at, at + 4), (0, 4)])
    assert parsed.text("current") == "HERE"
    assert len(parsed.text("text")) == 2 * source.SHOWN + 4
    assert "characters 800,001 to 1,200,004 of 2,000,004 are shown" in parsed.text("header")


def test_a_whole_document_has_no_marks_and_no_way_back(makes, parse):
    parsed = parse(source.source(makes(TEXT).document(), clicked=True))
    assert parsed.text("text") == TEXT
    assert not {"mark", "button"} & set(parsed.tags)


def test_a_citation_that_does_not_stand_is_not_marked(makes, parse):
    answer = makes(TEXT).answer("It landed.")
    changed = makes("Something else.").document()
    assert not source.stands(answer.citations[0], changed)
    assert "mark" not in parse(source.source(changed, clicked=False, answer=answer, marker=1)).tags


def test_of_a_document_that_is_gone_the_quote_is_left(makes, parse):
    parsed = parse(source.gone(makes(TEXT).citation("It landed."), turn=2, clicked=True))
    assert parsed.text("blockquote") == "It landed."
    assert "changed or gone" in parsed.text("header")
