"""Question + history → a question that stands alone.

Deterministic rules, and what the question takes from the earlier turns stays readable:

1. "What about X?" is the earlier question with X in the place of the one thing of X's kind.
2. A personal pronoun that no name in the question explains becomes the name that the talk is about.
3. A question that still points back, or says too little on its own, is followed by the question
   that it continues, itself standing alone; one that only goes on about the same, by the name.

Whatever stands alone is left as typed. What the talk is about is the name that stands out most:
the sum of its mentions, a shorter form counting for the longer one, and a mention more where it is
a subject, a person typed it, or it is recent (after the grammar and recency ranks of Lappin and
Leass 1994).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from index import Span
from index.english import MONTHS
from index.words import STOP_WORDS, content_stems, content_words, words
from qa.datatypes import Answer, Turn

_TURNS = 12
"""How far back is looked: a conversation of any length costs the same."""

_READ = 1000
"""How many characters of a question and of an answer are."""

_MENTIONS = 200
"""How many mentions of names are weighed, the newest first."""

_NEAR = 40
"""How many characters beside a name say how it stands."""

_CONTEXT_WORDS = 30
_ENOUGH_WORDS = 2
_OWN_WORDS = 3
"""So many words with a meaning before "it" or "they" hold what these mean."""

_MORE_WORDS = 5
"""A question with more of them than this stands alone, though it asks for another or a known thing."""

_TYPED, _SUBJECT, _OBJECT, _UNSURE = 2.0, 3.0, 0.5, 0.3
_FULL = 1.5
"""How much more a name of several words weighs where a person's is wanted."""

_ESTABLISHED = 1.0
"""From what weight on a name is what the talk is about: one mention in passing is too little."""

_FADING = 0.95
"""What a mention loses with each turn since."""

_PERSONAL = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:his|hers|her(?= (?!in\b|to\b|at\b|from\b|for\b|with\b|on\b|as\b)\w))\b", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:its?|they|them|theirs?|this|these|those|then|(?<!is )(?<!are )(?<!was )(?<!were )there"
    # Elsewhere "that" joins two clauses.
    r"|that(?=\W*$)|(?:^|(?:about|after|at|before|did|during|for|in|is|of|on|to|was|with) )that"
    r")\b(?! (?:the|an?)\b)",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"^\s*(?:and|but|so|or|also|then|what about|how about|what else|who else|where else)\b", re.IGNORECASE
)
_THIRD = re.compile(r"its?|they|them|theirs?", re.IGNORECASE)
_ABOUT_TOPIC = re.compile(r"\b(?:they|them|theirs?|this|these)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"\b(?:else|others?|another|besides)\b", re.IGNORECASE)
_DEFINITE = re.compile(r"\bthe ((?:[a-z]+ ?){1,2})", re.IGNORECASE)
_OWNED = re.compile(r"\bthe \w+['’]s\b", re.IGNORECASE)
"""Says whose, and so stands alone: "the mayor's name"."""
_DEFINITION = re.compile(
    r"\W*what(?:['’]s| is| are) (?:an? )?(?!the\b|it\b|this\b|that\b|new\b)[\w-]+(?<!ed)(?<!ing)\W*", re.IGNORECASE
)
"""Asks what a thing is that it names without an article, and so stands alone: "What is love?"."""
# Each word ends where the blank before the next one is: a pattern that may share blanks takes cubic time on many.
_WHAT_ABOUT = re.compile(
    r"(?:and |but )?(?:what|how) about (?:in |at |the )?([\w.'’-]+(?: [\w.'’-]+)*) ?\?*", re.IGNORECASE
)
_YEAR = re.compile(r"\b[12]\d{3}\b")
_NAMED = re.compile(r"(?<=[a-z,;] )(?!I\b)[A-Z]")

_JOINED = r"(?:(?:of the|of|the|de|la|del|von|van|&) )?"
_ONE = r"[A-Z][\w-]*(?:['’](?!s\b)\w+)?"
_NAME = re.compile(rf"(?<!\w){_ONE}(?: {_JOINED}{_ONE})*")
_WORD = re.compile(r"\S+")
_NO_NAME = (
    STOP_WORDS
    | frozenset(
        """
    after although american among because before besides both british despite during early english first following
    however late later lord
    monday tuesday wednesday thursday friday saturday sunday mr mrs ms dr one several since two while within
    """.split()
    )
    | {name.lower() for name in MONTHS if name != "May"}
)
_BEGINS = re.compile(r"(?:^|[.!?:(])[\s\"“]*$")
_IS_OBJECT = re.compile(
    r"\b(?:about|across|after|against|and|as|at|before|between|by|during|for|from|in|into|like|near|of|on|over|since"
    r"|through|to|under|via|with)(?: the| an?| his| her| their)? [\"“]?$",
    re.IGNORECASE,
)
_IS_SUBJECT = re.compile(
    r"['’]s\b|(?: also| then| later| often| never)? (?:is|are|was|were|has|had|have|can|could|will|would|do|did"
    r"|became|began|came|chose|felt|gave|got|held|led|left|made|met|put|ran|said|sang|saw|told|took|went|won|wrote"
    r"|\w{2,}ed|\w{3,}s)\b"
)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name in a text, and how much it stands out there; `person` where it may be a person's."""

    name: str
    weight: float
    person: bool


def standalone_question(question: str, history: Sequence[Turn]) -> str:
    """The question with what it takes from the earlier turns made explicit."""
    recent = history[-_TURNS:]
    earlier = ""
    for number, turn in enumerate(recent):
        known = turn.answer.standalone_question if isinstance(turn.answer, Answer) else ""
        earlier = known or _resolve(turn.question, earlier, recent[:number])
    return _resolve(question, earlier, recent)


def resolve(question: str, earlier: str) -> str:
    """The question with its pronouns and gaps filled from an earlier one."""
    return _resolve(question, earlier, [Turn(earlier, "")])


def _resolve(question: str, earlier: str, history: Sequence[Turn]) -> str:
    if not history:
        return question
    if swapped := _swapped(question, earlier):
        return swapped
    resolved = _with_name(question, history)
    pointing = _points_back(resolved)
    if not pointing and not _goes_on(resolved, history):
        return resolved
    topic = _topic(history, at_least=_ESTABLISHED)
    topic = "" if _shared(topic, resolved) else topic
    # "They" and "this" are mostly what the whole talk is about, not what the last question was.
    only = not pointing or (topic and _ABOUT_TOPIC.search(resolved))
    taken = topic if only else _context(earlier, topic)
    return f"{resolved} ({taken})" if taken else resolved


def _context(earlier: str, topic: str) -> str:
    """The earlier question in one pair of brackets, after the topic where it does not name it."""
    bare = earlier[: earlier.index(" (")] if topic and " (" in earlier and earlier.endswith(")") else earlier
    context = " ".join(re.sub(r"[()]", "", bare).split()[:_CONTEXT_WORDS])
    return f"{topic}: {context}" if topic and not _shared(topic, context) else context


def _swapped(question: str, earlier: str) -> str:
    """The earlier question about what "What about X?" asks for; empty where X has no one counterpart in it."""
    asked = _WHAT_ABOUT.fullmatch(" ".join(question.split()))
    if asked is None:
        return ""
    find = _years if _YEAR.fullmatch(asked[1]) else _names
    places = list(find(earlier)) if list(find(asked[1])) == [(0, len(asked[1]))] else []
    return f"{earlier[: places[0][0]]}{asked[1]}{earlier[places[0][1] :]}" if len(places) == 1 else ""


def _years(text: str) -> Iterator[Span]:
    """Where the years are."""
    return (found.span() for found in _YEAR.finditer(text))


def _names(text: str) -> Iterator[Span]:
    """Where the runs of capitalised words are, less the words before a name that are none."""
    for run in _NAME.finditer(text):
        named = (word for word in _WORD.finditer(run[0]) if _is_name(word[0]))
        if first := next(named, None):
            yield run.start() + first.start(), run.end()


def _points_back(question: str) -> bool:
    """Whether a question is about something that it does not name."""
    if _CONTINUES.search(question):
        return True
    name, pointer = _NAMED.search(question), _POINTS_BACK.search(question)
    if pointer and not (name and name.start() < pointer.start()):
        return not _THIRD.fullmatch(pointer[0]) or _weight(question[: pointer.start()]) < _OWN_WORDS
    few = len([word for word in content_words(question) if len(word) > 1]) < _ENOUGH_WORDS
    few = few and not _OWNED.search(question) and not _DEFINITION.fullmatch(question)
    return not name and (few or bool(_PERSONAL.search(question)))


def _weight(text: str) -> int:
    """How many words of a text carry meaning."""
    return sum(word not in STOP_WORDS for word in words(text))


def _goes_on(question: str, history: Sequence[Turn]) -> bool:
    """Whether a question without names asks for more of the same, or takes up a thing spoken of as known.

    Where the person has named nothing yet, "the bridge" is that of the documents and needs no name.
    """
    if _NAMED.search(question) or _weight(question) > _MORE_WORDS:
        return False
    taken_up = " ".join(_DEFINITE.findall(question))
    said = " ".join(chain.from_iterable(map(_read, history)))
    typed = any(_NAMED.search(turn.question) for turn in history)
    return bool(_GOES_ON.search(question)) or (typed and _shared(taken_up, said))


def _shared(text: str, other: str) -> bool:
    """Whether two texts have a word that carries meaning in common."""
    return bool(content_stems(text) & content_stems(other))


def _with_name(question: str, history: Sequence[Turn]) -> str:
    """The question with its first personal pronoun replaced; a name before it is whom it means."""
    pronoun, name = _PERSONAL.search(question), _NAMED.search(question)
    if pronoun is None or (name and name.start() < pronoun.start()):
        return question
    person = _topic(history, person=True)
    ending = "'s" if _POSSESSIVE.match(question, pronoun.start()) else ""
    return f"{question[: pronoun.start()]}{person}{ending}{question[pronoun.end() :]}" if person else question


def _topic(history: Sequence[Turn], *, person: bool = False, at_least: float = 0.0) -> str:
    """The name that stands out most in the talk, the newest of several that do alike; empty where none does."""
    weights: dict[frozenset[str], float] = {}
    forms: dict[frozenset[str], str] = {}
    for one in islice(_persons(history) if person else _spoken(history), _MENTIONS):
        parts = frozenset(one.name.split())
        weights[parts] = weights.get(parts, 0.0) + one.weight
        forms.setdefault(parts, one.name)
    pooled = {parts: sum(weights[other] for other in weights if other <= parts) for parts in weights}
    best = max(pooled, key=pooled.__getitem__, default=frozenset[str]())
    return forms[best] if pooled.get(best, -1.0) >= at_least else ""


def _persons(history: Sequence[Turn]) -> Iterator[_Mention]:
    """The mentions of names that may be a person's."""
    for one in _spoken(history):
        if one.person:
            yield replace(one, weight=one.weight * _FULL) if " " in one.name else one


def _spoken(history: Sequence[Turn]) -> Iterator[_Mention]:
    """Every mention of a name, the newest turn first."""
    for age, turn in enumerate(reversed(history)):
        for text, weight in zip(_read(turn), (_TYPED, 1.0), strict=True):
            yield from _mentions(text, weight * _FADING**age)


def _read(turn: Turn) -> tuple[str, str]:
    """What is read of a question and its answer; what only came nearest was not said."""
    silent = isinstance(turn.answer, Answer) and turn.answer.status != "answered"
    return turn.question[:_READ], "" if silent else turn.answer_text[:_READ]


def _mentions(text: str, weight: float) -> Iterator[_Mention]:
    for start, end in _names(text):
        name, before = text[start:end], text[max(0, start - _NEAR) : start]
        stands_out = _stands_out(name, before, text[end : end + _NEAR])
        if stands_out:
            person = before[-4:].lower() != "the " and not name.isupper()
            yield _Mention(name, weight * stands_out, person)


def _is_name(word: str) -> bool:
    return not word[0].islower() and word.lower() not in _NO_NAME


def _stands_out(name: str, before: str, after: str) -> float:
    """How much a name does between what is before and after it."""
    if _IS_SUBJECT.match(after) and (after[0] in "'’" or not _IS_OBJECT.search(before)):
        return _SUBJECT
    if " " not in name and _BEGINS.search(before):  # its capital may mean nothing
        return 0.0 if name.endswith(("ed", "ing", "ly")) else _UNSURE
    return _OBJECT if _IS_OBJECT.search(before) else 1.0
