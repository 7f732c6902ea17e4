"""What may be asked: words, and not too many of them, of documents that are there."""

from collections.abc import Sequence

from index import Index
from index.datatypes import QuestionError

MAX_CHARACTERS = 2000
_NEAR = 3
"""So many names are suggested in the place of one that is not there."""


def checked(question: str) -> str:
    """The question, if it is one; half a surrogate pair in it becomes "?".

    Raises QuestionError where it is blank or too long.
    """
    if not question.strip():
        raise QuestionError("The question is blank. Type a question about the documents.")
    if len(question) > MAX_CHARACTERS:
        raise QuestionError(
            f"The question has {len(question):,} characters; at most {MAX_CHARACTERS:,} are read. Ask it more shortly."
        )
    return question.encode("utf-8", "replace").decode()


def chosen(only: Sequence[str] | None, index: Index) -> frozenset[str] | None:
    """The documents that the names stand for; None for all. Raises QuestionError for a name that none has."""
    if only is None:
        return None
    files = index.files()
    found = {files[name].document_id if name in files else None for name in only}
    if not only or None in found:
        raise QuestionError(_unknown(only, [name for name, file in files.items() if file.document_id]))
    return frozenset(document_id for document_id in found if document_id)


def _unknown(only: Sequence[str], names: Sequence[str]) -> str:
    """What is wrong with the first name that stands for no document, and which ones come near it."""
    if not only:
        return "No document is chosen to be asked. Name one or more, or leave `only` out to ask all."
    from rapidfuzz.process import extract

    wrong = next(name for name in only if name not in names)
    near = ", ".join(repr(name) for name, *_ in extract(wrong, names, limit=_NEAR))
    return f"There is no document {wrong!r} to ask. " + (
        f"The nearest names are: {near}." if near else "There is none."
    )
