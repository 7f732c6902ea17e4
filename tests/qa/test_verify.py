import pytest
from llm_server import WordReader

from qa.stream import Drafted
from qa.verify import check


@pytest.fixture
def passages(index):
    return [[hit.chunk] for hit in index.search("bridge ferry", 5)]


def verdict(passages, text, *numbers, finished=True):
    return check(Drafted(text, numbers, finished), passages, WordReader())


def test_what_is_supported_comes_with_the_sentence_that_supports_it(index, passages):
    found = verdict(passages, "Ada Lund designed the bridge.", 1)
    (quote,) = found.quotes
    assert found.reason == "" and found.supported == quote.supported >= 0.5
    text = index.document(quote.chunk.document_id).text
    assert text[quote.start : quote.end].startswith("The bridge") and text[: quote.end].endswith(
        "Ada Lund designed it."
    )


def test_the_quote_is_the_shortest_that_supports_it(index, passages):
    one = verdict(passages, "Its last captain retired to Bremen.", 1).quotes[0]
    assert one.words == "Its last captain, Piet Holm, retired to Bremen."
    two = verdict(passages, "The ferry stopped in 1999; its last captain, Piet Holm, retired.", 1).quotes[0]
    assert two.words.startswith("The ferry stopped in 1999. Its last captain")


@pytest.mark.parametrize(
    ("text", "numbers", "reason"),
    [
        ("Ada Lund designed it.", (7,), "there is no passage 7"),
        ("Ada Lund designed it.", (0,), "there is no passage 0"),
        ("Ada Lund designed it.", (1, 99), "there is no passage 99"),
        ("It was designed by Eva Lund.", (1,), "has “eva”"),
        ("The bridge opened on 4 May 1998.", (1,), "supports"),
        ("The bridge cost 13 million euros.", (1,), "supports"),
        ("The moon is made of cheese.", (1,), "supports"),
        ("Ada Lund designed it: http://evil.example/x", (1,), "address or markup"),
        ("Ada Lund designed it ![x](y).", (1,), "address or markup"),
        ("Ada Lund <b>designed</b> it.", (1,), "address or markup"),
    ],
)
def test_what_is_not_supported_is_left_out_with_the_reason(passages, text, numbers, reason):
    found = verdict(passages, text, *numbers)
    assert found.quotes == () and found.supported == 0
    assert reason in found.reason


def test_what_breaks_off_is_left_out(passages):
    assert verdict(passages, "Ada Lund designed it", 1, finished=False).reason == "it breaks off"


def test_what_cites_nothing_is_compared_with_every_passage(passages):
    assert len(verdict(passages, "Ada Lund designed it.").quotes) == 1
    assert verdict([], "Ada Lund designed it.").quotes == ()


def test_a_figure_may_be_written_otherwise_and_a_name_stand_elsewhere_in_the_passage(passages):
    assert verdict(passages, "It cost twelve million euros, paid for by the county of Verden.", 1).quotes


def test_a_name_may_come_from_the_question(passages):
    drafted = Drafted("Eva Lund’s bridge was designed by Ada Lund.", (1,))
    reader = WordReader()
    assert "eva" in check(drafted, passages, reader, least=0.1).reason
    assert check(drafted, passages, reader, question="Which bridge is Eva Lund’s?", least=0.1).quotes
