"""A sentence → its one plain clause: subject, verb, and what follows. Rules on words, no tagger.

The verb is the first word that is one for certain. Whatever the rules are not sure of is no clause:
pronouns, whose noun is elsewhere; a second verb; a denial; quotations. Knows nothing of questions.
"""

import re
from dataclasses import dataclass

from eval.authoring.verbs import BASES

AUXILIARIES = frozenset("was were is are will".split())
POSSESSIVES = {"had": ("did", "have"), "has": ("does", "have"), "have": ("do", "have")}
"""Verbs that ask with "do" where they mean owning."""

_VERBS = AUXILIARIES | POSSESSIVES.keys() | BASES.keys()
_OTHER_VERBS = frozenset(
    "am be been being can could did do does may might must says say should shows show would".split()
)
_ARTICLES = frozenset("a an the".split())
_POINTING = frozenset(
    """
    i you he she it we they me him her us them my your his its our their this that these those there here such same both
    another others one ones himself herself itself themselves who whom whose which what when where why how
    """.split()
)
_JOINING = frozenset(
    """
    after again also although as because before but either even finally however if later neither never nor not now
    once only or since so still than then though thus unless until whether while yet
    """.split()
)
OPENING = frozenset(
    "about among at between by despite during for from in into of on over per through to under with".split()
)
_NEVER_PLAIN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\"“”„«»()\[\]{}<>;:…?!/*_#|=]|[–—]|--|n['’]t\b"
)
_MOST_SUBJECT_WORDS = 7


@dataclass(frozen=True, slots=True)
class Clause:
    """Offsets count in `text`: the verb begins at `verb_at`, what follows at `rest_at`, and it ends at `end`.

    `subject` is spelled as inside a sentence.
    """

    text: str
    subject: str
    verb: str
    verb_at: int
    rest_at: int
    end: int

    @property
    def lacks_object(self) -> bool:
        """Whether nothing follows the verb but ", that …"."""
        return not self.rest and re.match(r"\s*,\s+that\b", self.text[self.end :]) is not None

    @property
    def rest(self) -> str:
        """What follows the verb."""
        return joined(self.text[self.rest_at : self.end])

    def inverted(self, rest: str) -> str:
        """The clause as it stands after "When", with another rest: "did the bridge open in the morning"."""
        first, base = (self.verb, "") if self.verb in AUXILIARIES else POSSESSIVES.get(self.verb, ("did", ""))
        base = base or BASES.get(self.verb, "")
        return joined(f"{first} {self.subject} {base} {rest}")


def joined(text: str) -> str:
    """A text on one line, with one space between its words."""
    return " ".join(text.split())


def common_words(text: str) -> frozenset[str]:
    """The words that a document spells with a small letter somewhere: they are no names."""
    return frozenset(re.findall(r"\b[a-z]+\b", text)) | _ARTICLES


def parse_clause(text: str, common: frozenset[str]) -> Clause | None:
    """The clause that a sentence is or begins with, up to a comma after its verb; None where it is in doubt.

    What is blank in `text` is skipped, so that a caller can blank out what it needs no more.
    """
    if _NEVER_PLAIN.search(text):
        return None
    verb = next((word for word in list(re.finditer(r"\S+", text))[1:] if word[0] in _VERBS), None)
    if verb is None:
        return None
    comma = re.compile(r"\s*,(?!\d)").search(text, verb.end())
    end = comma.start() if comma else len(text.rstrip(" \n\t."))
    subject, rest = text[: verb.start()].split(), text[verb.end() : end].split()
    if not _is_subject(subject) or not _is_rest(rest, after_auxiliary=verb[0] in AUXILIARIES):
        return None
    first = subject[0].lower() if subject[0].lower() in common else subject[0]
    return Clause(text, " ".join([first, *subject[1:]]), verb[0], verb.start(), verb.end(), max(end, verb.end()))


def _is_subject(words: list[str]) -> bool:
    """Whether the words before the verb are all of the subject, and nothing else."""
    plain = [word.lower() for word in words]
    ends = not words[-1].endswith("ly") and plain[-1] not in _ARTICLES | OPENING | {"and"}
    return (
        0 < len(words) <= _MOST_SUBJECT_WORDS
        and ends
        and plain[0] not in OPENING
        and not any("," in word for word in words)
        and not any(map(_is_doubtful, words))
    )


def _is_rest(words: list[str], *, after_auxiliary: bool) -> bool:
    """Whether the words after the verb hold no second verb. After an auxiliary the first may be a participle."""
    return not any(map(_is_doubtful, words[1:] if after_auxiliary else words)) and not (
        words and words[0].lower() in _POINTING | _JOINING | {"been", "being"}
    )


def _is_doubtful(word: str) -> bool:
    """Whether a word may be a verb, points elsewhere, or joins another clause."""
    bare = word.strip(".,'’")
    participle = bare.isalpha() and bare.islower() and len(bare) > 4 and bare.endswith("ed")
    return participle or bare in _VERBS or bare in _OTHER_VERBS or bare.lower() in _POINTING or bare.lower() in _JOINING
