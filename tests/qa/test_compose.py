import pytest

from qa import Settings, ask
from qa.candidates import Candidate
from qa.compose import compose
from qa.datatypes import AnswerSpan
from qa.decomposition import SubQuestion

PART = SubQuestion("who designed it", "Who designed it?")


@pytest.fixture
def hits(index):
    return index.search("bridge", 5)


def span(hit, number: int, score: float = 1.0) -> AnswerSpan:
    first, last = hit.chunk.sentences[number]
    return AnswerSpan(hit.chunk, first, first + 3, (first, last), score, evidence=0.5)


def found(probability: float, *spans: AnswerSpan) -> Candidate:
    return Candidate(PART, spans, spans[:1], probability)


def test_the_quote_is_the_sentence_and_a_sentence_is_said_once(index, hits):
    candidates = [found(0.9, span(hits[0], 1)), found(0.8, span(hits[0], 1))]
    draft = compose(candidates, index, 0.5)
    assert draft.status == "answered"
    assert len(draft.sentences) == len(draft.citations) == 1
    assert draft.sentences[0].text == draft.citations[0].quote
    assert draft.sentences[0].marked == (0, 3)
    assert draft.confidence == 0.8


def test_below_the_threshold_the_sources_do_not_say(index, hits):
    draft = compose([found(0.1, span(hits[0], 1), span(hits[0], 2, 0.5))], index, 0.5)
    assert draft.status == "not_in_sources" and not draft.perhaps
    assert draft.text.startswith("The sources don't say.")
    assert [citation.score for citation in draft.citations] == [1.0, 0.5]
    assert compose([found(0.5, span(hits[0], 1))], index, 0.5).status == "answered"


def test_what_fits_but_not_surely_enough_is_shown_first_as_perhaps(index, hits):
    best, other = span(hits[0], 1, 0.5), span(hits[0], 2, 1.0)
    draft = compose([Candidate(PART, (other, best), (best,), 0.3)], index, 0.5)
    assert draft.status == "not_in_sources" and draft.perhaps
    assert draft.text.startswith("Perhaps: ") and draft.text.endswith("[1] (The sources don't say it for sure.)")
    assert draft.citations[0].quote == draft.sentences[1].text and best.words in draft.citations[0].quote
    assert draft.sentences[1].marked == (0, 3)
    assert not draft.sentences[0].citations and draft.notes == ()


def test_nothing_found_at_all_is_an_answer_too(index):
    sub_question = SubQuestion("dragons", "Where does Smaug live?")
    draft = compose([Candidate(sub_question, (), (), 0.0)], index, 0.5)
    assert draft.text == "The sources don't say. In no document: “Smaug”."
    assert draft.citations == ()


def test_silence_names_the_files_that_were_not_read(folder, index_dir):
    for number in range(7):
        (folder / f"{number}.bin").write_bytes(b"\0")
    answer = ask("What is the capital of Mongolia?", folder, settings=Settings(index_dir=index_dir))
    assert answer.notes[0].endswith("Not read: 0.bin, 1.bin, 2.bin, 3.bin, 4.bin and 2 more.")
    assert answer.notes[0] in answer.text


def test_a_part_that_was_not_found_is_named(index, hits):
    other = Candidate(SubQuestion("who paid", "Who paid?"), (), (), 0.0)
    draft = compose([found(0.9, span(hits[0], 1)), other], index, 0.5)
    assert draft.status == "answered"
    assert draft.notes == ("The sources don't say: who paid.",)
    assert draft.text.endswith("[1] (The sources don't say: who paid.)")


def test_a_sentence_that_points_back_comes_with_the_one_before(index, hits):
    draft = compose([found(0.9, span(hits[0], 2))], index, 0.5)
    sentence = draft.sentences[0]
    assert sentence.text.split()[0] != "It"
    assert "It was paid for by the county" in sentence.text
    assert sentence.text[slice(*sentence.marked)] == "It "
    assert draft.citations[0].quote == sentence.text


def test_documents_that_disagree_are_both_quoted_with_their_dates(folder, index_dir):
    (folder / "river.txt").write_text("Verden, 3 May 1998\n\nThe Long Bridge has 12 arches.", "utf-8")
    (folder / "later.txt").write_text("The Long Bridge has 14 arches.", "utf-8")
    answer = ask("How many arches does the Long Bridge have?", folder, settings=Settings(index_dir=index_dir))
    assert {citation.source for citation in answer.citations} == {"river.txt", "later.txt"}
    assert answer.disagreeing == (1, 2)
    (note,) = answer.notes
    assert note.startswith("The sources disagree: ")
    assert "“12” (3 May 1998) [" in note
    assert "“14” [" in note


def test_what_is_doubtful_about_a_quoted_file_is_said_beside_the_answer(folder, index_dir):
    (folder / "mill.txt").write_bytes("The mill of Málaga was built by Inés Núñez. ".encode("latin-1") * 3)
    answer = ask("Who built the mill?", folder, settings=Settings(index_dir=index_dir))
    assert answer.status == "answered" and answer.citations[0].source == "mill.txt"
    assert any(note.startswith("mill.txt: read as") for note in answer.notes)
    assert not any(
        "mill.txt" in note
        for note in ask("Who designed the bridge?", folder, settings=Settings(index_dir=index_dir)).notes
    )


def test_the_same_content_under_two_names_is_cited_by_both(folder, index_dir):
    (folder / "copy.txt").write_bytes((folder / "river.txt").read_bytes())
    answer = ask("Who designed the bridge?", folder, settings=Settings(index_dir=index_dir))
    assert [(citation.source, citation.also) for citation in answer.citations] == [("copy.txt", ("river.txt",))]
