"""A sentence → its plain clauses: subject, verb, and what follows. Rules on words, no tagger.

The verb is the first word that is one for certain. Whatever the rules are not sure of is no clause:
pronouns, whose noun is elsewhere; a denial; a condition. Knows nothing of questions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eval.authoring.verbs import PARTICIPLES, PAST, PRESENT

Span = tuple[int, int]

BE = frozenset("was were is are".split())
_MODALS = frozenset("will can".split())
_HAVE = {"had": ("did", "have"), "has": ("does", "have"), "have": ("do", "have")}
REPORTING = frozenset("say claim announce argue believe explain report suggest warn add tell state relate".split())

_UNSURE = frozenset("would could may might must should".split())
_FINITE = BE | _MODALS | _UNSURE | _HAVE.keys() | PAST.keys() | PRESENT.keys()
_NOT_BEFORE_VERB = frozenset(
    "a an the its his her their our my your this that these those no very more most of in on at by for from with to as"
    " into under over between and or than about against during through".split()
)
PREPOSITIONS = frozenset(
    """
    about after against along among around as at before behind below between beyond by despite during for from in
    including inside into near of off on onto out over per since through throughout to toward towards under until up
    upon via with within without
    """.split()
)
_PRONOUNS = frozenset(
    """
    i you he she it we they me him us them my your our mine this these those there here such both another others one
    ones who whom whose which what when where why how some many most several other each all any none few every neither
    either same former latter following his her its their himself herself itself themselves that much more
    """.split()
)
_OPENERS = frozenset(
    """
    today now later then recently currently specifically finally eventually initially originally however moreover
    meanwhile also furthermore additionally consequently therefore thus instead nevertheless ultimately notably
    historically traditionally generally typically often sometimes soon afterwards
    """.split()
)
_NEGATIONS = re.compile(
    r"\b(?:not|never|no longer|nor|neither|cannot|hardly|unless|if|whether)\b|n['’]t\b", re.IGNORECASE
)
_SUBORDINATE = frozenset("while when although though where whereas after which who until since but".split())
_RELATIVE = frozenset("that which who whose whom where because".split())
_ADVERBS = frozenset("also now later soon still then often once first largely mainly".split())
_PLAIN_ENDING = re.compile(r"[a-z](?:ous|ive|ful|less|ed|ing|ers|ors|ists|ary|able|tions?|ments?)$")
_LINKING = frozenset("also later then".split())  # they point at the sentence before
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\[\]{}<>*_#|=/]|\.\.\.|…")
_ASIDE = re.compile(r"\s*\([^()]*\)")
_MOST_SUBJECT_WORDS = 9
_REPORTED = re.compile(
    rf"\b(?:{'|'.join(form for form, base in {**PAST, **PRESENT}.items() if base in REPORTING)})"
    r"\s+(?:(?:[A-Z]\S*\s+){0,4}that\s+|(?=[A-Z]|the\s))"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """Offsets count in `text`: the verb is at `verb_at`, what follows begins at `rest_at` and ends at `end`.

    `adverb` stands between subject and verb, or in the verb group. Before `inner` begins no relative
    clause: up to there all belongs to the verb. `opening` is what stands before the subject, and
    `aside` what is said of the subject between commas.
    """

    text: str
    subject: str
    subject_at: Span
    adverb: str
    verb: str
    main: str
    verb_at: Span
    rest_at: int
    inner: int
    end: int
    opening: Span
    aside: Span

    @property
    def rest(self) -> str:
        """What follows the verb."""
        return joined(self.text[self.rest_at : self.end])

    @property
    def base(self) -> str:
        """The base form of the verb; empty after "is" and the like."""
        return PAST.get(self.main) or PRESENT.get(self.main) or _HAVE.get(self.main, ("", ""))[1]

    @property
    def stated(self) -> str:
        """The verb group in the order of a statement: "was later", "has decided"."""
        return joined(f"{self.verb} {self.adverb} {self.main}") if self.main != self.verb else self._plain()

    def _plain(self) -> str:
        return joined(f"{self.verb} {self.adverb}" if self.verb in BE else f"{self.adverb} {self.verb}")

    def inverted(self, rest: str) -> str:
        """The clause as it stands after "When", with another rest: "did the bridge open in the morning"."""
        if self.main != self.verb or self.verb in BE:  # an auxiliary
            main = self.main if self.main != self.verb else ""
            return joined(f"{self.verb} {self.subject} {self.adverb} {main} {rest}")
        do, base = _HAVE.get(self.verb) or ("does" if self.verb in PRESENT else "did", self.base)
        return joined(f"{do} {self.subject} {self.adverb} {base} {rest}")


def joined(text: str) -> str:
    """A text on one line, with one space between its words."""
    return " ".join(text.split())


def clauses(sentence: str, common: frozenset[str]) -> Iterator[Clause]:
    """The main clause of a sentence, and the one that it reports after "that"; those that are in no doubt."""
    text = _ASIDE.sub(lambda match: " " * len(match.group()), sentence)  # blanks keep the offsets
    if _UNPRINTABLE.search(text):
        return
    end = len(text.rstrip(' \n\t.”"'))
    told = _REPORTED.search(text)
    for start in [0, told.end()] if told and not _NEGATIONS.search(text, 0, told.start()) else [0]:
        if clause := _parse(text, start, end, common):
            yield clause


def _parse(text: str, start: int, end: int, common: frozenset[str]) -> Clause | None:
    opening = _opening(text, start, end)
    if opening is None:
        return None
    words = list(re.compile(r"\S+").finditer(text, opening, end))
    at = next((at for at in range(1, len(words)) if _is_finite(words, at)), None)
    if at is None:
        return None
    subject_end, aside = _aside(text, words[0].start(), words[at - 1].end())
    subject = text[words[0].start() : subject_end].split()
    adverb: list[str] = []
    while len(subject) > 1 and _is_adverb(subject[-1]):
        adverb.insert(0, subject.pop())
    verb, main, rest_word, inside = _group([word[0] for word in words[at:]])
    if not main or not _is_subject(subject):
        return None
    if subject[0].lower() in common or _PLAIN_ENDING.search(subject[0]):
        subject[0] = subject[0].lower()
    rest_at = words[at + rest_word - 1].end()
    inner, close = _borders(text, words[at + rest_word :], rest_at, end)
    if _NEGATIONS.search(text, words[0].start(), close) or _is_doubtful(text, rest_at, inner, verb, main):
        return None
    return Clause(
        text=text,
        subject=" ".join(subject),
        subject_at=(words[0].start(), words[len(subject) - 1].end() - (aside[0] != aside[1])),
        adverb=" ".join(word for word in [*adverb, *inside] if word not in _LINKING),
        verb=verb,
        main=main,
        verb_at=(words[at].start(), rest_at),
        rest_at=rest_at,
        inner=inner,
        end=close,
        opening=(start, opening),
        aside=aside,
    )


def _opening(text: str, start: int, end: int) -> int | None:
    """Where the subject begins: after "In May 1998," or "However,"; None where the opening is a clause."""
    first = re.compile(r"\w+").match(text, start, end)
    if not first:
        return None
    word = first[0].lower()
    if word in PREPOSITIONS - {"as", "after", "before", "since", "until"} or word in _OPENERS:
        dated = re.compile(r"(?:In|On|By|Since)\s+(?:\w+\.?\s+)?(?:\d{1,2},\s+)?\d{4},?\s+").match(text, start, end)
        comma = re.compile(r",[”\"]?\s+(?!\d)").search(text, start, end)
        found = dated or comma
        return found.end() if found and len(text[start : found.end()].split()) <= 10 else None
    return None if word in {"as", "if", "before", "until", *_SUBORDINATE} else start


def _is_finite(words: list[re.Match[str]], at: int) -> bool:
    """Whether a word is a verb for certain, by itself and by the word before it."""
    before, word = words[at - 1][0].lower(), words[at][0].rstrip(",")
    return word in _FINITE and before not in _NOT_BEFORE_VERB and not before.endswith(("'s", "’s"))


def _is_adverb(word: str) -> bool:
    return (word.islower() and word.endswith("ly") and len(word) > 4) or word in _ADVERBS


def _group(words: list[str]) -> tuple[str, str, int, list[str]]:
    """The finite verb, the main verb, of how many words they are, and the adverbs between them."""
    verb, at, inside = words[0].rstrip(","), 1, []
    if verb in _UNSURE:
        return "", "", 0, []
    if verb not in BE | _MODALS | _HAVE.keys():
        return (verb, verb, 1, []) if not words[0].endswith(",") else ("", "", 0, [])
    while at < len(words) and _is_adverb(words[at]):
        inside.append(words[at])
        at += 1
    nextword = words[at].strip(",") if at < len(words) else ""
    if verb in BE:
        return verb, verb, at, inside
    if verb in _MODALS:
        return (verb, nextword, at + 1, inside) if nextword.isalpha() else ("", "", 0, [])
    if nextword == "been" or (verb == "had" and nextword in PARTICIPLES):
        return "", "", 0, []
    return (verb, nextword, at + 1, inside) if nextword in PARTICIPLES else (verb, verb, at, inside)


def _aside(text: str, start: int, end: int) -> tuple[int, Span]:
    """Where the subject ends, and the span of what is said of it between two commas after it, if anything is."""
    match = re.compile(r"(?P<subject>[^,]+),\s+(?P<aside>[^,]+),").fullmatch(text, start, end)
    return (match.end("subject"), match.span("aside")) if match else (end, (start, start))


def _is_subject(words: list[str]) -> bool:
    """Whether the words before the verb are all of the subject, and nothing else."""
    plain = [word.lower().strip("\"“”'‘’") for word in words]
    return (
        0 < len(words) <= _MOST_SUBJECT_WORDS
        and not _SUBORDINATE.intersection(plain)
        and not any("," in word or ";" in word or ":" in word for word in words)
        and plain[0] not in _PRONOUNS | PREPOSITIONS
        and plain[-1] not in PREPOSITIONS | {"the", "a", "an", "and", "or", "to"}
        and not any(word in _PRONOUNS - {"its", "his", "her", "their", "other", "one"} for word in plain)
        and not any(word in _FINITE and not _before_noun(plain, at) for at, word in enumerate(plain))
        and not plain[0].endswith(("ing", "ly"))
    )


def _before_noun(words: list[str], at: int) -> bool:
    """Whether a word that looks like a verb stands where an adjective does: "the convicted leader"."""
    return at > 0 and at + 1 < len(words) and words[at + 1] not in PREPOSITIONS


def _borders(text: str, words: list[re.Match[str]], start: int, end: int) -> tuple[int, int]:
    """Where a relative clause or a reason begins in the rest, and where the rest ends."""
    inner = 0
    for at, word in enumerate(words):
        plain = word[0].rstrip(",").lower()
        after = words[at + 1][0].rstrip(",") if at + 1 < len(words) else ""
        before = words[at - 1][0] if at else ""
        joins = plain in {"and", "or", "but"} and before not in PAST
        joins = joins and (after in _FINITE or _is_adverb(after) or after.lower() in _PRONOUNS)
        if plain in _RELATIVE and (at or plain == "that") and not inner:
            inner = word.start()
        elif (plain in _SUBORDINATE and not inner) or joins or plain in "–—;-":
            return _stripped(text, start, inner, word.start())
        mark = re.search(r"[,;:–—]”?$|—", word[0])
        if mark and not (mark[0] == "," and _goes_on(words, at)):
            return _stripped(text, start, inner, word.start() + mark.start())
    return _stripped(text, start, inner, end)


def _goes_on(words: list[re.Match[str]], at: int) -> bool:
    """Whether a comma stands inside a date, a place or a name: "Bremen, Germany", "the mayor, Ada Lund"."""
    word, after = words[at][0], [word[0] for word in words[at + 1 :]]
    if not after:
        return False
    names = after[0][0].isupper() or (word[0].isupper() and after[0] in {"and", "or"} and after[1:2] > ["A"])
    dated = word.rstrip(",").isdigit() and after[0][:4].isdigit()
    return dated or (names and not any(_is_finite(words, later) for later in range(at + 2, len(words))))


def _stripped(text: str, start: int, inner: int, end: int) -> tuple[int, int]:
    end = max(start, len(text[:end].rstrip(" \n\t,")))
    return (len(text[:inner].rstrip()) if inner else end), end


def _is_doubtful(text: str, start: int, end: int, verb: str, main: str) -> bool:
    """Whether a second verb in the rest says that the first is none, or a clause without "that" follows."""
    words = list(re.compile(r"\S+").finditer(text, start, end))
    finite = [word[0] for at, word in enumerate(words) if at and (_is_finite(words, at) or word[0].endswith("ed"))]
    if any(word in BE | _MODALS | _UNSURE | _HAVE.keys() for word in finite):
        return True
    plain = [word[0] for word in words]
    if "and" in plain and plain[-1] in PAST:
        return True
    return verb == main and main in PARTICIPLES and bool(words) and words[0][0] in PREPOSITIONS and bool(finite)
