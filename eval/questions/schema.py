"""One line of a questions file: a JSON object with the fields of Record, validated. Knows nothing of documents."""

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
    """A value as messages show it: on one line, truncated where it is long."""
    text = repr(found)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("words")
    return text


Words = Annotated[str, AfterValidator(_not_blank)]
"""Text that is not blank."""


class _Strict(BaseModel):
    """No extra field, and no value converted to another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class QuoteRecord(_Strict):
    """Words of a document at the code point `start`, 0-based; without `start` they stand exactly once."""

    source: Words
    quote: Words
    start: Annotated[int, Field(ge=0)] | None = None


class ExchangeRecord(_Strict):
    """An earlier question of the conversation, with its answer."""

    question: Words
    answer: Words


class Record(_Strict):
    """A line as it is written. `evidence` is a list of nuggets, each a list of alternatives.

    `cluster` names what dependent questions have in common, such as an article.
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

    def line(self) -> str:
        """The record as a line of a questions file, without its end."""
        return self.model_dump_json(exclude_defaults=True)


def parse(line: str) -> Record:
    """One line, validated by itself; whether its quotes fit the documents is not known here."""
    try:
        record = Record.model_validate_json(line)
    except ValidationError as error:
        raise invalid(error) from error
    for field, values in (("evidence", record.evidence), ("answers", record.answers)):
        if values and not record.answerable:
            raise damage("answerable", False, f"true, since {field} is not empty", "Correct one of the two.")
    if record.answerable and not record.evidence:
        raise damage("evidence", [], "evidence, since answerable is true", "Correct one of the two.")
    return record


def invalid(error: ValidationError, whole: str = "(the whole line)") -> DatasetError:
    """The first error of a validation; `whole` names what was read, where no field of it is to blame."""
    first = error.errors()[0]
    missing = first["type"] == "missing"
    expected = {
        "missing": "a value",
        "extra_forbidden": "no field of this name",
        "too_short": "at least one alternative",
    }.get(first["type"], first["msg"].removeprefix("Input should be ").removeprefix("Value error, "))
    # Every line is a document of its own to the parser, so its "line 1" would mislead.
    expected = expected.replace("Invalid JSON:", "a JSON object:").replace(" at line 1 column", " at column")
    field = ".".join(map(str, first["loc"])) or whole
    return damage(field, None if missing else first["input"], expected, "Correct it.")
