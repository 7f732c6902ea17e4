"""A line of a questions file → a checked Record. Knows nothing of documents.

A line is one JSON object with fields of Record and no others; those with a default may be left out.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from index import QuotedError

Split = Literal["dev", "test"]
_SHOWN = 80


class DatasetError(QuotedError):
    """A questions file is damaged, or does not fit its documents."""


def damage(field: str, found: object, expected: str, remedy: str) -> DatasetError:
    """What is wrong with a field of a line; whoever knows the file and the line puts them before it."""
    return DatasetError(f"field {field}: found {shown(found)}, expected {expected}. {remedy}")


def shown(found: object) -> str:
    """A value as messages show it: on one line, and cut where it is long."""
    text = repr(found)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("words")
    return text


Words = Annotated[str, AfterValidator(_filled)]
"""Text that is not blank."""


class _Strict(BaseModel):
    """No field more, none less, and no value taken for another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class QuoteRecord(_Strict):
    """Words of a document: those at the code point `start`, from 0, or without it words that stand exactly once."""

    source: Words
    quote: Words
    start: Annotated[int, Field(ge=0)] | None = None


class ExchangeRecord(_Strict):
    """An earlier question, with its answer."""

    question: Words
    answer: Words


class Record(_Strict):
    """A line as it is written. `evidence` is a list of nuggets, each a list of alternatives.

    `cluster` names what questions share that are not independent of each other, such as an article.
    """

    id: Words
    question: Words
    answerable: bool
    evidence: list[Annotated[list[QuoteRecord], Field(min_length=1)]]
    kind: Words = "question"
    split: Split = "dev"
    answers: list[Words] = []
    history: list[ExchangeRecord] = []
    note: str = ""
    cluster: str = ""


_EXPECTED = {
    "missing": "a value",
    "extra_forbidden": "no field of this name",
    "too_short": "at least one alternative",
}


def _expected(kind: str, message: str) -> str:
    """What pydantic expected, as the end of a sentence."""
    plain = message.removeprefix("Input should be ").removeprefix("Value error, ")
    # Every line is a document of its own to the parser, so its "line 1" would mislead.
    plain = plain.replace("Invalid JSON:", "a JSON object:").replace(" at line 1 column", " at column")
    return _EXPECTED.get(kind, plain)


def refusal(error: ValidationError, whole: str = "(the whole line)") -> DatasetError:
    """The first thing that pydantic found wrong; `whole` names what was read, where no field of it is to blame."""
    first = error.errors()[0]
    field = ".".join(map(str, first["loc"])) or whole
    found = None if first["type"] == "missing" else first["input"]
    return damage(field, found, _expected(first["type"], first["msg"]), "Correct it.")


def parse(line: str) -> Record:
    """One line, checked for itself; whether its quotes fit the documents is not known here."""
    try:
        record = Record.model_validate_json(line)
    except ValidationError as error:
        raise refusal(error) from error
    for field, values in (("evidence", record.evidence), ("answers", record.answers)):
        if values and not record.answerable:
            raise damage("answerable", False, f"true, since {field} is not empty", "Correct one of the two.")
    if record.answerable and not record.evidence:
        raise damage("evidence", [], "evidence, since answerable is true", "Correct one of the two.")
    return record
