"""MultiHop-RAG (Tang and Yang 2024): questions whose evidence stands in several news articles.

    MultiHopRAG.json    [{"query", "answer", "question_type", "evidence_list": [{"fact", "url"}]}]
    corpus.json         [{"title", "source", "published_at", "url", "body"}]           beside it

Every article becomes a document that begins with its title, source and date, since the questions
name them. Each fact is a need. The articles do not answer the "null_query" questions.
"""

from collections.abc import Iterator
from pathlib import Path

from eval.importers.places import mentions, quotes
from eval.importers.reading import Layout, read_json
from eval.importers.writing import Documents, Prepared, draw, plain, write
from eval.records import QuoteRecord, Record, Words

_UNANSWERABLE = "null_query"


class _Article(Layout):
    title: str
    source: str
    published_at: str
    url: str
    body: str

    @property
    def text(self) -> str:
        return plain(f"{self.title}\n\n{self.source}, {self.published_at}\n\n{self.body}")


class _Fact(Layout):
    fact: Words
    url: str


class _Asked(Layout):
    query: Words
    answer: Words
    question_type: Words
    evidence_list: list[_Fact]


def write_multihop(file: Path, out: Path, *, limit: int | None = None, seed: int = 0) -> Prepared:
    """Write the articles and `limit` of the questions; those with a fact that its article does not say are left out."""
    documents, articles = Documents(), read_json(file.with_name("corpus.json"), list[_Article])
    texts = {article.url: article.text for article in articles}
    names = {
        article.url: documents.add(article.text, f"{number:04d}-{article.title}")
        for number, article in enumerate(articles)
    }
    asked = read_json(file, list[_Asked])
    records = list(_records(asked, texts, names))
    return write(out, documents, draw(records, limit, seed), origin=file, left_out=len(asked) - len(records))


def _records(asked: list[_Asked], texts: dict[str, str], names: dict[str, str]) -> Iterator[Record]:
    for number, one in enumerate(asked):
        answerable = one.question_type != _UNANSWERABLE
        needs = [_places(fact, texts, names) for fact in one.evidence_list if answerable]
        if all(needs) and bool(needs) == answerable:
            yield Record(
                id=f"multihop-{number:04d}",
                question=one.query,
                answerable=answerable,
                evidence=needs,
                kind=one.question_type.removesuffix("_query"),
                answers=[one.answer] if answerable else [],
            )


def _places(fact: _Fact, texts: dict[str, str], names: dict[str, str]) -> list[QuoteRecord]:
    """Where the fact stands in its article; nowhere, where the corpus has no such article."""
    text = texts.get(fact.url, "")
    return quotes(names.get(fact.url, ""), text, mentions(text, fact.fact))
