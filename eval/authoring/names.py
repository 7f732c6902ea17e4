"""Which words of a document are names, and which of those are persons': by their spelling and what stands around."""

import re
from dataclasses import dataclass

NAME = r"(?:[A-Z][\w'’-]*\.?|[A-Z]\.(?:[A-Z]\.)+)(?:\s+(?:(?:of|the|de|la|del|von|van)\s+){0,2}[A-Z][\w'’.-]*)*"
_NO_PERSON = frozenset(
    """
    Act Agency Airport Army Association Award Bank Battle Bay Bowl Bridge Broadcasting Castle Cathedral Center
    Central Centre Century Championship Championships Church Circuit City Club College Commission Committee Company
    Conference Congress Constitution Corporation Council County Court Day Department District East Empire
    Entertainment Festival Films Foreign Fort Foundation Games Government Group Hall Hospital House Inc Industry
    Institute Island Kingdom Lake Law League Library Ltd Ministry Mount Museum National Nations Network New News
    North Northern Office Organization Park Party Pictures Port Post Prize Productions Province Records Republic
    River Road Royal School Sea Service Society South Southern St State States Station Street Studios Symposium
    Television The Theater Theatre Times Treaty Union United University Valley Village War West Western World
    """.split()
)
_ROLES = re.compile(
    r"(?:[a-z]+-)?(?:actor|advisor|advocate|artist|attorney|author|bishop|captain|chief|coach|commander|critic|director"
    r"|doctor|emperor|engineer|farmer|founder|general|governor|inventor|judge|king|lawyer|leader|manager|mayor|member"
    r"|minister|officer|official|owner|player|police|politician|pope|president|priest|professor|prosecutor|queen"
    r"|reporter|researcher|scholar|secretary|senator|settler|soldier|student|teacher|trader|troop|worker|writer"
    r"|\w+(?:ologist|[nst]ist|[cr]ian|sman|swoman)|people|men|women|\w+smen)s?"
)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Judge|President)\.?\s+([A-Z]\w+)")


@dataclass(frozen=True, slots=True)
class Names:
    """What a document's spelling tells: the words that it also spells small, and who has a title."""

    common: frozenset[str]
    titled: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "Names":
        """The names of a document."""
        small = frozenset(re.findall(r"\b[a-z]+\b", text)) | {"a", "an", "the"}
        return cls(small, frozenset(_TITLED.findall(text)))

    def is_person(self, words: str) -> bool:
        """Whether words name persons for certain, by name or by what they do ("the lawyer")."""
        if self.is_name(words):
            return True
        head = re.split(r"\s(?:of|in|for|from|at|with|to|on)\s", words)[0].split(",")[0].split()[-1:]
        return bool(head) and _ROLES.fullmatch(head[0]) is not None

    def is_name(self, words: str) -> bool:
        """Whether words are a person's name."""
        parts = words.replace(".", "").split()
        if not re.fullmatch(NAME, words) or _NO_PERSON.intersection(parts):
            return False
        return words in self.titled or (len(parts) > 1 and parts[0].lower() not in self.common)
