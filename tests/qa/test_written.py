from dataclasses import replace

import pytest
from llm_server import WordReader, serving

from index import open_index
from qa import ask
from qa.candidates import Candidate
from qa.compose import compose
from qa.datatypes import AnswerSpan
from qa.decomposition import SubQuestion
from qa.settings import Settings
from qa.written import BUDGET, WITHOUT, written

pytest.importorskip("llama_index.llms.openai", reason="llama-index-llms-openai is not installed")
QUESTION = "Who designed the bridge?"
DESIGNED = "Ada Lund designed the bridge over the Aller [1]."
INVENTED = "It has twelve arches [1]."


@pytest.fixture
def hits(index):
    return index.search("bridge", 5)


def found(hits, probability: float = 0.8, asked: str = QUESTION) -> Candidate:
    chunk = hits[0].chunk
    start = chunk.start + chunk.text.index("Ada Lund")
    sentence = next(each for each in chunk.sentences if each[0] <= start < each[1])
    span = AnswerSpan(chunk, start, start + len("Ada Lund"), sentence, 3.0, 0.9)
    others = [AnswerSpan(chunk, *each, each, -1.0, 0.6) for each in chunk.sentences if each != sentence]
    return Candidate(SubQuestion(asked, asked), (span, *others), (span,), probability)


def drafted(hits, index, says="", *, candidate=None, settings=None, how="well", seconds=20.0):
    """The draft, the sentences shown before it, and whether the LLM was asked."""
    candidates, least = [candidate or found(hits)], 0.5
    quotes = compose(candidates, index, least)
    shown = []
    with serving(says, how=how) as server:
        settings = settings or Settings(llm=server.spec, min_confidence=least, llm_seconds=seconds)
        steps = written(QUESTION, candidates, quotes, WordReader(), index, settings)
        try:
            while True:
                shown.append(next(steps))
        except StopIteration as end:
            return end.value, shown, quotes, server.bodies


def test_a_sentence_that_holds_is_shown_with_its_quote_and_another_is_left_out(index, hits):
    says = f"{DESIGNED} {INVENTED} The county of Verden paid for it [1]."
    draft, shown, _, (body,) = drafted(hits, index, says, candidate=found(hits, 0.6))
    assert draft.status == "answered" and draft.written_by == "small"
    assert [each.text for each in draft.sentences] == [DESIGNED[:-5] + ".", "The county of Verden paid for it."]
    assert draft.left_out == ("It has twelve arches.",)
    assert [each.sentence for each in shown] == list(draft.sentences)
    assert draft.text.startswith(f"{DESIGNED[:-5]}. [1] The county")
    for citation in draft.citations:
        assert index.document(citation.document_id).text[citation.start : citation.end] == citation.quote
    assert [citation.marker for citation in draft.citations] == list(range(1, len(draft.citations) + 1))
    assert QUESTION in body["messages"][-1]["content"] and "Ada Lund" in body["messages"][-1]["content"]


def test_a_quote_that_is_cited_twice_has_one_number(index, hits):
    says = f"{DESIGNED} Over the Aller, Ada Lund designed the bridge [1]."
    draft, *_ = drafted(hits, index, says)
    assert [each.citations for each in draft.sentences] == [(1,), (1,)]
    assert len(draft.citations) == 1


def test_a_sentence_under_the_wrong_number_is_shown_with_the_passage_that_supports_it(folder, index_dir):
    (folder / "ferry.txt").write_text("The last ferry is the Hilde.", "utf-8")
    with open_index(folder, index_dir=index_dir).snapshot() as index:
        hits = sorted(index.search("ferry", 5), key=lambda hit: hit.chunk.source == "ferry.txt")
        last = hits[-1].chunk
        read = AnswerSpan(last, last.start, last.end, last.sentences[0], -1.0, 0.1)
        best, *others = found(hits).spans
        candidate = replace(found(hits), spans=(best, read, *others))
        draft, _, _, (body,) = drafted(hits, index, DESIGNED.replace("[1]", "[2]"), candidate=candidate)
        assert "[2] ferry" in body["messages"][-1]["content"]
        assert [each.text for each in draft.sentences] == [f"{DESIGNED[:-5]}."]
        assert "Ada Lund" in draft.citations[0].quote


def test_a_sentence_that_is_repeated_is_shown_once(index, hits):
    draft, shown, *_ = drafted(hits, index, f"{DESIGNED} {DESIGNED} {DESIGNED}")
    assert len(draft.sentences) == len(shown) == 1 and not draft.left_out


def test_where_nothing_holds_the_quotes_are_the_answer(index, hits):
    draft, shown, quotes, _ = drafted(hits, index, INVENTED)
    assert (draft.text, draft.citations, draft.written_by) == (quotes.text, quotes.citations, "")
    assert draft.left_out == ("It has twelve arches.",) and not shown


@pytest.mark.parametrize("how", ["error", "garbage", "cut", "page", "endless", "slow", "silent"])
def test_where_the_llm_fails_the_quotes_are_the_answer_with_a_note(index, hits, how):
    draft, _, quotes, _ = drafted(hits, index, DESIGNED * 9, how=how, seconds=20 if how == "endless" else 1)
    assert (draft.citations, draft.sentences, draft.written_by) == (quotes.citations, quotes.sentences, "")
    assert draft.notes[-1].startswith("small ") and draft.notes[-1].endswith(WITHOUT)
    assert draft.notes[-1] in draft.text


def test_silence_says_itself_that_the_llm_failed(index, hits):
    draft, *_ = drafted(hits, index, how="error", candidate=found(hits, 0.02))
    assert draft.status == "not_in_sources"
    assert [each.text for each in draft.sentences if not each.citations][-1] == draft.notes[-1]


@pytest.mark.parametrize("says", ["Ada Lund entwarf die Brücke [1].", "42 42 42 42", "[1][2][3]", "Ada Lund [9]."])
def test_what_is_no_answer_in_english_words_leaves_the_quotes(index, hits, says):
    draft, _, quotes, _ = drafted(hits, index, says)
    assert (draft.citations, draft.written_by) == (quotes.citations, "")


def test_a_planted_instruction_that_is_repeated_word_for_word_is_left_out(index, hits):
    planted = "The ferry stopped in 1999"  # stands there, but the reader takes it for no part of the answer
    candidate = found(hits)
    spans = [
        replace(each, evidence=0.01) if planted in each.chunk.slice(*each.sentence) else each
        for each in candidate.spans
    ]
    draft, *_ = drafted(hits, index, f"{planted} [1]. {DESIGNED}", candidate=replace(candidate, spans=tuple(spans)))
    assert [each.text for each in draft.sentences] == [f"{DESIGNED[:-5]}."]
    assert draft.left_out == (f"{planted}.",)


def test_an_llm_alone_must_be_surer(index, hits):
    ferry = "The ferry stopped in 1999 [1]."
    alone, *_ = drafted(hits, index, ferry, candidate=found(hits, 0.02))
    assert alone.status == "not_in_sources" and alone.left_out
    together, *_ = drafted(hits, index, f"{ferry} {DESIGNED}", candidate=found(hits, 0.6))
    assert together.status == "answered" and not together.left_out


def test_what_does_not_say_all_that_the_quotes_say_leaves_them(index, hits):
    ferry = "The ferry stopped in 1999 [1]."
    draft, shown, quotes, _ = drafted(hits, index, ferry, candidate=found(hits, 0.6))
    assert not shown and not draft.written_by
    assert draft.citations == quotes.citations and draft.left_out == ("The ferry stopped in 1999.",)
    whole, shown, *_ = drafted(hits, index, f"{ferry} {DESIGNED}", candidate=found(hits, 0.6))
    assert whole.written_by and tuple(each.sentence for each in shown) == whole.sentences


def test_without_a_threshold_nothing_that_is_supported_is_held_back(index, hits):
    candidates = [found(hits, 0.97)]
    with serving("The ferry stopped in 1999 [1].") as server:
        settings = Settings(llm=server.spec, min_confidence=0.0)
        (shown,) = written(QUESTION, candidates, compose(candidates, index, 0.0), WordReader(), index, settings)
    assert shown.sentence.text == "The ferry stopped in 1999."


def test_where_both_agree_it_is_likelier_than_where_they_do_not(index, hits):
    agreeing, *_ = drafted(hits, index, DESIGNED)
    other, *_ = drafted(hits, index, "The bridge over the Aller opened on 3 May 1998 [1].")
    assert agreeing.confidence > other.confidence


def test_quotes_that_the_llm_does_not_believe_in_are_less_sure(index, hits):
    draft, _, quotes, _ = drafted(hits, index, "The sources don't say.", candidate=found(hits, 0.9))
    assert draft.citations == quotes.citations and draft.confidence < quotes.confidence
    doubted, *_ = drafted(hits, index, "The sources don't say.", candidate=found(hits, 0.5))
    assert doubted.status == "not_in_sources"


def test_why_the_sources_do_not_say_is_no_note_of_an_answer(index, hits):
    draft, _, quotes, _ = drafted(hits, index, DESIGNED, candidate=found(hits, 0.14, asked="Who built Fort Zorkmid?"))
    assert (quotes.status, quotes.notes) == ("not_in_sources", ("In no document: “Fort”, “Zorkmid”.",))
    assert (draft.status, draft.notes) == ("answered", ())


def test_an_error_budget_is_kept_by_the_quotes_alone(index, hits):
    settings = Settings(llm="openai-like:http://127.0.0.1:1/v1#small", max_error=0.1)
    draft, _, quotes, asked = drafted(hits, index, DESIGNED, settings=settings)
    assert draft.notes == (*quotes.notes, BUDGET) and not asked


def test_where_nothing_was_found_the_llm_is_not_asked(index, hits):
    nothing = Candidate(SubQuestion(QUESTION, QUESTION), (), (), 0.0)
    draft, _, quotes, asked = drafted(hits, index, DESIGNED, candidate=nothing)
    assert draft == quotes and not asked


def test_where_the_documents_disagree_the_llm_is_not_asked(folder, index_dir):
    (folder / "river.txt").write_text("The Long Bridge has 12 arches.", "utf-8")
    (folder / "later.txt").write_text("The Long Bridge has 14 arches.", "utf-8")
    with serving("The Long Bridge has 14 arches [1].") as server:
        settings = Settings(index_dir=index_dir, llm=server.spec)
        answer = ask("How many arches does the Long Bridge have?", folder, settings=settings)
    assert answer.disagreeing == (1, 2)
    assert not server.bodies
