"""Small files in other people's layouts."""

import json

import pytest

from eval.questions.dataset import load_questions


@pytest.fixture
def put(tmp_path):
    """Writes values to a file: one as JSON, several as JSON lines, or text as it is."""

    def written(name, *values):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        texts = [value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in values]
        path.write_text("".join(f"{text}\n" for text in texts), "utf-8", newline="")
        return path

    return written


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def questions_of(prepared):
    """The questions, read back and found in their documents the ordinary way."""
    return load_questions(prepared.questions, prepared.sources).questions


def texts_of(prepared):
    """Every document's text by its source."""
    paths = (path for path in prepared.sources.rglob("*") if path.is_file())
    return {path.relative_to(prepared.sources).as_posix(): path.read_bytes().decode() for path in paths}


def evidence_of(question):
    """The words of every alternative, nugget by nugget."""
    return [[quote.text for quote in nugget.alternatives] for nugget in question.nuggets]


@pytest.fixture
def read():
    """What was prepared, read back: its questions, its documents' texts, and a question's evidence."""

    class Read:
        questions = staticmethod(questions_of)
        texts = staticmethod(texts_of)
        evidence = staticmethod(evidence_of)

    return Read
