import pytest

from index import Chunk, open_index
from qa.candidates import Candidate
from qa.datatypes import AnswerSpan
from qa.decomposition import SubQuestion
from qa.silence import reason

SPANISH = (
    "El puente sobre el río se inauguró el 3 de mayo de 1998. Fue pagado por la provincia y costó doce millones de "
    "euros. Ada Lund lo diseñó durante los años noventa, cuando trabajaba para el gobierno de la región.\n"
)


def asked(question: str, *texts: str) -> Candidate:
    chunks = [Chunk(text[:8], "d", "a.txt", "a", 0, len(text), text, ((0, len(text)),)) for text in texts]
    spans = tuple(AnswerSpan(chunk, 0, 3, (0, chunk.end), 1.0, evidence=0.5) for chunk in chunks)
    return Candidate(SubQuestion(question, question), spans, spans[:1], 0.1)


@pytest.mark.parametrize("question", ["¿Quién diseñó el puente?", "Wer hat die Brücke entworfen?"])
def test_a_question_in_another_language_is_told_what_the_models_read(index, question):
    assert "read English" in reason([asked(question)], index)


def test_documents_in_another_language_are_named(index):
    said = reason([asked("Who designed the bridge?", SPANISH)], index)
    assert said == "The nearest passages are in Spanish; the models here read English."


def test_names_and_numbers_that_are_nowhere_are_named_and_words_with_synonyms_are_not(index):
    assert reason([asked("Did Ada Lund go to Oslo in 1875?")], index) == "In no document: “Oslo”, “1875”."
    assert reason([asked("When was the viaduct inaugurated?")], index) == ""


def test_files_that_were_not_read_are_named(folder, index_dir):
    (folder / "plan.bin").write_bytes(b"\0")
    with open_index(folder, index_dir=index_dir).snapshot() as index:
        assert reason([asked("Who designed the bridge?")], index) == "Not read: plan.bin."
