"""A line of a questions file → a checked Record. Knows nothing of documents.

A line is one JSON object with exactly the fields of Record.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from index import QuotedError

Split = Literal["dev", "held"]
_SHOWN = 80


class DatasetError(QuotedError):
    """A questions file is damaged, or does not fit its documents."""


def damage(field: str, found: object, expected: str, remedy: str) -> DatasetError:
    """What is wrong with a field of a line; whoever knows the file and the line puts them before it."""
    shown = repr(found)
    shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
    return DatasetError(f"field {field}: found {shown}, expected {expected}. {remedy}")


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("words")
    return text


_Text = Annotated[str, AfterValidator(_filled)]


class _Strict(BaseModel):
    """No field more, none less, and no value taken for another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class QuoteRecord(_Strict):
    """Words that stand exactly once in a document."""

    source: _Text
    quote: _Text


class ExchangeRecord(_Strict):
    """An earlier question, with its answer."""

    question: _Text
    answer: _Text


class Record(_Strict):
    """A line as it is written. `evidence` is a list of needs, each a list of alternatives."""

    id: _Text
    kind: _Text
    split: Split
    question: _Text
    answerable: bool
    evidence: list[Annotated[list[QuoteRecord], Field(min_length=1)]]
    answers: list[_Text]
    history: list[ExchangeRecord]
    note: str


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


def parse(line: str) -> Record:
    """One line, checked for itself; whether its quotes fit the documents is not known here."""
    try:
        record = Record.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "(the whole line)"
        found = None if first["type"] == "missing" else first["input"]
        raise damage(field, found, _expected(first["type"], first["msg"]), "Correct it.") from error
    for field, values in (("evidence", record.evidence), ("answers", record.answers)):
        if values and not record.answerable:
            raise damage("answerable", False, f"true, since {field} is not empty", "Correct one of the two.")
    if record.answerable and not record.evidence:
        raise damage("evidence", [], "evidence, since answerable is true", "Correct one of the two.")
    return record
