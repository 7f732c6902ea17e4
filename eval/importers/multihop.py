"""MultiHop-RAG (Tang and Yang 2024): questions whose evidence stands in several news articles.

    MultiHopRAG.json    [{"query", "answer", "question_type", "evidence_list": [{"fact", "url"}]}]
    corpus.json         [{"title", "source", "published_at", "url", "body"}]           beside it

or a part of it without the articles, whose facts then are their text:

    {"queries": {"queries": [{"id", "question", "question_type"}]},
     "ground_truth": {id: {"answer", "evidence_list": [{"fact", "url", "title", "source", "published_at"}]}}}

Every article becomes a document that begins with its title, source and date, since the questions
name them. Each fact is a nugget. The articles do not answer the "null_query" questions.
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from eval.importers.places import mentions, quotes
from eval.importers.reading import Layout, read_bytes, read_json
from eval.importers.squad import add_distractors
from eval.importers.writing import ALL, Choice, Documents, Prepared, draw, plain, write
from eval.questions.schema import QuoteRecord, Record, Words

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


class _FactOf(_Fact):
    title: str
    source: str
    published_at: str


class _Query(Layout):
    id: str
    question: Words
    question_type: Words


class _Queries(Layout):
    queries: list[_Query]


class _Truth(Layout):
    answer: Words
    evidence_list: list[_FactOf]


class _Excerpt(Layout):
    queries: _Queries
    ground_truth: dict[str, _Truth]


def write_multihop(file: Path, out: Path, choice: Choice = ALL) -> Prepared:
    """Write the articles and the questions; those with a fact that its article does not say are left out."""
    documents, (asked, articles) = Documents(), _read(file)
    texts = {article.url: article.text for article in articles}
    names = {
        article.url: documents.add(article.text, f"{number:04d}-{article.title}")
        for number, article in enumerate(articles)
    }
    if choice.distractors is not None:
        add_distractors(choice.distractors, documents)
    records = list(_records(asked, texts, names))
    return write(out, documents, draw(records, choice), origin=file, left_out=len(asked) - len(records))


def _read(file: Path) -> tuple[list[_Asked], list[_Article]]:
    """The questions and the articles, from either layout."""
    if not read_bytes(file).lstrip().startswith(b"{"):
        return read_json(file, list[_Asked]), read_json(file.with_name("corpus.json"), list[_Article])
    excerpt = read_json(file, _Excerpt)
    truths = excerpt.ground_truth
    asked = [
        _Asked(
            query=one.question,
            answer=truths[one.id].answer,
            question_type=one.question_type,
            evidence_list=list(truths[one.id].evidence_list),
        )
        for one in excerpt.queries.queries
        if one.id in truths
    ]
    bodies: dict[str, dict[str, _FactOf]] = {}
    for fact in chain.from_iterable(truth.evidence_list for truth in truths.values()):
        bodies.setdefault(fact.url, {})[fact.fact] = fact
    return asked, [_article(url, list(facts.values())) for url, facts in bodies.items()]


def _article(url: str, facts: list[_FactOf]) -> _Article:
    """What is known of an article: its head, and the facts that the questions need."""
    body = "\n\n".join(fact.fact for fact in facts)
    first = facts[0]
    return _Article(title=first.title, source=first.source, published_at=first.published_at, url=url, body=body)


def _records(asked: list[_Asked], texts: dict[str, str], names: dict[str, str]) -> Iterator[Record]:
    for number, one in enumerate(asked):
        answerable = one.question_type != _UNANSWERABLE
        nuggets = [_places(fact, texts, names) for fact in one.evidence_list if answerable]
        if all(nuggets) and bool(nuggets) == answerable:
            yield Record(
                id=f"multihop-{number:04d}",
                question=one.query,
                answerable=answerable,
                evidence=nuggets,
                kind=one.question_type.removesuffix("_query"),
                answers=[one.answer] if answerable else [],
            )


def _places(fact: _Fact, texts: dict[str, str], names: dict[str, str]) -> list[QuoteRecord]:
    """Where the fact stands in its article; nowhere, where the corpus has no such article."""
    text = texts.get(fact.url, "")
    return quotes(names.get(fact.url, ""), text, mentions(text, fact.fact))
