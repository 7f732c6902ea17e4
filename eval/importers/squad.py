"""SQuAD 1.1 and 2.0 (Rajpurkar et al. 2016, 2018), and any other set in their layout.

    {"data": [{"title", "paragraphs": [{"context", "qas": [{"id", "question", "is_impossible",
     "answers": [{"text", "answer_start"}]}]}]}]}

Each paragraph becomes a document, in a folder for its article. The annotators' answers are
alternatives of one nugget. The questions of an article are one cluster.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.importers.reading import Layout, read_json
from eval.importers.writing import ALL, Choice, Documents, Prepared, draw, plain, write
from eval.questions.schema import DatasetError, QuoteRecord, Record, Words, shown


class _Answer(Layout):
    text: Words
    answer_start: int


class _Asked(Layout):
    id: Words
    question: Words
    answers: tuple[_Answer, ...] = ()
    is_impossible: bool = False


class _Paragraph(Layout):
    context: str
    qas: list[_Asked]


class _Article(Layout):
    title: str
    paragraphs: list[_Paragraph]


class _Squad(Layout):
    data: list[_Article]


def write_squad(file: Path, out: Path, choice: Choice = ALL) -> Prepared:
    """Write the paragraphs of the articles chosen, and their questions; those of other articles are not written."""
    documents = Documents()
    records = list(_records(file, choice.articles or slice(None), documents))
    if choice.distractors is not None:
        add_distractors(choice.distractors, documents)
    return write(out, documents, draw(records, choice), origin=file)


def add_distractors(file: Path, documents: Documents) -> None:
    """The paragraphs of a file in this layout, without their questions."""
    for article in _articles(file):
        for number, paragraph in enumerate(article.paragraphs):
            documents.add(paragraph.context, "distractors", article.title, f"{number:04d}")


def _articles(file: Path) -> Sequence[_Article]:
    return sorted(read_json(file, _Squad).data, key=lambda article: article.title)


def _records(file: Path, chosen: slice, documents: Documents) -> Iterator[Record]:
    """The questions of the chosen articles, whose paragraphs are added to the documents."""
    for at, article in list(enumerate(_articles(file)))[chosen]:
        for number, paragraph in enumerate(article.paragraphs):
            source = documents.add(paragraph.context, f"{at:03d}-{article.title}", f"{number:04d}")
            for asked in paragraph.qas:
                try:
                    yield _record(asked, source, plain(paragraph.context), article.title)
                except DatasetError as error:
                    raise DatasetError(f"{file}, question {shown(asked.id)}: {error}") from error


def _record(asked: _Asked, source: str, text: str, title: str) -> Record:
    """One question; its evidence is every distinct place that an annotator marked."""
    answers = () if asked.is_impossible else asked.answers
    if not answers and not asked.is_impossible:
        raise DatasetError("answers: found none, expected one or more, or is_impossible true. Correct one of the two.")
    marked = {(answer.answer_start, plain(answer.text)): None for answer in answers}
    for start, words in marked:
        if start < 0 or not text.startswith(words, start):
            expected = f"{shown(words)}, the answer, at its answer_start {start}"
            found = shown(text[max(start, 0) : max(start, 0) + len(words)])
            raise DatasetError(f"context: found {found}, expected {expected}. Correct the answer or its start.")
    alternatives = [QuoteRecord(source=source, quote=words, start=start) for start, words in marked]
    return Record(
        id=asked.id,
        question=asked.question,
        answerable=bool(answers),
        evidence=[alternatives] if alternatives else [],
        kind="answerable" if answers else "impossible",
        answers=list(dict.fromkeys(answer.text for answer in answers)),
        cluster=title,
    )
