from qa.grounding import ground

PASSAGES = ["The bridge over the Aller opened on 3 May 1998. Ada Lund designed it.", "The ferry stopped in 1999."]


def test_each_sentence_has_a_verdict_and_its_quotes_are_exact():
    answer = "Ada Lund designed it [1]. It opened on 4 May 1998 [1]. The ferry stopped in 1999 [2]. It sank [3]."
    verdicts = list(ground(answer, PASSAGES, least=0.0))
    assert [verdict.text for verdict in verdicts][1] == "It opened on 4 May 1998."
    assert [bool(verdict.quotes) for verdict in verdicts] == [True, False, True, False]
    for verdict in verdicts:
        for quote in verdict.quotes:
            assert PASSAGES[int(quote.chunk.source) - 1][quote.start : quote.end] == quote.words
    assert verdicts[3].reason == "there is no passage 3"


def test_a_higher_bar_lets_less_through():
    (verdict,) = ground("Ada Lund designed it.", PASSAGES, least=1.01)
    assert verdict.quotes == ()
    assert list(ground("", PASSAGES)) == []
    assert not next(ground("Ada Lund designed it.", [])).quotes
