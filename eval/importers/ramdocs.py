"""RAMDocs (Wang et al. 2025): ambiguous questions, over documents that are right, wrong or beside the point.

    {"question", "gold_answers": [text], "documents": [{"text", "type", "answer"}]}        one a line

Each question is asked over its own documents alone, so each has a folder of its own. Each gold
answer is a nugget: it is found wherever a document typed "correct" says it, and a wrong document's
words are never evidence. Gold answers that no document gives are not asked for; a question without
any other is one that its documents do not answer.
"""

from collections.abc import Sequence
from pathlib import Path

from eval.importers.places import mentions, quotes, sentences
from eval.importers.reading import Layout, read_lines
from eval.importers.writing import ALL, Choice, Documents, Prepared, draw, plain, write
from eval.questions.schema import QuoteRecord, Record, Words


class _Text(Layout):
    text: str
    type: str
    answer: str

    @property
    def plain(self) -> str:
        return plain(self.text)


class _Asked(Layout):
    question: Words
    gold_answers: list[Words]
    documents: list[_Text]


def write_ramdocs(file: Path, out: Path, choice: Choice = ALL) -> tuple[Prepared, ...]:
    """Write the questions, each with its documents in a folder of its own."""
    pools, records = {}, []
    for number, asked in enumerate(read_lines(file, _Asked)):
        record, pools[record.id] = _record(asked, f"ramdocs-{number:03d}")
        records.append(record)
    return tuple(write(out / one.id, pools[one.id], [one], origin=file) for one in draw(records, choice))


def _record(asked: _Asked, name: str) -> tuple[Record, Documents]:
    documents = Documents()
    placed = [(documents.add(text.text, f"{at:02d}"), text) for at, text in enumerate(asked.documents)]
    correct = [(source, text) for source, text in placed if text.type == "correct"]
    found = {answer: _places(answer, correct) for answer in dict.fromkeys(asked.gold_answers)}
    given = [answer for answer, places in found.items() if places]
    misled = any(text.type == "misinfo" for text in asked.documents)
    record = Record(
        id=name,
        question=asked.question,
        answerable=bool(given),
        evidence=[found[answer] for answer in given],
        kind=_kind(len(given), misled),
        answers=given,
        cluster=name,
    )
    return record, documents


def _places(answer: str, correct: Sequence[tuple[str, _Text]]) -> list[QuoteRecord]:
    """Where the documents say the answer; any sentence of those that are said to give it, where none does literally."""
    said = [quotes(source, text.plain, mentions(text.plain, answer)) for source, text in correct]
    if not any(said):
        said = [quotes(source, text.plain, sentences(text.plain)) for source, text in correct if text.answer == answer]
    return [quote for places in said for quote in places]


def _kind(answers: int, misled: bool) -> str:
    several = "no answer" if answers == 0 else "one answer" if answers == 1 else "several answers"
    return f"{several}, misinformation" if misled else several
