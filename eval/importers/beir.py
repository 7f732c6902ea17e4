"""A folder in BEIR's layout (Thakur et al. 2021): passages, queries, and which passages are relevant.

    corpus.jsonl      {"_id", "title", "text"}            one a line
    queries.jsonl     {"_id", "text"}                     one a line
    qrels/test.tsv    query-id, corpus-id, score          after a line with these names

Every passage becomes a document. Each relevant passage is a nugget, so that recall@k and nDCG@k count
passages as BEIR does, and any sentence of it is evidence, however long it is. Whether an answer is
right is more than such a set can say.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import Field

from eval.importers.places import quotes, sentences
from eval.importers.reading import Layout, read_bytes, read_lines
from eval.importers.writing import ALL, Choice, Documents, Prepared, draw, plain, write
from eval.questions.schema import DatasetError, Record, Words, shown

QRELS = Path("qrels", "test.tsv")


class _Passage(Layout):
    id: Words = Field(validation_alias="_id")
    title: str | None = None
    text: str

    @property
    def whole(self) -> str:
        return plain(f"{self.title}\n\n{self.text}" if self.title else self.text)


class _Query(Layout):
    id: Words = Field(validation_alias="_id")
    text: Words


def write_beir(folder: Path, out: Path, choice: Choice = ALL) -> Prepared:
    """Write all passages and the queries; queries without a relevant passage are left out."""
    documents = Documents()
    texts = {passage.id: passage.whole for passage in read_lines(folder / "corpus.jsonl", _Passage)}
    sources = {name: documents.add(text, name) for name, text in texts.items()}
    relevant = _relevant(folder / QRELS)
    missing = next((name for names in relevant.values() for name in names if name not in texts), None)
    if missing is not None:
        raise DatasetError(f"{folder / QRELS}: found the passage {shown(missing)}, expected one of corpus.jsonl.")
    queries = [query for query in read_lines(folder / "queries.jsonl", _Query) if query.id in relevant]
    asked = [(query, {sources[name]: texts[name] for name in relevant[query.id]}) for query in queries]
    records = list(_records(asked))
    return write(out, documents, draw(records, choice), origin=folder, left_out=len(asked) - len(records))


def _records(asked: Sequence[tuple[_Query, dict[str, str]]]) -> Iterator[Record]:
    for query, passages in asked:
        nuggets = [quotes(source, text, sentences(text)) for source, text in passages.items()]
        if any(nuggets):
            evidence = [nugget for nugget in nuggets if nugget]
            yield Record(id=query.id, question=query.text, answerable=True, evidence=evidence, kind="retrieval")


def _relevant(file: Path) -> dict[str, list[str]]:
    """The relevant passages of each query that has judgements; none, where all of them are 0 or less."""
    found: dict[str, list[str]] = defaultdict(list)
    lines = read_bytes(file).decode("utf-8", "replace").split("\n")
    for number, row in enumerate(csv.reader(lines[1:], delimiter="\t"), start=2):
        if not row:
            continue
        try:
            query, passage, score = row
            found[query] += [passage] if int(score) > 0 else []
        except ValueError as error:
            expected = "a query, a passage and a whole number between tabs"
            raise DatasetError(f"{file}, line {number}: found {shown(row)}, expected {expected}.") from error
    return found
