from qa.finding import find
from qa.parts import split
from qa.span_reader import load_reader


def found(index, question: str):
    (part,) = split(question)
    hits = index.search(part.question, 10)
    return find(part, hits, load_reader().read(part.question, hits), 0.25)


def test_a_plain_question_shows_the_best_span(index):
    finding = found(index, "Who designed the bridge?")
    assert [span.words for span in finding.shown] == ["Ada Lund"]
    assert 0 < finding.probability < 1


def test_a_broad_question_shows_several_sentences(index):
    finding = found(index, "Describe the bridge and the ferry.")
    assert len(finding.shown) > 1
    assert len({span.sentence for span in finding.shown}) == len(finding.shown)


def test_chunks_without_a_word_to_mark_are_no_finding(index):
    for question in ("Who designed the bridge?", "Describe the bridge."):
        (part,) = split(question)
        finding = find(part, index.search(part.question, 10), (), 0.25)
        assert (finding.shown, finding.probability) == ((), 0.0)
