"""What may be asked: words, and not too many of them."""

from index.datatypes import QuestionError

MAX_CHARACTERS = 2000


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
