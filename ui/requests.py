"""What the page asks for, one model an event. It comes from a browser, so all of it is checked."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from ui.conversations import Verdict

Id = Annotated[str, Field(max_length=64, pattern=r"^[0-9a-f]*$")]
Words = Annotated[str, Field(max_length=4000)]
"""More than is ever answered, so that a question too long is refused and not cut off."""
Source = Annotated[str, Field(max_length=4096)]
Number = Annotated[int, Field(ge=0, lt=10**9)]
Token = Annotated[str, Field(min_length=16, max_length=64, pattern=r"^[0-9a-f]*$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class State(_Strict):
    """How far the look at the files is."""

    event: Literal["state"]


class Turns(_Strict):
    """The turns of a conversation after one of them; `conversation` is "" for a new one."""

    event: Literal["turns"]
    conversation: Id
    after: Number = 0


class Ask(_Strict):
    """A question. `token` names it; the same one again is the same question again."""

    event: Literal["ask"]
    conversation: Id
    after: Number
    question: Words
    token: Token
    only: list[Source] | None = None
    max_error: Annotated[float, Field(gt=0, lt=1)] | None = None


class SoFar(_Strict):
    """The sentences that there are of an answer which is being written."""

    event: Literal["so-far"]
    token: Token


class Related(_Strict):
    """Questions to go on with after an answer."""

    event: Literal["related"]
    conversation: Id
    turn: Number


class Cite(_Strict):
    """The document of a citation."""

    event: Literal["cite"]
    conversation: Id
    turn: Number
    marker: Number


class Segment(_Strict):
    """More of a document, from an offset on or up to it; marked as a citation of it is, if one is named."""

    event: Literal["segment"]
    document: Id
    at: Number
    before: bool
    conversation: Id = ""
    turn: Number = 0
    marker: Number = 0


class Read(_Strict):
    """A document from its beginning, or from its end."""

    event: Literal["read"]
    document: Id
    end: bool = False


class Documents(_Strict):
    """The list of the documents."""

    event: Literal["documents"]


class Look(_Strict):
    """The files are to be looked at again."""

    event: Literal["look"]


class Delete(_Strict):
    """A file of one's own is to be deleted."""

    event: Literal["delete"]
    source: Source


class List(_Strict):
    """The conversations that hold some words."""

    event: Literal["list"]
    words: Words = ""
    current: Id = ""


class Rename(_Strict):
    """A conversation gets another name."""

    event: Literal["rename"]
    conversation: Id
    name: Words


class Forget(_Strict):
    """A conversation is to be deleted."""

    event: Literal["forget"]
    conversation: Id


class Judge(_Strict):
    """An answer is right, or wrong and why; where the person has marked the right passage, its place."""

    event: Literal["judge"]
    conversation: Id
    turn: Number
    verdict: Verdict
    reason: Words = ""
    document: Id = ""
    start: Number = 0
    end: Number = 0


Request = Annotated[
    State
    | Turns
    | Ask
    | SoFar
    | Related
    | Cite
    | Segment
    | Read
    | Documents
    | Look
    | Delete
    | List
    | Rename
    | Forget
    | Judge,
    Field(discriminator="event"),
]
REQUEST: TypeAdapter[Request] = TypeAdapter(Request)
