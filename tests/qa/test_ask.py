import json
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

import qa
from index import open_document
from index.roots import SEEDS
from qa import QuotedError, Settings, Turn, ask


def assert_quotes_exact(answer, sources):
    for marker, citation in enumerate(answer.citations, start=1):
        assert citation.marker == marker
        assert open_document(citation.source, sources).text[citation.start : citation.end] == citation.quote
    if answer.status == "answered":
        assert answer.sentences and answer.citations
        cited = {marker for sentence in answer.sentences for marker in sentence.citations}
        assert cited == {citation.marker for citation in answer.citations}
        for sentence in answer.sentences:
            assert sentence.citations
            assert any(sentence.text in answer.citations[marker - 1].quote for marker in sentence.citations)
            assert f"[{sentence.citations[0]}]" in answer.text


def test_a_plain_question_is_answered_with_its_sentence(folder, settings):
    answer = ask("When did the bridge over the Aller open?", folder, settings=settings)
    assert answer.status == "answered"
    assert answer.text == "The bridge over the Aller opened on 3 May 1998. [1]"
    assert answer.citations[0].source == "river.txt"
    assert answer.citations[0].title == "The Long Bridge"
    assert Settings().min_confidence <= answer.confidence <= 1
    assert answer.hits and answer.index_version and answer.settings_hash
    assert {"index", "search", "read", "compose"} <= answer.timings.keys()
    assert_quotes_exact(answer, folder)


@pytest.mark.parametrize(
    "question", ["What is the capital of Mongolia?", "How do I bake sourdough bread?", "17 times 23?"]
)
def test_what_the_sources_do_not_say_is_said_to_be_so(folder, settings, question):
    answer = ask(question, folder, settings=settings)
    assert answer.status == "not_in_sources"
    assert answer.text.startswith("The sources don't say.")
    assert "Looked at" not in answer.text and "Nearest:" in answer.text
    assert answer.citations and answer.hits
    assert answer.confidence < Settings().min_confidence
    assert_quotes_exact(answer, folder)


def test_each_part_of_a_question_is_answered(folder, settings):
    answer = ask("When did the bridge open, and who was the captain of the ferry?", folder, settings=settings)
    assert "3 May 1998" in answer.text and "Piet Holm" in answer.text
    assert [sentence.citations for sentence in answer.sentences] == [(1,), (2,)]


def test_a_part_without_evidence_is_said_to_be_missing(folder, settings):
    answer = ask("When did the bridge open, and what is the capital of Mongolia?", folder, settings=settings)
    assert answer.status == "answered"
    assert "3 May 1998" in answer.text
    assert "The sources don't say: what is the capital of Mongolia." in answer.text


def test_a_follow_up_takes_its_subject_from_the_last_turn(folder, settings):
    first = ask("Who was the last captain of the ferry?", folder, settings=settings)
    then = ask(
        "Where did he retire to?",
        folder,
        history=[Turn("Who was the last captain of the ferry?", first)],
        settings=settings,
    )
    assert "Piet Holm" in then.standalone_question
    assert "Bremen" in then.text


def test_the_same_question_gives_the_same_bytes_in_two_processes(settings, folder):
    config = settings.index_dir.parent / "settings.toml"
    config.write_text(f'index_dir = "{settings.index_dir}"', "utf-8")
    command = [
        sys.executable,
        "-m",
        "qa",
        "Who designed the bridge?",
        "--json",
        "--sources",
        str(folder),
        "--settings",
        str(config),
    ]
    outputs = [subprocess.run(command, check=True, capture_output=True).stdout for _ in range(2)]
    assert outputs[0] == outputs[1]
    assert json.loads(outputs[0])["status"] == "answered"


def test_an_answer_does_not_depend_on_what_was_asked_before(folder, settings):
    alone = ask("Who designed the bridge?", folder, settings=settings).to_json(timings=False)
    for other in ("When did the ferry stop?", "bridge", "x" * 900):
        ask(other, folder, settings=settings)
    assert ask("Who designed the bridge?", folder, settings=settings).to_json(timings=False) == alone


@pytest.mark.parametrize("question", ["", "  \n\t ", "w" * 100_000, "why " * 25_000])
def test_a_blank_or_endless_question_is_refused_in_a_clear_sentence(folder, settings, question):
    with pytest.raises(QuotedError, match=r"blank|characters"):
        ask(question, folder, settings=settings)


@pytest.mark.parametrize(
    "question", ["?", "💥", "\x00", "<script>", "'; DROP TABLE chunks; --", "ab\ud800", "..", "a" * 1900]
)
def test_odd_questions_are_not_answered(folder, settings, question):
    answer = ask(question, folder, settings=settings)
    assert answer.status == "not_in_sources"
    assert_quotes_exact(answer, folder)


def test_a_citation_of_a_pdf_names_its_page(tmp_path, settings):
    canvas = Canvas(str(tmp_path / "bridge.pdf"))
    for line in ("The ferry over the river stopped in 1999.", "Ada Lund designed the bridge."):
        canvas.drawString(72, 720, line)
        canvas.showPage()
    canvas.save()
    answer = ask("Who designed the bridge?", tmp_path / "bridge.pdf", settings=settings)
    assert [(citation.quote, citation.page) for citation in answer.citations] == [("Ada Lund designed the bridge.", 2)]


def test_missing_sources_are_named(tmp_path, settings):
    with pytest.raises(QuotedError, match="nowhere"):
        ask("Who?", tmp_path / "nowhere", settings=settings)


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(min_size=1, max_size=400).filter(str.strip), word=st.text(max_size=10))
def test_every_citation_of_any_text_is_exact(tmp_path_factory, text, word):
    folder = tmp_path_factory.mktemp("any")
    (folder / "a.txt").write_bytes(f"{text}\nThe bridge {word} opened in 1998.".encode("utf-8", "replace"))
    try:
        answer = ask(
            "When did the bridge open?", folder, settings=Settings(index_dir=folder.parent / f"{folder.name}-index")
        )
    except QuotedError as error:
        assert "binary" in str(error)
        return
    assert answer.citations
    assert_quotes_exact(answer, folder)


@pytest.fixture
def two(folder):
    text = "The Harbour\n\nThe harbour of Verden was built in 1962 by Mats Krog. Its cranes are green.\n"
    (folder / "harbour.txt").write_text(text, "utf-8")
    return folder


def test_only_the_documents_named_are_asked(two, settings):
    colour = "Which colour are the cranes?"
    assert "green" in ask(colour, two, settings=settings, only=["harbour.txt"]).text
    elsewhere = ask(colour, two, settings=settings, only=["river.txt"])
    assert elsewhere.status == "not_in_sources"
    assert {hit.chunk.source for hit in elsewhere.hits} == {"river.txt"}
    assert {citation.source for citation in elsewhere.citations} == {"river.txt"}


def test_words_of_documents_that_are_not_asked_count_as_unknown(two, settings):
    answer = ask("What did Mats Krog design?", two, settings=settings, only=["river.txt"])
    assert "“Mats”" in answer.text and "“Krog”" in answer.text


def test_asking_all_documents_by_name_is_asking_all(two, settings):
    question = "Who designed the bridge?"
    named = ask(question, two, settings=settings, only=["river.txt", "harbour.txt"])
    assert named.to_json(timings=False) == ask(question, two, settings=settings).to_json(timings=False)


def test_a_name_that_no_document_has_is_named_with_those_near_it(two, settings):
    with pytest.raises(QuotedError, match=r"no document 'rivers\.txt'.*nearest names are: 'river\.txt'"):
        ask("Who?", two, settings=settings, only=["rivers.txt"])
    with pytest.raises(QuotedError, match="No document is chosen"):
        ask("Who?", two, settings=settings, only=[])


@pytest.mark.parametrize(
    ("confidence", "word"), [(0.95, "sure"), (0.8, "sure"), (0.79, "likely"), (0.5, "likely"), (0.49, "uncertain")]
)
def test_the_likelihood_is_a_word_too(folder, settings, confidence, word):
    answer = replace(ask("Who designed the bridge?", folder, settings=settings), confidence=confidence)
    assert answer.likelihood == word
    assert json.loads(answer.to_json())["likelihood"] == word
    assert replace(answer, status="not_in_sources").likelihood is None


def test_the_shipped_documents_are_the_default(seeds_settings):
    answer = ask("Where is Guzman held?", settings=seeds_settings)
    assert answer.status == "answered"
    assert "ADX Florence" in answer.text
    assert_quotes_exact(answer, SEEDS)


def test_every_public_name_is_there():
    assert all(hasattr(qa, name) for name in qa.__all__)
    types = ["Answer", "Citation", "QuotedError", "Sentence", "Settings", "Shown", "Turn"]
    assert sorted(qa.__all__) == [*types, "ask", "feedback", "grounding", "risk", "stream"]
