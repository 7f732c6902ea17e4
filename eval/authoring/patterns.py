"""The words of a clause that can be asked for: each pattern says where they stand, and what asks for them."""

import re
from dataclasses import dataclass

from eval.authoring.clauses import BE, PREPOSITIONS, REPORTING, Clause
from eval.authoring.names import NAME
from eval.authoring.verbs import BASES, PARTICIPLES

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)"
)
_YEAR = r"(?:1\d{3}|20\d\d)(?![\w%'’–-]|[.,]\d|\s+(?:to|until)\b)"
_DAY = rf"(?:{_MONTH}\s+\d{{1,2}},\s+{_YEAR}|\d{{1,2}}\s+{_MONTH}\s+{_YEAR}|{_MONTH}\s+{_YEAR}|{_YEAR})"
_PERIOD = r"the\s+(?:(?:early|late|mid)[\s-]+)?(?:\w+\s+half\s+of\s+the\s+)?(?:\d{4}s|\d{1,2}(?:st|nd|rd|th)\s+century)"
DATE = rf"\b(?:(?:early|late|later|only|first)\s+)?[IiOo]n\s+(?P<answer>{_DAY}|{_PERIOD})(?!\w)"

_ANY = "|".join(sorted(PREPOSITIONS))
_PHRASE_ENDS = rf"(?=\s*$|\s+(?:{_ANY})\b)"
_PLACE = rf"(?P<answer>(?!{_MONTH}|[A-Z]{{3}})(?:the\s+)?{NAME}(?:(?:,|\s+in)\s+{NAME})*)(?=\s*$|\s+(?:on|in)\s)"
OTHER_PLACE = re.compile(rf"\b(?:in|on|at|near|from|to)\s+(?:the\s+)?(?!{_MONTH})[A-Z]")

_SMALL = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty".split()
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|(?!1[5-9]\d\d\b|20\d\d\b)\d+|{'|'.join([*_SMALL, *map(str.title, _SMALL)])})"
_ABOUT = r"(?:(?:about|nearly|almost|around|over|some|exactly|roughly|at\s+least|more\s+than|up\s+to)\s+)?"
_THING = (
    rf"(?P<thing>(?:(?!(?:{_ANY}|a|an|and|or|per|percent|the|more)\b)[a-z-]+\s+){{0,2}}?"
    r"(?:[a-z-]+(?<![sui])s|people|men|women|children))(?![\w'’-])"
)
COUNT = rf"{_ABOUT}(?P<answer>{_NUMBER}(?:\s+(?:hundred|thousand|million|billion))?)\s+{_THING}"

_PHRASE = rf"(?:(?!(?:{_ANY})\b)\S+(?:\s+(?:of\s+(?!\w+ing\b))?(?!(?:{_ANY})\b)\S+)*)"
_OBJECT = rf"(?P<answer>(?:a|an|the|its|his|her|their|all|many|several|some|most)\s{_PHRASE}){_PHRASE_ENDS}"
_BASES = "|".join(sorted(BASES - {"be"}))
_TO_DO = rf"to\s+(?P<answer>(?:{_BASES})\s.+)$"
_MADE_TO = r"(?:allowed|asked|designed|encouraged|expected|forced|hired|instructed|intended|invited|meant|ordered)"
_SAID = rf"(?P<stay>(?:[A-Z]\S*\s+){{0,3}})that\s+(?!(?:{_ANY})\b)(?P<answer>.+)$"
_THINGWARD = rf"(?:as|for|from|into|of|on|through|to|upon|with)(?!\s+(?:{_MONTH}|\d|half|some|(?:{_BASES})\b))"
_ADJECTIVES = frozenset("infamous famous responsible notable home similar equal subject capable aware part".split())
_DONE = rf"(?:\w+ly\s+)?(?:{'|'.join(sorted(PARTICIPLES))})"
_DONE_OR_SO = rf"(?:\w+ly\s+)?(?:{'|'.join(sorted(PARTICIPLES | _ADJECTIVES))})"
_DONE_BY = rf"{_DONE}\s+(?:(?!that\b)\S+\s+){{0,6}}?by"

_CONTROL = frozenset(
    """
    agree attempt begin choose continue decide expect fail hope intend need offer plan pledge promise propose refuse
    seek threaten try want wish
    """.split()
)
_URGING = frozenset(
    "allow ask beg enable encourage force hire invite order persuade require tell urge want warn".split()
)
_MOTION = frozenset("come emigrate flee go move return sail travel walk".split())
_LIGHT = frozenset("be become come do get give go have include make play say see take tell".split())
ANIMATE = _CONTROL - {"begin", "continue", "fail"} | REPORTING | set("ask beg endure order undergo urge".split())
"""Verbs whose subject is a person, or persons: they are asked for with "Who"."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """`ask` asks for the group "answer" of `words` in what follows the verb; the group "stay" is asked along.

    Without `ask`, it is "Who" or "What", as the answer is. `only` and `never` are verbs in their
    base form; "is" and the like have none.
    """

    kind: str
    ask: str
    words: re.Pattern[str]
    only: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    passive: bool | None = None
    last: str = ""

    def fits(self, clause: Clause) -> bool:
        """Whether the verb is one that is asked so."""
        voice = self.passive is None or self.passive == (clause.verb in BE)
        return voice and clause.base not in self.never and (not self.only or clause.base in self.only)


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL)


PATTERNS = (
    Pattern("when", "When", _words(DATE)),
    Pattern("where", "Where", _words(rf"\b(?:in|at|near)\s+{_PLACE}")),
    Pattern("where", "Where", _words(rf"^\s*(?P<stay>to)\s+{_PLACE}"), only=_MOTION),
    Pattern("how many", "How many {thing}", _words(rf"^\s*{COUNT}(?!\s+of\b){_PHRASE_ENDS}"), passive=False),
    Pattern("why", "Why", _words(r"\s(?:because\s+(?:of\s+)?|in\s+order\s+to\s+|so\s+that\s+)(?P<answer>.+)$")),
    Pattern("what", "What", _words(_TO_DO), only=_CONTROL, last="to do"),
    Pattern("what", "What", _words(rf"^\s*(?P<stay>{_PHRASE})\s+{_TO_DO}"), only=_URGING, last="to do"),
    Pattern("what", "What", _words(rf"^\s*(?P<stay>{_MADE_TO})\s+{_TO_DO}"), passive=True, last="to do"),
    Pattern("what", "What", _words(rf"^\s*{_SAID}"), only=REPORTING),
    Pattern("what", "What", _words(rf"^\s*(?P<stay>{_DONE_OR_SO}\s+{_THINGWARD})\s+(?P<answer>\S.+)$"), passive=True),
    Pattern(
        "what",
        "What",
        _words(rf"^\s*(?P<stay>{_THINGWARD})\s+(?P<answer>\S.+)$"),
        never=_CONTROL | _LIGHT | _MOTION,
        passive=False,
    ),
    Pattern("", "", _words(rf"^\s*(?P<stay>{_DONE_BY})\s+(?P<answer>\S.+?)(?=\s*$|\s+in\s+\d{{4}})"), passive=True),
    Pattern("", "", _words(rf"^\s*{_OBJECT}"), never=_LIGHT | _URGING | _CONTROL | REPORTING, passive=False),
)
