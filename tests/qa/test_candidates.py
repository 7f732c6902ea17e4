from index import Chunk
from qa.candidates import select, whole
from qa.datatypes import AnswerSpan
from qa.decomposition import decompose
from qa.reader import load_reader


def found(index, question: str):
    (sub_question,) = decompose(question)
    hits = index.search(sub_question.question, 10)
    return select(sub_question, hits, load_reader().read(sub_question.question, hits), 0.25)


def test_a_plain_question_shows_the_best_span(index):
    candidate = found(index, "Who designed the bridge?")
    assert [span.words for span in candidate.shown] == ["Ada Lund"]
    assert 0 < candidate.probability < 1


def test_a_broad_question_shows_several_sentences(index):
    candidate = found(index, "Describe the bridge and the ferry.")
    assert len(candidate.shown) > 1
    assert len({span.sentence for span in candidate.shown}) == len(candidate.shown)


def test_the_rest_of_an_answer_comes_with_it_in_the_order_of_the_text_and_from_no_other_document():
    def span(document: str, start: int, evidence: float, score: float = 1.0) -> AnswerSpan:
        chunk = Chunk("c", document, document, "t", 0, 60, "x" * 60, ((0, 10), (10, 20), (20, 30), (30, 40)))
        return AnswerSpan(chunk, start, start + 5, (start, start + 10), score, evidence)

    best, late, early, weak = span("a", 10, 0.9), span("a", 30, 0.8), span("a", 0, 0.4), span("a", 20, 0.1)
    other, ruled_out = span("b", 0, 0.9), span("a", 20, 0.9, score=-9.0)
    assert whole((best,), (best, late, other, early, weak, ruled_out)) == (best, early, late)
    assert whole((best, other), (best, late, other, early)) == (best, other, early, late)
    assert whole((), ()) == ()


def test_chunks_without_a_word_to_mark_are_no_candidate(index):
    for question in ("Who designed the bridge?", "Describe the bridge."):
        (sub_question,) = decompose(question)
        candidate = select(sub_question, index.search(sub_question.question, 10), (), 0.25)
        assert (candidate.shown, candidate.probability) == ((), 0.0)
