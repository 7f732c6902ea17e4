import random

import pytest

from training.claims import Claims, deciding, wanted, whether
from training.examples import CONTRADICTED, SUPPORTED
from training.statements import Statement


@pytest.mark.parametrize(
    ("claim", "question"),
    [
        ("Ada Lund is an engineer.", "Is Ada Lund an engineer?"),
        ("The bridge was opened in 1998.", "Was the bridge opened in 1998?"),
        ("Exotic Birds opened for a band.", "Did Exotic Birds open for a band?"),
        ("Brazzers is not based in Canada.", None),
        ("Nothing.", None),
    ],
)
def test_a_claim_as_a_question_for_yes_or_no(claim, question):
    assert whether(claim) == question


@pytest.mark.parametrize("seed", range(10))
def test_the_word_asked_for_stands_in_the_evidence(seed):
    claim, evidence = "Ada Lund designed the Long Bridge in 1998.", "In 1998 the Long Bridge was designed by Ada Lund."
    question, answer = wanted(claim, evidence, random.Random(seed))
    assert answer in evidence
    assert answer not in question
    assert question.endswith("?")
    assert set(question.rstrip("?").lower().split()) & {"who", "what", "when", "which", "how"}


def test_nothing_is_asked_where_the_evidence_has_none_of_the_words():
    assert wanted("Ada Lund swims.", "She likes water.", random.Random(0)) is None


def test_the_deciding_sentence_shares_most_with_the_claim():
    sentences = ["Ada Lund was born in Verden.", "Lund designed the bridge in 1998."]
    assert deciding("Ada Lund designed a bridge.", sentences) == sentences[1]


def test_a_claim_comes_with_its_evidence_and_with_that_of_another():
    known = [
        Statement("Ada Lund designed a bridge.", "She came late. Ada Lund designed the bridge.", SUPPORTED, "fever"),
        Statement("The bridge is short.", "Piet Holm found the bridge long.", CONTRADICTED, "fever"),
        Statement("Was.", "Nothing.", SUPPORTED, "fever"),
    ]
    groups = [Claims(known).group(known[0], random.Random(seed)) for seed in range(20)]
    assert {group[0].asked for group in groups if group} >= {"Did Ada Lund design a bridge?"}
    for first, *others in filter(None, groups):
        assert first.text == known[0].evidence
        (sentence,) = (first.text[slice(*span)] for span, said in first.evidence if said)
        assert sentence == "Ada Lund designed the bridge."
        assert first.text[slice(*first.span)] in sentence
        assert [each.span for each in others] == [None]
        assert others[0].text in {known[1].evidence, known[2].evidence}
    assert Claims(known).group(known[2], random.Random(0)) == ()
