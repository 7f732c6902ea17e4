"""Sentences turned into questions, and sentences that must not be."""

import pytest

from eval.authoring.propose import propose
from eval.authoring.verbs import PAST
from index import Document

CONTEXT = "\n\nThe small words that are no names: a county, ferry, town, trial, court, boats and the bridge itself."


def proposals(sentence: str):
    return list(propose(Document("id", "a.txt", "A", sentence + CONTEXT)))


@pytest.mark.parametrize(
    ("sentence", "kind", "question", "answer", "evidence"),
    [
        (
            "The bridge over the Aller opened on 3 May 1998.",
            "when",
            "When did the bridge over the Aller open?",
            "3 May 1998",
            "opened on 3 May 1998",
        ),
        (
            "Ferry traffic ended in 1998, to nobody's regret.",
            "when",
            "When did ferry traffic end?",
            "1998",
            "ended in 1998",
        ),
        (
            "In 1850, the town built a school.",
            "when",
            "When did the town build a school?",
            "1850",
            "1850, the town built",
        ),
        (
            "Guzman was convicted in New York on Feb. 12, 2019, and received a life sentence.",
            "when",
            "When was Guzman convicted in New York?",
            "Feb. 12, 2019",
            "was convicted in New York on Feb. 12, 2019",
        ),
        (
            "The event was held on May 9, 1960 at the\nold hall in Bremen.",
            "when",
            "When was the event held at the old hall in Bremen?",
            "May 9, 1960",
            "was held on May 9, 1960",
        ),
        ("Twelve boats sank in the storm.", "how many", "How many boats sank in the storm?", "Twelve", None),
        (
            "The trial had 26 drug-related counts.",
            "how many",
            "How many drug-related counts did the trial have?",
            "26",
            "had 26 drug-related counts",
        ),
        ("The town has 1,200 houses.", "how many", "How many houses does the town have?", "1,200", None),
        (
            "The bridge cost nearly 12 million euros in all.",
            "how many",
            "How many euros did the bridge cost in all?",
            "12 million",
            "cost nearly 12 million euros",
        ),
        ("Ada Lund designed the bridge.", "who", "Who designed the bridge?", "Ada Lund", "Ada Lund designed"),
        ("Juan de la Cruz was the first mayor, and remained so.", "who", "Who was the first mayor?", None, None),
        ("Ada Lund, an engineer, designed the bridge.", "who", "Who is Ada Lund?", "an engineer", None),
        ("The next trial will be held in Verden on 8 April 2024.", "when", None, "8 April 2024", None),
        ("Ada Lund is currently serving the town in Bremen.", "where", None, "Bremen", None),
        ("Piet Holm sailed to Bremen.", "where", "Where did Piet Holm sail to?", "Bremen", None),
        (
            "Ada Lund said that the bridge needs paint.",
            "what",
            "What did Ada Lund say?",
            "the bridge needs paint",
            None,
        ),
        (
            "Verden's council has decided to close the bridge.",
            "what",
            "What has Verden's council decided to do?",
            "close the bridge",
            None,
        ),
        (
            "Ada Lund begged the court to save him.",
            "what",
            "What did Ada Lund beg the court to do?",
            "save him",
            None,
        ),
        (
            "The old stone bridge is based on a Roman ford.",
            "what",
            "What is the old stone bridge based on?",
            "a Roman ford",
            None,
        ),
        (
            "The town closed the bridge because of the flood.",
            "why",
            "Why did the town close the bridge?",
            "the flood",
            None,
        ),
        (
            "In Bremen, the county built two new schools.",
            "how many",
            "How many new schools did the county build in Bremen?",
            "two",
            None,
        ),
        ("The ferry was built by Piet Holm.", "who", "Who was the ferry built by?", "Piet Holm", None),
    ],
)
def test_a_plain_sentence_becomes_a_question(sentence, kind, question, answer, evidence):
    found = [proposal for proposal in proposals(sentence) if proposal.kind == kind]
    text = sentence + CONTEXT
    (one,) = [proposal for proposal in found if proposal.question == question] if question else found
    assert answer is None or text[slice(*one.answer)] == answer
    assert text[slice(*one.sentence)] == sentence
    if evidence:
        assert text[slice(*one.evidence)].replace("nearly ", "") == evidence.replace("nearly ", "")


@pytest.mark.parametrize(
    "sentence",
    [
        "It opened in 1998 after ten years.",  # what opened stands elsewhere
        "The bridge that Ada designed opened in 1998.",  # two verbs
        "The bridge was not opened in 1998.",
        "The bridge designed by Ada opened in 1998.",
        "The bridge had opened in 1998.",
        "The league announced on 16 May 2012, that all was well.",
        "The mayor said “the bridge opened in 1998”.",
        "The doctor returned in 1985's story.",
        "The bridge opened in 1998-2001.",
        "The bridge was 300 metres long.",
        "The town had 1998 reasons.",
        "The town had six of the boats and two sails.",
        "Verden County designed the bridge.",
        "The Long Bridge crossed the river.",
        "Ada Lund slept.",
        "The bridge blorped in 1998.",
        "Was the bridge opened in 1998?",
        "The bridge \x1b[31mopened in 1998.",
    ],
)
def test_what_would_read_badly_is_left_out(sentence):
    assert [proposal.question for proposal in proposals(sentence) if proposal.kind != "how many"] == []


def test_counts_that_are_none_are_left_out():
    for sentence in ("The town had 1998 reasons.", "The bridge was 300 metres long.", "They built two boats."):
        assert proposals(sentence) == []


def test_proposals_come_in_the_order_of_the_text():
    found = proposals("Ada Lund designed the bridge in 1990. Ada Lund designed the ferry in 1995.")
    assert [proposal.kind for proposal in found] == ["when", "who", "when", "who"]
    assert [proposal.sentence for proposal in found] == sorted(proposal.sentence for proposal in found)


def test_a_year_after_the_clause_is_another_verbs():
    for joint in (", and", " and", ", but"):
        found = proposals(f"Ada Lund moved to Bremen{joint} died in 1998.")
        assert [one.question for one in found] == ["Where did Ada Lund move to?"]
    when, who = proposals("The old bridge opened in 1998 and closed in 2001."), "When did the old bridge open?"
    assert [one.question for one in when if one.kind == "when"] == [who]


def test_odd_documents_give_nothing():
    assert proposals("") == proposals(". . . .") == proposals("word " * 5000) == []


@pytest.mark.parametrize(
    ("past", "base"),
    [("stopped", "stop"), ("moved", "move"), ("married", "marry"), ("stayed", "stay"), ("took", "take")],
)
def test_a_past_tense_knows_its_base(past, base):
    assert PAST[past] == base
