"""Questions changed by rules: into ones that their paragraph does not answer, or into sloppier ones.

Swaps of names, numbers and opposites are how people wrote many of SQuAD 2.0's unanswerable
questions (Rajpurkar, Jia and Liang 2018, table 2); the rules are those of Jia and Liang 2017.
"""

import random
import re
from collections.abc import Sequence
from itertools import chain

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

NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w'’-]+(?: (?:(?:of|the|de|von) )*[A-Z][\w'’-]+)*")
NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
FROM_PARAGRAPH = 0.3
"""How often a name is swapped for another of the same paragraph, which may be answered after all."""


def names(text: str) -> list[str]:
    """Runs of capitalised words inside sentences."""
    return [match.group() for match in NAME.finditer(text)]


def swapped(question: str, paragraph: str, answer: str, others: Sequence[str], draw: random.Random) -> str | None:
    """The question with a name, a number or a word of its own swapped; None where there is nothing to swap.

    `others` are names of the same article. The answer itself is never put in.
    """
    ways = [
        way(question, paragraph, answer, others, draw) for way in draw.sample([_name, _number, _opposite, _name], 4)
    ]
    return next((changed for changed in ways if changed and changed != question), None)


def _name(question: str, paragraph: str, answer: str, others: Sequence[str], draw: random.Random) -> str | None:
    found = list(NAME.finditer(question))
    if not found:
        return None
    inside = draw.random() < FROM_PARAGRAPH
    pool = [
        name
        for name in (names(paragraph) if inside else others)
        if name not in question and name not in answer and answer not in name and (inside or name not in paragraph)
    ]
    return _replaced(question, draw.choice(found), draw.choice(pool)) if pool else None


def _number(question: str, paragraph: str, answer: str, others: Sequence[str], draw: random.Random) -> str | None:
    found = list(NUMBER.finditer(question))
    if not found:
        return None
    match = draw.choice(found)
    digits = match.group().replace(",", "")
    if not digits.isdigit():
        return None
    value = int(digits)
    year = 1000 <= value <= 2100
    other = value + draw.choice([-1, 1]) * draw.randint(1, 40) if year else max(1, value + draw.randint(-9, 30))
    return _replaced(question, match, str(other)) if str(other) not in paragraph else None


def _opposite(question: str, paragraph: str, answer: str, others: Sequence[str], draw: random.Random) -> str | None:
    found = [match for match in re.finditer(r"[\w']+", question) if match.group().lower() in OPPOSITES]
    if not found:
        return None
    match = draw.choice(found)
    return _replaced(question, match, draw.choice(sorted(OPPOSITES[match.group().lower()])))


def _replaced(text: str, match: re.Match[str], by: str) -> str:
    return text[: match.start()] + by + text[match.end() :]


def misspelt(question: str, draw: random.Random) -> str:
    """The question with one slip of the finger: two letters swapped, one left out or one doubled."""
    places = [match.start() for match in re.finditer(r"(?<=[a-z])[a-z](?=[a-z])", question)]
    if not places:
        return question
    at = draw.choice(places)
    one, two = question[at], question[at + 1]
    return question[:at] + draw.choice([two + one, two, one + one + two]) + question[at + 2 :]


FILLERS = frozenset("what which is was are were the a an of did does do has have had in".split())


def telegraphic(question: str) -> str:
    """The question as typed into a search box: its little words left out."""
    return " ".join(word for word in question.rstrip(" ?").lower().split() if word not in FILLERS) or question
