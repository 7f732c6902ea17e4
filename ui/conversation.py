"""The turns of one conversation, as text for the browser's storage and back.

The conversation lives in the reader's own browser and comes in with every event. What comes in is
checked like any stranger's words: what is not exactly a conversation counts as an empty one.
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, Self

from pydantic import TypeAdapter

from qa import Answer, QuotedError, Sentence, Turn

KEPT_TURNS = 50
KEPT_CHARACTERS = 1_000_000
"""A browser keeps about 5 million characters for a site; encrypted, a text grows by a third."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Answers, oldest first. `first` is the number of the oldest one that is still kept.

    `disliked` are the numbers of the turns that the reader has called not right.
    """

    first: int = 1
    answers: tuple[Answer, ...] = ()
    disliked: tuple[int, ...] = ()
    version: Literal[1] = 1

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The history as `ask` takes it."""
        return tuple(Turn(answer.question, answer) for answer in self.answers)

    @property
    def next_number(self) -> int:
        """The number of the turn to come; no turn's number is ever given twice."""
        return self.first + len(self.answers)

    def answer(self, number: int) -> Answer:
        """The answer of a turn. Raises IndexError where it is not kept any more."""
        if number < self.first:
            raise IndexError(f"turn {number} is not kept; the oldest is {self.first}")
        return self.answers[number - self.first]

    def add(self, answer: Answer) -> Self:
        """The conversation with one more answer; the oldest go where it grows too long."""
        # What was considered and how long it took is not needed again, and is most of the size.
        kept = replace(self, answers=(*self.answers, replace(answer, hits=(), timings={})))
        while len(kept.answers) > 1 and (len(kept.answers) > KEPT_TURNS or len(kept.dump()) > KEPT_CHARACTERS):
            kept = replace(kept, first=kept.first + 1, answers=kept.answers[1:])
        return kept

    def dislike(self, number: int) -> Self:
        """The conversation with one turn called not right."""
        return replace(self, disliked=(*self.disliked, number))

    def dump(self) -> str:
        """As JSON. Never an empty text: Gradio would leave the browser's old value in its place."""
        return _adapter().dump_json(self).decode()

    @classmethod
    def load(cls, stored: object) -> "Conversation":
        """What `dump` gave; an empty conversation for anything else."""
        if not isinstance(stored, str) or len(stored) > 2 * KEPT_CHARACTERS:
            return cls()
        try:
            conversation = _adapter().validate_json(stored, strict=True)
        except (ValueError, QuotedError):
            return cls()
        return conversation if conversation._is_sound() else cls()

    def _is_sound(self) -> bool:
        return 1 <= self.first < 10**9 and all(_is_sound(answer) for answer in self.answers)


@cache
def _adapter() -> TypeAdapter[Conversation]:
    return TypeAdapter(Conversation)


def _is_sound(answer: Answer) -> bool:
    """Whether every number of an answer points to what it should."""
    markers = list(range(1, len(answer.citations) + 1))
    return (
        0 <= answer.confidence <= 1
        and [citation.marker for citation in answer.citations] == markers
        and all(0 <= citation.start < citation.end for citation in answer.citations)
        and all(marker in markers for sentence in answer.sentences for marker in sentence.citations)
        and all(_is_marked(sentence) for sentence in answer.sentences)
    )


def _is_marked(sentence: Sentence) -> bool:
    """Whether the words marked, if any, are words of the sentence."""
    return sentence.marked is None or 0 <= sentence.marked[0] < sentence.marked[1] <= len(sentence.text)
