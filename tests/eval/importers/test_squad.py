"""SQuAD's layout: which documents and questions come of it, and what is refused."""

import gzip
import json

import pytest

from eval.importers.squad import write_squad
from eval.importers.writing import Choice
from eval.questions.schema import DatasetError

CONTEXT = "Ada wrote the notes. The notes, seven of them, were read."


def asked(name, *answers, impossible=False, question="What did Ada write?"):
    marked = [{"text": text, "answer_start": start} for text, start in answers]
    return {"id": name, "question": question, "answers": marked, "is_impossible": impossible}


def article(title, *paragraphs):
    return {"title": title, "paragraphs": [{"context": context, "qas": list(qas)} for context, qas in paragraphs]}


def squad(*articles):
    return {"version": "v2.0", "data": list(articles)}


ONE = squad(article("Ada Lovelace", (CONTEXT, [asked("q1", ("the notes", 10), ("notes", 14), ("the notes", 10))])))


def many(count, impossible, title="Many"):
    qas = [asked(f"{title}-{number}", ("notes", 14)) for number in range(count)]
    return article(title, (CONTEXT, [*qas, *(asked(f"{title}-x{at}", impossible=True) for at in range(impossible))]))


def test_each_distinct_answer_is_an_alternative_at_its_place(put, out, read):
    (question,) = read.questions(write_squad(put("a.json", ONE), out))
    assert read.evidence(question) == [["the notes", "notes"]]
    assert [quote.start for quote in question.nuggets[0].alternatives] == [10, 14]
    assert (question.id, question.kind, question.cluster) == ("q1", "answerable", "Ada Lovelace")
    assert question.answers == ("the notes", "notes")


def test_the_marked_place_counts_not_the_first_one(put, out, read):
    second = CONTEXT.index("notes,")
    file = put("a.json", squad(article("A", (CONTEXT, [asked("q", ("notes", second))]))))
    (question,) = read.questions(write_squad(file, out))
    assert question.nuggets[0].alternatives[0].start == second


def test_an_impossible_question_is_unanswerable_whatever_answers_it_has(put, out, read):
    file = put("a.json", squad(article("A", (CONTEXT, [asked("q", ("notes", 14), impossible=True)]))))
    (question,) = read.questions(write_squad(file, out))
    assert (question.answerable, question.answers, question.kind) == (False, (), "impossible")
    assert question.cluster == "A"


def test_version_1_has_no_impossible_questions(put, out, read):
    old = asked("q", ("notes", 14))
    del old["is_impossible"]
    (question,) = read.questions(write_squad(put("a.json", squad(article("A", (CONTEXT, [old])))), out))
    assert question.answerable


def test_gzipped_files_are_read_whatever_their_name(tmp_path, out, read):
    path = tmp_path / "squad"
    path.write_bytes(gzip.compress(json.dumps(ONE).encode()))
    assert len(read.questions(write_squad(path, out))) == 1


def test_a_paragraph_is_a_document_in_its_articles_folder(put, out, read):
    file = put("a.json", squad(article("B", ("Third.", [])), many(1, 0, "A"), article("A", ("Second.", []))))
    texts = read.texts(write_squad(file, out))
    assert texts == {"000-A/0000.txt": CONTEXT, "001-A/0000.txt": "Second.", "002-B/0000.txt": "Third."}


@pytest.mark.parametrize(
    "title", ["../../etc/passwd", "..", "", "/", ".hidden", "a\0b", "x" * 500, "Ünïcödé 😀", "C:\\a"]
)
def test_no_title_leads_out_of_the_folder_or_hides(put, out, read, title):
    prepared = write_squad(put("a.json", squad(article(title, (CONTEXT, [asked("q", ("notes", 14))])))), out)
    (source,) = read.texts(prepared)
    assert not any(part.startswith(".") for part in source.split("/"))
    assert len(read.questions(prepared)) == 1
    assert sorted(path.name for path in out.iterdir()) == ["documents", "questions.jsonl"]


@pytest.mark.parametrize("before", ["\ufeff", "a\r\nb ", "a\rb ", "\0", "😀 İ\u2028", "\r\n\r\n"])
def test_offsets_stay_true_where_a_file_would_change_its_text(put, out, read, before):
    qas = [asked("q", (f"{before[-1:]}notes", len(before) - 1))]
    (question,) = read.questions(write_squad(put("a.json", squad(article("A", (f"{before}notes.", qas)))), out))
    assert question.nuggets[0].alternatives[0].text.strip() == "notes"


def test_articles_are_chosen_by_title_and_the_others_stay_out(put, out, read):
    file = put("a.json", squad(*(article(title, (f"On {title}.", [])) for title in "DBCA"), many(2, 0, "E")))
    prepared = write_squad(file, out, Choice(articles=slice(0, None, 2)))
    assert sorted(read.texts(prepared).values()) == [CONTEXT, "On A.", "On C."]


def test_distractors_come_without_questions_and_the_same_paragraph_once(put, out, read):
    more = put("b.json", squad(article("A", (CONTEXT, [asked("other", ("notes", 14))]), ("Beside the point.", []))))
    prepared = write_squad(put("a.json", ONE), out, Choice(distractors=more))
    assert sorted(read.texts(prepared).values()) == [CONTEXT, "Beside the point."]
    assert [question.id for question in read.questions(prepared)] == ["q1"]


@pytest.mark.parametrize(("limit", "answerable"), [(4, 2), (5, 3), (1, 1), (9, 6), (100, 7)])
def test_a_limit_draws_half_of_each_kind_where_there_are_both(put, out, read, limit, answerable):
    file = put("a.json", squad(many(7, 3)))
    questions = read.questions(write_squad(file, out, Choice(limit=limit)))
    assert len(questions) == min(limit, 10)
    assert sum(question.answerable for question in questions) == answerable


def test_the_seed_says_which_are_drawn_and_the_documents_stay(put, tmp_path, read):
    file = put("a.json", squad(many(40, 0), article("Z", ("Other.", []))))
    drawn = [write_squad(file, tmp_path / str(at), Choice(limit=5, seed=seed)) for at, seed in enumerate([3, 3, 4])]
    ids = [[question.id for question in read.questions(prepared)] for prepared in drawn]
    assert ids[0] == ids[1] != ids[2]
    assert [len(read.texts(prepared)) for prepared in drawn] == [2, 2, 2]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "field (the whole file): found"),
        ('{"data": [{"title": "\\ud800", "paragraphs": []}]}', "field (the whole file): found"),
        ([], "field (the whole file): found [], expected an object"),
        ({"data": [{"title": "A"}]}, "field data.0.paragraphs: found None, expected a value"),
        (squad(article("A", (CONTEXT, [asked("q", ("notes", "14"))]))), "answers.0.answer_start: found '14', expected"),
        (squad(article("A", (CONTEXT, [asked("q", (" ", 3))]))), "answers.0.text: found ' ', expected words"),
        (squad(article("A", (CONTEXT, [asked("", ("notes", 14))]))), "qas.0.id: found '', expected words"),
        (
            squad(article("A", (CONTEXT, [asked("q", ("notes", 13))]))),
            "question 'q': context: found ' note', expected 'notes', the answer, at its answer_start 13. Correct",
        ),
        (squad(article("A", (CONTEXT, [asked("q", ("notes", -5))]))), "at its answer_start -5"),
        (squad(article("A", (CONTEXT, [asked("q")]))), "answers: found none, expected one or more, or is_impossible"),
        (squad(article("A", (CONTEXT, []))), "expected questions, found none to ask"),
        (squad(many(1, 0), many(1, 0)), "found the id 'Many-0' 2 times, expected it once"),
    ],
)
def test_damage_is_said_with_the_file_and_nothing_is_written(put, out, content, message):
    path = put("a.json", content)
    with pytest.raises(DatasetError) as caught:
        write_squad(path, out)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)
    assert not out.exists()


def test_a_limit_below_one_is_refused(put, out):
    with pytest.raises(DatasetError, match="limit: found 0, expected 1 or more"):
        write_squad(put("a.json", squad(many(3, 3))), out, Choice(limit=0))


def test_a_file_that_is_not_there_or_cut_off_is_said_to_be(tmp_path, out):
    with pytest.raises(DatasetError, match="cannot be read"):
        write_squad(tmp_path / "nowhere.json", out)
    cut = tmp_path / "cut.json.gz"
    cut.write_bytes(gzip.compress(json.dumps(ONE).encode())[:-12])
    with pytest.raises(DatasetError, match=r"cut\.json\.gz cannot be read"):
        write_squad(cut, out)
