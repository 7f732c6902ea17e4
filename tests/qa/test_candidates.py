from qa.candidates import select
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


def test_chunks_without_a_word_to_mark_are_no_candidate(index):
    for question in ("Who designed the bridge?", "Describe the bridge."):
        (sub_question,) = decompose(question)
        candidate = select(sub_question, index.search(sub_question.question, 10), (), 0.25)
        assert (candidate.shown, candidate.probability) == ((), 0.0)
