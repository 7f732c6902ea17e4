from index import Chunk
from qa.datatypes import AnswerSpan
from training.folders import Posed, of_article, of_notes
from training.notes import Note, Query, located

ARTICLE = {
    "title": "Boats",
    "paragraphs": [
        {
            "context": "The boat is blue.",
            "qas": [
                {"question": "Which colour?", "answers": [{"text": "blue", "answer_start": 12}]},
                {"question": "How long?", "is_impossible": True, "answers": []},
            ],
        }
    ],
}


def shown(source: str, *sentences: tuple[int, int]) -> list[AnswerSpan]:
    chunk = Chunk("c", "d", source, "t", 0, 60, "x" * 60, sentences)
    return [AnswerSpan(chunk, start, end, (start, end), 1.0, 1.0) for start, end in sentences]


def test_an_article_is_a_folder_with_a_paragraph_a_document(tmp_path):
    folder = of_article(ARTICLE)
    assert folder.asked == (Posed("Which colour?", "0000.txt", (((12, 16),),)), Posed("How long?", "0000.txt", ()))
    assert (folder.write(tmp_path / "documents") / "0000.txt").read_text("utf-8") == "The boat is blue."


def test_written_documents_are_folders_of_so_many_and_every_quote_is_needed():
    text = "- blue tin\r\n- with Odd"
    queries = (Query("list", "Keys?", (located("blue tin", text), located("with Odd", text))), Query("0", "It is red."))
    notes = [Note("a.md", text, queries)] * 13
    first, second = of_notes(notes)
    assert (len(first.texts), len(second.texts), len(second.asked)) == (12, 1, 1)
    assert second.asked[0].nuggets == (((2, 10),), ((14, 22),))


def test_an_answer_holds_every_need_in_sentences_of_its_document():
    posed = Posed("Keys?", "a.md", (((2, 10), (30, 35)), ((14, 22),)))
    assert posed.is_answered_by(shown("a.md", (0, 12), (12, 24)))
    assert posed.is_answered_by(shown("a.md", (28, 40), (14, 18), (18, 24)))
    assert not posed.is_answered_by(shown("a.md", (0, 12), (14, 20)))
    assert not posed.is_answered_by(shown("b.md", (0, 12), (12, 24)))
    assert not Posed("Keys?", "a.md", ()).is_answered_by(shown("a.md", (0, 12)))
