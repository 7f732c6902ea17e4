"""python -m eval rewriting FILE: what rewriting a follow-up question does for the search.

CANARD (Elgohary et al. 2019) has the questions of QuAC's conversations, each also as a person would
put it who knows nothing of the conversation. A row holds what was said before its question:

    {"History": [title, section, question, answer, question, answer, …], "QuAC_dialog_id",
     "Question_no": from 1, "Question", "Rewrite"}                                         one a line

The documents are the answers of all conversations, one file each; what a question has to find is
its own, which stands in the History of the next. It is searched for as typed, as this program
rewrites it after the turns before it, and as the person did. The person saw the title and section,
the program does not: people who ask it have said neither. That leaves out every first question, as
nobody could rewrite it from the turns, and those whose answer is missing or says nothing.

    regained@k = (ours - typed) / (person - typed), of recall@k

Draws in which the person's rewriting gains nothing leave it undefined. "Bent" is the share of the
people's rewrites that the program alters when they are asked in the middle of another conversation:
they start a new topic, and should be left as typed.

A conversation is "dev" or "test" by a hash of its id: rules may be made by looking at the first.
"""

import argparse
import hashlib
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from pydantic import Field

from eval.importers.reading import Layout, read_lines
from eval.questions.schema import Split, Words
from eval.report.tables import shown
from eval.run.exits import exit_code
from eval.statistics.bootstrap import Figure, figure, mean, quotient
from index import Snapshot, open_index
from qa import Settings, Turn, ask

CUTS = (1, 5, 10)
SPLITS: tuple[Split, ...] = ("dev", "test")
_SAYS_NOTHING = re.compile(r"\W*(?:|cannotanswer|(?:i )?(?:don'?t|do not) know)\W*", re.IGNORECASE)
_BEFORE_TURNS = 2
"""How many strings of a History are its title and section."""


class _Row(Layout):
    before: list[str] = Field(min_length=_BEFORE_TURNS, validation_alias="History")
    dialogue: Words = Field(validation_alias="QuAC_dialog_id")
    number: int = Field(ge=1, validation_alias="Question_no")
    question: Words = Field(validation_alias="Question")
    rewrite: Words = Field(validation_alias="Rewrite")

    @property
    def said(self) -> list[str]:
        return self.before[_BEFORE_TURNS:]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question after some turns, as a person rewrote it, and the answer that is to be found."""

    dialogue: str
    history: tuple[Turn, ...]
    question: str
    rewrite: str
    answer: str

    @property
    def split(self) -> Split:
        return SPLITS[hashlib.sha256(self.dialogue.encode()).digest()[-1] % 2]


@dataclass(frozen=True, slots=True)
class Ranks:
    """The rank of a question's answer by each of the queries; None where it is not among the hits."""

    dialogue: str
    split: Split
    typed: int | None
    ours: int | None
    person: int | None
    bent: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m eval rewriting", description="Measure what rewriting follow-up questions does for the search."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="CANARD, one JSON a line; may be gzipped")
    options = parser.parse_args(arguments)
    return exit_code(lambda: _run(options.file))


def _run(file: Path) -> int:
    sys.stdout.write(to_markdown(measure(*read_canard(file))))
    return 0


def read_canard(file: Path) -> tuple[list[FollowUp], list[str]]:
    """The questions that can be measured, and every answer once."""
    rows = sorted(read_lines(file, _Row), key=lambda row: (row.dialogue, row.number))
    answers: dict[str, list[str]] = {}
    for row in rows:  # the longest History comes last
        answers[row.dialogue] = row.said[1::2]
    collection = dict.fromkeys(answer for said in answers.values() for answer in said if _says_something(answer))
    return list(_follow_ups(rows, answers)), list(collection)


def _follow_ups(rows: Sequence[_Row], answers: Mapping[str, Sequence[str]]) -> Iterator[FollowUp]:
    for row in rows:
        own = answers[row.dialogue][row.number - 1 : row.number]
        turns = tuple(Turn(*turn) for turn in zip(row.said[::2], row.said[1::2], strict=False))
        if turns and own and _says_something(own[0]):
            yield FollowUp(row.dialogue, turns, row.question, row.rewrite, own[0])


def _says_something(answer: str) -> bool:
    return _SAYS_NOTHING.fullmatch(answer) is None


def measure(questions: Sequence[FollowUp], answers: Sequence[str]) -> list[Ranks]:
    """Search for the answer to every question, three times."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        sources = {answer: f"{number}.txt" for number, answer in enumerate(answers)}
        (folder / "answers").mkdir()
        for answer, source in sources.items():
            (folder / "answers" / source).write_text(answer, "utf-8")
        index = open_index(folder / "answers", index_dir=folder / "index")
        rewritten = Rewriter(folder)
        with closing(index), index.snapshot() as content:
            return [
                _ranks(one, sources[one.answer], _elsewhere(questions, at), content, rewritten)
                for at, one in enumerate(questions)
            ]


class Rewriter:
    """What the program makes of a question, asked by its public name of a document that is soon read."""

    def __init__(self, folder: Path) -> None:
        self._document, self._settings = folder / "document.txt", Settings(index_dir=folder / "document")
        self._document.write_text("Nothing.", "utf-8")

    def __call__(self, question: str, history: Sequence[Turn]) -> str:
        return ask(question, self._document, history, self._settings).standalone_question


def _elsewhere(questions: Sequence[FollowUp], at: int) -> Sequence[Turn]:
    """The turns of the next question, around again, that another conversation has."""
    others = (questions[(at + step) % len(questions)] for step in range(len(questions)))
    return next((one.history for one in others if one.dialogue != questions[at].dialogue), ())


def _ranks(one: FollowUp, source: str, elsewhere: Sequence[Turn], index: Snapshot, rewritten: Rewriter) -> Ranks:
    queries = (one.question, rewritten(one.question, one.history), one.rewrite)
    typed, ours, person = (_rank(index, query, source) for query in queries)
    return Ranks(one.dialogue, one.split, typed, ours, person, rewritten(one.rewrite, elsewhere) != one.rewrite)


def _rank(index: Snapshot, query: str, source: str) -> int | None:
    sources = [hit.chunk.source for hit in index.search(query, max(CUTS))]
    return sources.index(source) + 1 if source in sources else None


def recall(ranks: Sequence[int | None], cut: int, dialogues: Sequence[str]) -> Figure:
    """The share of the questions whose answer is among the first `cut` hits."""
    return mean(_found(ranks, cut), dialogues)


def regained(ranks: Sequence[Ranks], cut: int) -> Figure:
    """(ours - typed) / (person - typed), of recall; undefined where the person's gains nothing."""
    typed, ours, person = (
        np.array(_found([getattr(one, query) for one in ranks], cut)) for query in ("typed", "ours", "person")
    )
    counts = np.ones(len(ranks), bool)
    return figure(
        lambda weights: quotient(weights @ (ours - typed), weights @ (person - typed)),
        counts,
        [one.dialogue for one in ranks],
    )


def _found(ranks: Sequence[int | None], cut: int) -> list[float]:
    return [float(rank is not None and rank <= cut) for rank in ranks]


def to_markdown(ranks: Sequence[Ranks]) -> str:
    """A table of each half, with 95 % bootstrap intervals over conversations."""
    return "\n".join(_half(split, [one for one in ranks if one.split == split]) for split in SPLITS)


def _half(split: Split, ranks: Sequence[Ranks]) -> str:
    dialogues = [one.dialogue for one in ranks]
    lines = [
        f"{split}: {len(ranks)} questions of {len(set(dialogues))} conversations\n",
        f"| | {' | '.join(f'recall@{cut}' for cut in CUTS)} |",
        "| --- | --- | --- | --- |",
    ]
    for name, query in (("as typed", "typed"), ("ours", "ours"), ("a person's", "person")):
        by_query = [getattr(one, query) for one in ranks]
        lines.append(f"| {name} | {' | '.join(shown(recall(by_query, cut, dialogues)) for cut in CUTS)} |")
    lines.append(f"| regained | {' | '.join(shown(regained(ranks, cut)) for cut in CUTS)} |")
    bent = shown(mean([float(one.bent) for one in ranks], dialogues))
    return "\n".join(lines) + f"\n\nNew topics bent: {bent}\n"
