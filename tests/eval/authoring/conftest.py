"""A person at a terminal over two small documents."""

import pytest

from index import Document


@pytest.fixture
def documents(world):
    return [Document(f"id of {source}", source, source, text) for source, text in world.documents.items()]


@pytest.fixture
def out(tmp_path):
    return tmp_path / "questions.jsonl"


@pytest.fixture
def sit():
    """One sitting: the lines typed, then the end of the input; what was said, and how many were written."""

    def sitting(work, *given, lines, **named):
        typed, said = iter(lines), []

        def hear(prompt):
            try:
                return next(typed)
            except StopIteration:
                raise EOFError from None

        written = work(*given, hear=hear, say=said.append, **named)
        return "\n".join(said), written

    return sitting
