import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.chunking import chunk
from index.datatypes import Chunk as ChunkType
from index.datatypes import Document, IndexDamagedError
from index.embedding import BUNDLED, load_embedder
from index.units import MAX_UNIT, sentence_spans

EMBEDDER = load_embedder(BUNDLED)
LIMIT = 40


def chunks_of(text: str):
    document = Document("0" * 64, "a.txt", "a", text)
    return chunk(document, token_spans=EMBEDDER.token_spans, max_tokens=LIMIT)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_abbreviations_quotes_and_line_ends():
    text = "Dr. Lund met J. K. Holm in the U.S. on Feb. 12. “Really?” he said.\nThe terms:\nNo toll. Ever"
    assert sentences(text) == [
        "Dr. Lund met J. K. Holm in the U.S. on Feb. 12.",
        "“Really?” he said.",
        "The terms:",
        "No toll.",
        "Ever",
    ]


def test_a_hard_wrapped_sentence_stays_whole():
    assert sentences("The bridge over\nthe Aller opened.") == ["The bridge over\nthe Aller opened."]


def test_chunks_end_on_sentence_borders_and_fit():
    text = " ".join(f"Sentence number {n} tells a little of the river." for n in range(60))
    made = chunks_of(text)
    assert len(made) > 5
    for piece in made:
        assert piece.text.startswith("Sentence") and piece.text.endswith("river.")
        assert len(EMBEDDER.token_spans(piece.passage)) <= LIMIT


def test_a_chunk_has_what_stands_above_it_as_its_context():
    rows = "\n".join(f"| spare part number {n} | {n} pounds |" for n in range(20))
    made = chunks_of(f"# Prices\n\n| part | price |\n|---|---|\n{rows}\n")
    assert len(made) > 2
    assert all(piece.context == "Prices\npart | price" for piece in made)
    assert all(len(EMBEDDER.token_spans(piece.passage)) <= LIMIT + 4 for piece in made)


def test_a_sentence_longer_than_a_chunk_is_cut_between_words():
    text = "and ".join(["word "] * 300)
    made = chunks_of(text)
    assert all(len(EMBEDDER.token_spans(piece.text)) <= LIMIT for piece in made)
    assert " ".join(piece.text for piece in made).split() == text.split()


def test_an_endless_word_is_cut_too():
    assert max(end - start for start, end in sentence_spans("a" * 3 * MAX_UNIT)) == MAX_UNIT


@given(st.text(max_size=600))
@example("İstanbul\u0307 ǅ ﬀ 👩‍👩‍👧 e\u0301.\u2028Next\u0085line\x0b.")
@example("漢字" * 200)
@example("\ufeff\u200b\u00ad" * 30)
def test_every_offset_is_exact_and_nothing_but_white_space_is_lost(text):
    made = chunks_of(text)
    covered = set()
    for piece in made:
        assert text[piece.start : piece.end] == piece.text
        for start, end in piece.sentences:
            assert piece.slice(start, end) == text[start:end] == text[start:end].strip() != ""
            covered.update(range(start, end))
    assert all(text[at].isspace() or not text[at].isalnum() for at in range(len(text)) if at not in covered)
    assert [piece.start for piece in made] == sorted(piece.start for piece in made)


def test_a_chunk_that_contradicts_its_offsets_cannot_be_made():
    with pytest.raises(IndexDamagedError, match="spans 3 characters"):
        ChunkType("id", "doc", "a.txt", "a", 0, 3, "four", ((0, 3),))
