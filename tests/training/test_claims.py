import gzip
import json
import random

import pytest

from training.claims import claims, deciding, wanted, whether


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


def test_only_fever_is_taken(tmp_path):
    rows = [
        {"source": "fever", "claim": "A is B. ", "evidence": "A  is B.", "label": "supported"},
        {"source": "scifact", "claim": "C is D.", "evidence": "C is D.", "label": "supported"},
        {"source": "fever", "claim": "A is C.", "evidence": "A is B.", "label": "refuted"},
    ]
    (tmp_path / "grounding").mkdir()
    (tmp_path / "grounding/train.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    assert list(claims(tmp_path)) == [("A is B.", "A is B.", True), ("A is C.", "A is B.", False)]
