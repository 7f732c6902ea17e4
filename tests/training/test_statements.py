import gzip
import json
import random

import pytest

from training.examples import CONTRADICTED, SUPPORTED, UNMENTIONED, UNSUPPORTED
from training.questions import Asked, Questions
from training.statements import Edits, Statement, Statements, statements

TEXT = (
    "In the spring of that year, the Long Bridge over the Aller was opened in 1998 by Ada Lund of Bremen. "
    "Piet Holm wrote about the opening in the Verden Courier (a local paper) for many weeks after it."
)
OTHER = "The Aller is a river that flows through Verden and Celle, and ends in the Weser near Bremen in the north."


def test_labels_are_read_as_stances(tmp_path):
    labels = ["supported", "refuted", "not_enough_info", "generic"]
    rows = [{"source": "fever", "claim": " A is B. ", "evidence": "A  is\nB.", "label": label} for label in labels]
    (tmp_path / "grounding").mkdir()
    (tmp_path / "grounding/train.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    known = statements(tmp_path)
    assert [each.stance for each in known] == [SUPPORTED, CONTRADICTED, UNMENTIONED, UNMENTIONED]
    assert {(each.claim, each.evidence, each.origin) for each in known} == {("A is B.", "A is B.", "fever")}


def test_a_statement_keeps_its_evidence_or_comes_with_anothers_as_unmentioned():
    known = [
        Statement("Ada Lund opened a bridge.", "Ada Lund opened the Long Bridge.", SUPPORTED, "fever"),
        Statement("Bread is cold.", "Bread is baked hot near the bridge.", CONTRADICTED, "fever"),
        Statement("Oats are blue.", "Oats, and a bridge, are brown.", CONTRADICTED, "fever"),
    ]
    made = [Statements(known).group(known[0], random.Random(seed))[0] for seed in range(60)]
    for example in made:
        assert example.asked == known[0].claim
        assert (known[0].evidence in example.text) == (example.stance == SUPPORTED)
    assert {each.stance for each in made} == {SUPPORTED, UNMENTIONED}
    assert any(len(each.text) > len(known[0].evidence) for each in made if each.stance == SUPPORTED)


@pytest.fixture(scope="module")
def edits():
    asked = [Asked("Who opened the Long Bridge?", TEXT, "Bridges", TEXT.index("Ada Lund"), ("Ada Lund",))]
    asked.append(Asked("Where does the Aller end?", OTHER, "Rivers", OTHER.index("in the Weser"), ("in the Weser",)))
    questions = Questions.over(asked, None)
    return [(each, Edits(questions).group(each, random.Random(seed))) for seed in range(150) for each in asked]


def test_edited_sentences_and_others_are_told_apart(edits):
    made = [example for _, group in edits for example in group]
    assert {example.stance for example in made} == {SUPPORTED, UNMENTIONED, UNSUPPORTED}
    for example in made:
        if example.stance == SUPPORTED and example.evidence:
            (sentence,) = (example.text[slice(*span)] for span, said in example.evidence if said)
            assert set(example.asked.lower().split()) <= set(sentence.lower().split())
        if example.stance == UNSUPPORTED:
            assert example.asked not in example.text


def test_an_answer_in_the_place_of_the_question_word_is_a_statement(edits):
    said = {
        (example.asked, example.stance)
        for asked, group in edits
        for example in group
        if asked.question.startswith("Who") and example.asked.endswith("opened the Long Bridge.")
    }
    assert ("Ada Lund opened the Long Bridge.", SUPPORTED) in said
    assert any(stance == UNSUPPORTED and "Ada Lund" not in statement for statement, stance in said)
