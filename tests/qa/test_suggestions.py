import time
from dataclasses import replace

import pytest

from index import Document, open_document, open_index
from index.roots import SEEDS
from qa import Settings, ask
from qa.suggestions import READ, suggest


def questions(text):
    return [suggestion.question for suggestion in suggest(Document("id", "a.txt", "A", text))]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The bridge over the Aller opened on 3 May 1998.", "When did the bridge over the Aller open?"),
        ("Ada Lund retired from the county in 2004.", "When did Ada Lund retire?"),
        ("The Long Bridge was designed by Ada Lund.", "Who designed the Long Bridge?"),
        ("The report was written by two people.", "Who wrote the report?"),
        ("Guzman is currently serving his sentence at the ADX Florence.", "Where is Guzman serving his sentence?"),
        ("Piet Holm was arrested in Bremen on 12 March 2001.", "When was Piet Holm arrested?"),
        ("Notes\n\nDeposit: 500 euros\nKeys: two", "What is the deposit?"),
        ("- Opening hours: 9 to 17", "What are the opening hours?"),
        ("Date of birth: 3 May 1970", "What is the date of birth?"),
        ("Project manager: Ada Lund", "Who is the project manager?"),
        ("# Manual\n\n## Cancellation policy\n\nWrite two weeks before.", "What is the cancellation policy?"),
        ("## How do I pay the fee?\n\nBy card.", "How do I pay the fee?"),
        ("Ada Lund is the chief engineer of the county.", "Who is Ada Lund?"),
        ("The council has decided to build a bridge.", "What did the council decide?"),
        ("The ferry costs 4 euros.", "How much does the ferry cost?"),
    ],
)
def test_patterns_make_the_questions_that_a_person_would_ask(text, question):
    assert question in questions(text)


@pytest.mark.parametrize(
    "text",
    [
        "He was convicted in New York on Feb. 12, 2019.",
        "It opened in 1998.",
        "http://example.org: a page",
        "Nothing here.",
        "Date: 7 April 2026",
        "Ingrid Solvang became head of production on 1 February 2026.",
        "- Slugs: beer traps work, copper tape does not",
        "Lena: Who has the key to the hut?\nMarek: Jonas\nLena: Good\nMarek: Bring it\nLena: Yes\nMarek: Fine",
        "Protokoll der Sitzung vom 14. Januar\n\nAnwesend: Frau Kessler, Herr Brandt und die Familie Oppermann.\n"
        "Die Heizung wird im Juni erneuert, und die Kosten werden aus der Rücklage bezahlt.",
    ],
)
def test_what_points_elsewhere_or_says_nothing_makes_none(text):
    assert questions(text) == []


def test_a_question_comes_once_and_names_the_words_that_it_was_made_of():
    text = "Deposit: 500 euros\nDeposit: 600 euros"
    (suggestion,) = suggest(Document("id", "a.txt", "A", text))
    assert text[suggestion.start : suggestion.end] == "Deposit: 500 euros"


def test_only_an_answer_from_those_words_that_is_likely_right_holds(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text("The bridge over the Aller opened on 3 May 1998.\n\nAnother thing.", "utf-8")
    index = open_index(folder, index_dir=tmp_path / "index")
    (document,) = index.documents()
    (suggestion,) = suggest(document)
    answer = ask(suggestion.question, folder, settings=Settings(index_dir=tmp_path / "index"))
    sure = replace(answer, confidence=0.9)
    assert suggestion.holds(sure)
    assert not suggestion.holds(replace(sure, confidence=0.4))
    assert not suggestion.holds(replace(sure, status="not_in_sources"))
    assert not replace(suggestion, start=60, end=70).holds(sure)
    assert not replace(suggestion, document_id="other").holds(sure)


def test_the_shipped_documents_have_some():
    found = [suggest(open_document(path.name, SEEDS)) for path in sorted(SEEDS.iterdir())]
    assert "Where is Guzman serving his sentence?" in [suggestion.question for suggestion in found[0]]
    assert all(found)


@pytest.mark.parametrize("text", ["A" * 10**6, "The " * 10**5, "A: " * 10**5, "#" * 10**5, "Aa " * 10**5, "(" * 10**5])
def test_no_document_takes_long(text):
    before = time.monotonic()
    suggest(Document("id", "a.txt", "A", text))
    assert time.monotonic() - before < 5
    assert READ < 10**5
