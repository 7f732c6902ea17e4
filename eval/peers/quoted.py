"""Quoted itself, asked as a person would ask it."""

from pathlib import Path

from eval.peers.datatypes import Ask, Corpus, Found, Reply
from eval.questions.dataset import Question
from qa import Settings, Turn, ask


def build(corpus: Corpus, folder: Path) -> Ask:
    """Its answer is the quotes that it cites; what it ranks are the chunks that it read for them."""
    settings = Settings(index_dir=folder)
    settings.open_index(corpus.sources)

    def reply(question: Question) -> Reply:
        history = [Turn(turn.question, turn.answer) for turn in question.history]
        answer = ask(question.question, corpus.sources, history, settings)
        # The passages that come with "the sources don't say" are no answer.
        citations = answer.citations if answer.status == "answered" else ()
        return Reply(
            answer=tuple(Found(one.source, one.quote, one.start) for one in citations),
            ranked=tuple(Found(hit.chunk.source, hit.chunk.text, hit.chunk.start) for hit in answer.hits),
        )

    return reply
