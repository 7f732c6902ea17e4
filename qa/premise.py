"""False premises: a question that takes for granted what the documents do not say, or say otherwise.

"Why did the council reject the bridge?", when it approved it, has no answer; the fitting reply is
what the documents do say (Kim et al. 2021, "Which linguist invented the lightbulb?", verify what a
question presupposes before answering it). Two signs are sure enough: a name or number of the
question that stands in no document, and the opposite of a word of the question in the sentence that
comes nearest and is about the rest of the question.
"""

import re
from collections.abc import Sequence
from itertools import chain

from index import Term
from index.words import STOP_WORDS, stem, stems
from qa.datatypes import Span

ABOUT = 0.5
"""The share of the question's other words that the nearest sentence has, to be about the same."""
_PAIRS = [
    pair.split()
    for pair in (
        "first last|before after|most least|more fewer|largest smallest|larger smaller|biggest smallest|best worst"
        "|highest lowest|higher lower|oldest youngest|older younger|longest shortest|north south|northern southern"
        "|east west|eastern western|increase decrease|increased decreased|rise fall|rose fell|begin end|began ended"
        "|start finish|started stopped|early late|earliest latest|maximum minimum|majority minority|male female"
        "|men women|man woman|husband wife|father mother|son daughter|brother sister|king queen|inside outside"
        "|won lost|win lose|strong weak|positive negative|allowed forbidden|accepted rejected|approved rejected"
        "|approve reject|accept reject|supported opposed|support oppose|included excluded|public private|rich poor"
        "|above below|arrived left|ancient modern|rural urban|domestic foreign|never always|common rare"
        "|advantage disadvantage|cause prevent|caused prevented|created destroyed|build destroy|built destroyed"
        "|open close|opened closed|joined left|bought sold|buy sell|gained lost|same different|granted denied"
        "|grant deny|confirmed denied|admitted denied|acquitted convicted|innocent guilty|raised lowered|hired fired"
        "|succeeded failed|passed failed|kept abolished|praised criticised|praised criticized"
    ).split("|")
]
OPPOSITES = {
    word: frozenset(other for pair in _PAIRS for other in pair if word in pair and other != word)
    for word in chain.from_iterable(_PAIRS)
}
"""Words that cannot both be true of one thing."""

# Inside a sentence. Not what documents may write another way: acronyms, America for the U.S., 12 for twelve, 2,000.
_NAME = re.compile(r"(?<=[\w,;:'’\"“(] )[\"“'‘(]?((?!America)[A-Z]\w*[a-z][\w’'-]*\w)")
_NUMBER = re.compile(r"(?<![\d.,-])(?:1[3-9]|[2-9]\d|\d{4})(?![\d,-]|\.\d)")


def presupposed(question: str, terms: Sequence[Term], spans: Sequence[Span]) -> str:
    """What the question takes for granted against the documents, in a sentence; "" where nothing shows."""
    if missing := _nowhere(question, terms):
        return f"No document mentions {', '.join(f'“{name}”' for name in missing)}."
    if spans and (pair := _opposed(question, spans[0])):
        return f"The question says “{pair[0]}”, the nearest passage “{pair[1]}”."
    return ""


def _nowhere(question: str, terms: Sequence[Term]) -> list[str]:
    """The names and numbers of the question that stand in no document."""
    unknown = {term.word for term in terms if not term.known}
    named = [*_NAME.findall(question), *_NUMBER.findall(question)]
    return [name for name in dict.fromkeys(named) if set(re.findall(r"\w+", name.casefold())) & unknown]


def _opposed(question: str, nearest: Span) -> tuple[str, str] | None:
    """A word of the question and its opposite in the nearest sentence, where the two are about the same."""
    sentence = nearest.chunk.slice(*nearest.sentence)
    there = {stem(word): word for word in re.findall(r"\w+", sentence.casefold())}
    asked = [word for word in re.findall(r"\w+", question.casefold()) if word not in STOP_WORDS or word in OPPOSITES]
    for word in asked:
        other = next((there[stem(each)] for each in sorted(OPPOSITES.get(word, ())) if stem(each) in there), None)
        if other and stem(word) not in there:
            rest = set(stems(" ".join(asked))) - {stem(word)} - STOP_WORDS
            if len(rest & there.keys()) >= max(1, ABOUT * len(rest)):
                return word, other
    return None
