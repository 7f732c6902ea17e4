import dataclasses

import pytest

from index.datatypes import IndexDamagedError
from qa.compose import Finding, compose
from qa.datatypes import Span
from qa.parts import Part

PART = Part("who designed it", "Who designed it?")


@pytest.fixture
def hits(index):
    return index.search("bridge", 5)


def span(hit, number: int, score: float = 1.0) -> Span:
    first, last = hit.chunk.sentences[number]
    return Span(hit.chunk, first, first + 3, (first, last), score)


def test_the_quote_is_the_sentence_and_a_sentence_is_said_once(index, hits):
    findings = [Finding(PART, (span(hits[0], 1),), 0.9), Finding(PART, (span(hits[0], 1),), 0.8)]
    draft = compose(findings, hits, index, 0.5)
    assert draft.status == "answered"
    assert len(draft.sentences) == len(draft.citations) == 1
    assert draft.sentences[0].text == draft.citations[0].quote
    assert draft.sentences[0].marked == (0, 3)
    assert draft.confidence == 0.8


def test_below_the_threshold_the_sources_do_not_say(index, hits):
    draft = compose([Finding(PART, (span(hits[0], 1), span(hits[0], 2, 0.5)), 0.49)], hits, index, 0.5)
    assert draft.status == "not_in_sources"
    assert draft.text.startswith("The sources don't say. Looked at")
    assert [citation.score for citation in draft.citations] == [1.0, 0.5]
    assert compose([Finding(PART, (span(hits[0], 1),), 0.5)], hits, index, 0.5).status == "answered"


def test_nothing_found_at_all_is_an_answer_too(index):
    draft = compose([Finding(Part("dragons", "dragons?"), (), 0.0)], [], index, 0.5)
    assert draft.text == "The sources don't say. Looked at 0 passages of 0 documents. In no document: “dragons”."
    assert draft.citations == ()


def test_words_that_are_not_at_their_offsets_are_never_shown(index, hits):
    chunk = dataclasses.replace(hits[0].chunk, text=hits[0].chunk.text.swapcase())
    forged = dataclasses.replace(span(hits[0], 1), chunk=chunk)
    with pytest.raises(IndexDamagedError, match="Rebuild the index"):
        compose([Finding(PART, (forged,), 0.9)], hits, index, 0.5)
