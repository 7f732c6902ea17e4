"""Whether it is said that documents disagree where they do, and only there: conflicts are planted to see.

    python -m eval conflicts [--questions FILE] [--sources PATH]

For every question with one piece of evidence that holds an accepted answer, its document is copied
with another value in the place of the answer: a number moved, or a name for a name. The question
then has two answers; the questions about the rest of that document still have one, which both
copies give. Precision and recall are of the note that the sources disagree, with both values.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path, PurePosixPath

from eval.questions.dataset import Question, Quote
from eval.report.tables import shown
from eval.run.exits import exit_code
from eval.run.options import add_questions, collection_of
from eval.statistics.bootstrap import mean, ratio
from index import Document, open_index
from qa import Answer, Settings, ask

NOTE = "The sources disagree"
NAMES = ("Olaf Brandt", "Mirna Kovac", "Teo Lindqvist", "Ines Varga")
"""Names that a document hardly has."""
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"^[A-Z]\w+(?: [A-Z]\w+)*$")


@dataclass(frozen=True, slots=True)
class Planted:
    """A question, its document with another answer in it, and the two values."""

    question: Question
    quote: Quote
    document: Document
    copy: str
    values: tuple[str, str]


def planted(questions: Sequence[Question], documents: Mapping[str, Document]) -> Iterator[Planted]:
    """The conflicts that can be planted: one for every question that asks for a number or a name in one sentence."""
    names = cycle(NAMES)
    for question in questions:
        if len(question.nuggets) != 1 or question.history:
            continue
        quote = question.nuggets[0].alternatives[0]
        document = documents[quote.source]
        value = next((each for each in question.answers if each in quote.text), "")
        if other := _other(value, names):
            at = quote.start + quote.text.index(value)
            copy = document.text[:at] + other + document.text[at + len(value) :]
            yield Planted(question, quote, document, copy, (value, other))


def _other(value: str, names: Iterator[str]) -> str:
    """Another value of the same kind; "" where it is neither a number nor a name."""
    if _NUMBER.search(value):
        return _NUMBER.sub(lambda number: str(int(number[0]) + 3).zfill(len(number[0])), value)
    return next(names) if _NAME.match(value) else ""


def said(answer: Answer, values: Sequence[str] = ()) -> bool:
    """Whether an answer has the note, with these values in its quotes."""
    quotes = " ".join(citation.quote for citation in answer.citations)
    return any(note.startswith(NOTE) for note in answer.notes) and all(value in quotes for value in values)


def measure(conflicts: Sequence[Planted], documents: Mapping[str, Document]) -> Iterator[tuple[bool, bool | None]]:
    """Of each conflict: whether it is noted; whether a question beside it is, which has none; None: there is none."""
    for at, one in enumerate(conflicts):
        others = [each for each in conflicts if each.document == one.document and each.quote != one.quote]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name, "documents")
            texts = {source: document.text for source, document in documents.items()}
            copy = PurePosixPath(one.document.source)
            texts[copy.with_name(f"copy-{copy.name}").as_posix()] = one.copy
            for source, text in texts.items():
                path = folder / source
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8", newline="\n")
            settings = Settings(index_dir=Path(name, "index"))
            noted = said(ask(one.question.question, folder, settings=settings), one.values)
            beside = others[at % len(others)].question.question if others else ""
            yield noted, said(ask(beside, folder, settings=settings)) if beside else None
            open_index(folder, index_dir=settings.index_dir).close()


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval conflicts", description=(__doc__ or "").split("\n\n")[0])
    add_questions(parser)
    options = parser.parse_args(arguments)
    return exit_code(lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    chosen = collection_of(options)
    questions = chosen.questions.questions
    documents = {document.source: document for document in open_index(chosen.sources).documents()}
    found = list(measure(list(planted(questions, documents)), documents))
    noted = [float(planted) for planted, _ in found]
    beside = [None if other is None else float(other) for _, other in found]
    precision = ratio(noted, [a + (b or 0.0) for a, b in zip(noted, beside, strict=True)])
    sys.stdout.write(
        f"{len(found)} conflicts planted, and {sum(each is not None for each in beside)} questions asked beside them\n"
        f"noted where planted (recall)     {shown(mean(noted))}\n"
        f"noted where there is none        {shown(mean(beside))}\n"
        f"notes that are right (precision) {shown(precision)}\n"
    )
    return 0
