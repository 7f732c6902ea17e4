"""MTRAG and MTRAG-UN (Katsis et al. 2025; Rosenthal et al. 2026): the last question of a conversation.

    {"task_id", "conversation_id", "input": [{"speaker", "text"}], "answerability": [class],
     "contexts": [{"document_id", "title", "text"}]}                                       one a line

The passages of all tasks become documents. Which words of them answer is not known, so any sentence
of a question's passages is evidence. ANSWERABLE and PARTIAL questions are answerable; the others are
not, those among them that should be asked back about too: saying nothing is the nearest to it.
The questions of a conversation are one cluster.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field

from eval.importers.places import quotes, sentences
from eval.importers.reading import Layout, read_lines
from eval.importers.writing import ALL, Choice, Documents, Prepared, draw, plain, write
from eval.questions.schema import ExchangeRecord, Record, Words


class _Passage(Layout):
    document_id: str
    title: str = ""
    text: str


class _Turn(Layout):
    speaker: Literal["user", "agent"]
    text: Words


class _Task(Layout):
    task_id: Words
    conversation_id: str
    input: list[_Turn] = Field(min_length=1)
    contexts: list[_Passage]
    answerability: list[Words] = Field(min_length=1, validation_alias=AliasChoices("answerability", "Answerability"))

    @property
    def answerable(self) -> bool:
        return self.answerability[0] in ("ANSWERABLE", "PARTIAL")


def write_mtrag(file: Path, out: Path, choice: Choice = ALL) -> Prepared:
    """Write all passages and the questions; answerable ones without a passage are left out."""
    documents, tasks = Documents(), read_lines(file, _Task)
    records = list(_records(tasks, documents))
    return write(out, documents, draw(records, choice), origin=file, left_out=len(tasks) - len(records))


def _records(tasks: Sequence[_Task], documents: Documents) -> Iterator[Record]:
    for task in tasks:
        alternatives = []
        for passage in task.contexts:
            text = plain(passage.text)
            source = documents.add(text, passage.document_id)
            # Many passages begin with the title of their page, which answers nothing.
            title = len(passage.title) if text.startswith(passage.title) else 0
            alternatives += quotes(source, text, [span for span in sentences(text) if span[0] >= title])
        if bool(alternatives) or not task.answerable:
            yield Record(
                id=task.task_id,
                question=task.input[-1].text,
                answerable=task.answerable,
                evidence=[alternatives] if task.answerable else [],
                kind=task.answerability[0].lower(),
                history=_history(task.input[:-1]),
                cluster=task.conversation_id,
            )


def _history(turns: Sequence[_Turn]) -> list[ExchangeRecord]:
    """Each question with the answer that follows it."""
    return [
        ExchangeRecord(question=asked.text, answer=said.text)
        for asked, said in pairwise(turns)
        if (asked.speaker, said.speaker) == ("user", "agent")
    ]
