"""A questions file and its documents → Questions whose gold quotes are spans of the documents.

A quote says where it starts, or stands exactly once in its document, so that it means one span; a
document that has changed makes its quotes stale: an error here rather than a wrong figure later. How a line is
written is in `eval/questions/schema.py`. Knows nothing of answers.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from eval.questions.schema import DatasetError, QuoteRecord, Record, Split, damage, parse, shown
from index import Document, QuotedError, open_document

SEEDS_QUESTIONS = Path(__file__).with_name("seeds.jsonl")
"""The questions about the documents that ship with the project."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Gold evidence: `document.text[start:end] == text`; 0-based code points."""

    source: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Nugget:
    """A piece of evidence that an answer needs; any one of the alternatives will do."""

    alternatives: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier question of the same conversation, with the answer it got."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what a right answer rests on.

    `nuggets` are empty exactly where the documents do not answer. "test" questions are held back
    from development: nobody looks at them one by one. `answers` are short accepted strings.
    Questions of one `cluster` are not independent of each other; where the file names none it is the
    document of the first gold quote, or the question itself.
    """

    id: str
    kind: str
    split: Split
    question: str
    nuggets: tuple[Nugget, ...]
    answers: tuple[str, ...]
    history: tuple[Exchange, ...]
    note: str
    cluster: str

    @property
    def answerable(self) -> bool:
        """Whether the documents hold an answer."""
        return bool(self.nuggets)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of one file; `sha256` is the file's, so that two runs know they asked the same."""

    name: str
    sha256: str
    questions: tuple[Question, ...]

    def only(self, split: Split) -> "QuestionSet":
        """The questions of one split. Raises DatasetError where it has none."""
        chosen = tuple(question for question in self.questions if question.split == split)
        if not chosen:
            raise DatasetError(
                f"{self.name}: expected questions of the split {split!r}, found none. Ask another split."
            )
        return replace(self, questions=chosen)


def load_questions(path: str | Path = SEEDS_QUESTIONS, sources: str | Path | None = None) -> QuestionSet:
    """The questions of a file, each quote found in the documents of `sources`.

    Raises DatasetError with the file, the line and the field of the first damage found.
    """
    data, lines = _read(Path(path))
    open_once = cache(lambda source: open_document(source, sources))
    questions: dict[str, Question] = {}
    for number, line in enumerate(lines, start=1):
        try:
            question = _question(parse(line), open_once)
            if question.id in questions:
                raise damage("id", question.id, "an id that no line before has", "Rename it.")
        except DatasetError as error:
            raise DatasetError(f"{path}, line {number}, {error}") from error
        questions[question.id] = question
    return QuestionSet(Path(path).name, hashlib.sha256(data).hexdigest(), tuple(questions.values()))


def _read(path: Path) -> tuple[bytes, list[str]]:
    """A file's bytes and its lines. JSON strings may hold U+2028 and the like, so only "\\n" ends a line."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except OSError as error:
        raise DatasetError(f"{path} cannot be read ({error.strerror}). Name a file of questions.") from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DatasetError(f"{path}, line {line}: expected UTF-8, found {error.reason}. Save it as UTF-8.") from error
    if not text.strip():
        raise DatasetError(f"{path}: expected a question on every line, found none. Add questions.")
    return data, text.removesuffix("\n").split("\n")


def _question(record: Record, open_once: Callable[[str], Document]) -> Question:
    """A record with its quotes found in their documents."""
    nuggets = []
    for at, nugget in enumerate(record.evidence):
        fields = [f"evidence.{at}.{number}" for number in range(len(nugget))]
        nuggets.append(
            Nugget(tuple(_find(quote, field, open_once) for field, quote in zip(fields, nugget, strict=True)))
        )
    return Question(
        id=record.id,
        kind=record.kind,
        split=record.split,
        question=record.question,
        nuggets=tuple(nuggets),
        answers=tuple(record.answers),
        history=tuple(Exchange(turn.question, turn.answer) for turn in record.history),
        note=record.note,
        cluster=record.cluster or (nuggets[0].alternatives[0].source if nuggets else record.id),
    )


def _find(quote: QuoteRecord, field: str, open_once: Callable[[str], Document]) -> Quote:
    """The one place that a quote means."""
    try:
        text = open_once(quote.source).text
    except QuotedError as error:
        raise damage(f"{field}.source", quote.source, "a readable document", str(error)) from error
    first = text.find(quote.quote)
    start = first if quote.start is None else quote.start
    if first < 0:
        expected = f"words that stand in {quote.source}"
        raise damage(f"{field}.quote", quote.quote, expected, "The quote is stale: copy it from the document again.")
    if not text.startswith(quote.quote, start):
        expected = f"a place in {quote.source} where {shown(quote.quote)} stands"
        raise damage(f"{field}.start", start, expected, f"The quote is stale: it stands at {first} first.")
    if quote.start is None and text.find(quote.quote, first + 1) >= 0:
        expected = f"words that stand once in {quote.source}"
        remedy = "The quote is ambiguous: make it longer, or say its start."
        raise damage(f"{field}.quote", quote.quote, expected, remedy)
    return Quote(quote.source, quote.quote, start, start + len(quote.quote))
