import pytest

from index import open_index
from qa.refusal import refusal
from qa.rerank import rerank
from qa.span_reader import load_reader

SPANISH = (
    "El puente sobre el río se inauguró el 3 de mayo de 1998. Fue pagado por la provincia y costó doce millones de "
    "euros. Ada Lund lo diseñó durante los años noventa, cuando trabajaba para el gobierno de la región. El "
    "transbordador dejó de funcionar un año después, y su último capitán se jubiló en la ciudad vecina.\n"
)


def why(index, question: str) -> str:
    hits = index.search(question, 10)
    spans = rerank(load_reader().read(question, hits), hits)
    return refusal(question, index.terms(question), spans)


@pytest.mark.parametrize("question", ["¿Quién diseñó el puente?", "Wer hat die Brücke entworfen?"])
def test_a_question_in_another_language_is_not_answered_and_told_why(index, question):
    assert "read English" in why(index, question)


def test_documents_in_another_language_are_not_answered_from(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "puente.txt").write_text(SPANISH, "utf-8")
    with open_index(folder, index_dir=tmp_path / "index").snapshot() as index:
        assert why(index, "Who designed the bridge?") == (
            "The nearest passages are in Spanish; the models here read English."
        )


def test_nothing_stands_against_a_plain_question(index):
    assert why(index, "Who designed the bridge?") == ""
