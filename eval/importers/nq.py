"""Natural Questions (Kwiatkowski et al. 2019) with the passage that answers, as Liu et al. 2023 publish it.

    {"question", "answers": [text], "ctxs": [{"title", "text", "isgold"}]}        one a line

Every passage becomes a document. Evidence is wherever the gold passage says one of the answers; so
it may also stand where the words mean something else. Questions on one article are one cluster.
"""

from collections.abc import Iterator
from pathlib import Path

from eval.importers.places import mentions, quotes
from eval.importers.reading import Layout, read_lines
from eval.importers.writing import ALL, Choice, Documents, Prepared, draw, plain, write
from eval.questions.schema import QuoteRecord, Record, Words


class _Passage(Layout):
    title: str
    text: str
    isgold: bool = True


class _Asked(Layout):
    question: Words
    answers: list[Words]
    ctxs: list[_Passage]


def write_nq(file: Path, out: Path, choice: Choice = ALL) -> Prepared:
    """Write a file's passages and its questions; those whose passage says no answer are left out."""
    documents, asked = Documents(), read_lines(file, _Asked)
    records = list(_records(asked, documents))
    return write(out, documents, draw(records, choice), origin=file, left_out=len(asked) - len(records))


def _records(asked: list[_Asked], documents: Documents) -> Iterator[Record]:
    for number, one in enumerate(asked):
        alternatives: list[QuoteRecord] = []
        for passage in one.ctxs:
            text = plain(f"{passage.title}\n\n{passage.text}")
            source = documents.add(text, f"{number:04d}-{passage.title}")
            body = [span for answer in one.answers for span in mentions(text, answer) if span[0] > len(passage.title)]
            alternatives += quotes(source, text, body) if passage.isgold else []
        if alternatives:
            yield Record(
                id=f"nq-{number:04d}",
                question=one.question,
                answerable=True,
                evidence=[alternatives],
                kind="search",
                answers=one.answers,
                cluster=next(passage.title for passage in one.ctxs if passage.isgold),
            )
