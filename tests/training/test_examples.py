import gzip
import json
import random
from pathlib import Path

import pytest

from training.examples import (
    AGAIN,
    NEGATIVES,
    PARAPHRASED,
    Wordings,
    article_groups,
    calibration_articles,
    clean_articles,
    natural_questions,
    training_articles,
)


def paragraph(context: str, *questions: tuple[str, str]) -> dict:
    def qa(question: str, answer: str) -> dict:
        answers = [{"text": answer, "answer_start": context.index(answer)}] if answer else []
        return {"question": question, "answers": answers, "is_impossible": not answer}

    return {"context": context, "qas": [qa(*each) for each in questions]}


BRIDGE = "The bridge over the Aller opened in 1998. Ada Lund designed it for the county of Verden."
ARTICLE = {
    "title": "Bridges",
    "paragraphs": [
        paragraph(BRIDGE, ("Who  designed the bridge over the Aller?", "Ada Lund"), ("Who burnt the bridge down?", "")),
        paragraph("Bread needs a hot oven and time.", ("What does bread need?", "a hot oven")),
        paragraph("The ferry over the Aller stopped in 1999.", ("When did the ferry stop?", "1999")),
    ],
}
OTHER = {
    "title": "Rivers",
    "paragraphs": [paragraph("Ada Lund never saw the Aller.", ("Who never saw it?", "Ada Lund"))],
}


@pytest.fixture(scope="module")
def groups():
    return [group for seed in range(20) for group in article_groups([ARTICLE, OTHER], Wordings(random.Random(seed)))]


def test_the_positive_comes_first_and_its_span_is_the_answer(groups):
    answered = [group for group in groups if group[0].span]
    assert {group[0].text[slice(*group[0].span)] for group in answered} == {"Ada Lund", "a hot oven", "1999"}
    assert all(example.span is None for group in answered for example in group[1:])
    assert all(len(group) <= 1 + NEGATIVES for group in answered)


def test_no_negative_holds_the_answer(groups):
    for group in groups:
        if group[0].span:
            answer = group[0].text[slice(*group[0].span)].lower()
            assert all(answer not in example.text.lower() for example in group[1:])


def test_an_unanswerable_question_brings_a_chunk_of_its_own_paragraph(groups):
    burnt = [group for group in groups if "burnt" in group[0].question]
    assert burnt
    assert all(len(group) == 1 and group[0].span is None and group[0].text == BRIDGE for group in burnt)


def test_swapped_questions_come_with_the_chunk_that_no_longer_answers(groups):
    swapped = [group for group in groups if group[0].span is None and "burnt" not in group[0].question]
    assert swapped
    assert all(len(group) == 1 for group in swapped)


def test_a_question_in_other_words_has_the_same_answer():
    others = {"What does bread need?": "Which thing must a loaf have?"}
    found = list(article_groups([OTHER, ARTICLE], Wordings(random.Random(0), paraphrases=others)))
    bread = [group[0] for group in found if group[0].span and "hot oven" in group[0].text]
    assert len(bread) == 1 + PARAPHRASED // AGAIN
    assert {each.text[slice(*each.span)] for each in bread} == {"a hot oven"}


def test_where_there_are_paraphrases_an_article_that_comes_once_keeps_part_of_its_own_questions():
    wordings = Wordings(random.Random(0), paraphrases={"Who else?": "Which other person?"})
    own = [wordings.of("Who was it?", again=False) for _ in range(200)]
    assert 0 < sum(map(len, own)) < 200
    assert all(wordings.of("Who was it?", again=True) == ["Who was it?"] for _ in range(50))


def squad(path: Path, titles: range) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(
        gzip.compress(json.dumps({"data": [{"title": f"{at:03d}", "paragraphs": []} for at in titles]}).encode())
    )


def test_no_article_is_used_twice(tmp_path):
    squad(tmp_path / "squad/squad1-train.json.gz", range(100, 150))
    squad(tmp_path / "squad/squad2-dev-open.json.gz", range(18))
    parts = [
        {article["title"] for article in articles(tmp_path)}
        for articles in (training_articles, calibration_articles, clean_articles)
    ]
    assert sum(map(len, parts)) == len(set.union(*parts)) == 68
    assert parts[2] == {"002", "006", "010", "014"}


def test_natural_questions_have_their_passage(tmp_path):
    (tmp_path / "retrieval").mkdir()
    rows = [
        {"question": "who designed it", "answers": ["X", "Ada Lund"], "ctxs": [{"title": "", "text": BRIDGE}]},
        {"question": "who burnt it", "answers": ["Nero"], "ctxs": [{"title": "", "text": BRIDGE}]},
    ]
    text = "\n".join(map(json.dumps, rows))
    (tmp_path / "retrieval/nq-oracle.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    ((example,),) = natural_questions(tmp_path)
    assert example.text[slice(*example.span)] == "Ada Lund"
