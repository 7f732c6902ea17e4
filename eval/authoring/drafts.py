"""A clause → the questions that ask for words of it.

"The bridge opened in 1998." less "in 1998" → "When did the bridge open?"; after Heilman and Smith
2010, without their parser. Knows nothing of documents.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eval.authoring.clauses import BE, PREPOSITIONS, Clause, Span
from eval.authoring.names import Names
from eval.authoring.patterns import ANIMATE, COUNT, DATE, OTHER_PLACE, PATTERNS, Pattern
from eval.authoring.verbs import PARTICIPLES

_KEPT_OPENING = 6
"""Words; a question is not made longer than by these."""
_VAGUE_SUBJECT = re.compile(r"(?:[Tt]he|[Aa]n?)(?:\s(?!of\b)[a-z-]+){1,2}")
_VAGUE_ANSWER = re.compile(r"(?:the|its|his|her|their)\s[a-z]+|.*\s\w+ly", re.DOTALL)
_TOWARDS = ("to", "with", "from")
_LISTED = re.compile(r",(?:\s+[\w'’-]+){1,4},?\s+(?:and|or)\s")


@dataclass(frozen=True, slots=True)
class Draft:
    """A question of one sentence. Spans count in the sentence."""

    kind: str
    question: str
    answer: Span
    evidence: Span


def drafts(clause: Clause, names: Names) -> Iterator[Draft]:
    """Every question that the patterns make of a clause."""
    opening = clause.text[slice(*clause.opening)]
    dated = re.match(rf"{DATE}(?:,\s*|\s+)$", opening)
    if dated and clause.rest:
        yield _draft(clause, "When", clause.inverted(clause.rest), _moved(dated.span("answer"), clause.opening[0]))
    kept = _kept(opening)
    if kept is None:
        return
    for pattern in PATTERNS:
        if pattern.fits(clause):
            yield from _asked(pattern, clause, kept, names)
    yield from _subject_asked(clause, kept, names)
    yield from _defined(clause, names)


def _draft(clause: Clause, ask: str, told: str, answer: Span, around: Span | None = None) -> Draft:
    first, last = around or answer
    kind = "how many" if ask.startswith("How many") else ask.lower()
    evidence = min(first, clause.verb_at[0]), max(last, clause.verb_at[1])
    return Draft(kind, f"{ask} {told}".strip() + "?", answer, evidence)


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


def _kept(opening: str) -> str | None:
    """What of an opening the question must keep: "In Berlin," makes "… in Berlin?"; None where it is too much."""
    words = opening.strip().rstrip(",").split()
    if not words or words[0].lower() not in PREPOSITIONS:
        return ""
    return " ".join([words[0].lower(), *words[1:]]) if len(words) <= _KEPT_OPENING else None


def _asked(pattern: Pattern, clause: Clause, kept: str, names: Names) -> Iterator[Draft]:
    """The question of a pattern, where it finds its words once."""
    # A date or a place in a relative clause belongs to another verb.
    end = clause.inner if pattern.kind in ("when", "where", "how many") else clause.end
    within = clause.text[clause.rest_at : end]
    found = list(pattern.words.finditer(within))
    if len(found) != 1:
        return
    match, groups = found[0], found[0].groupdict()
    before, after = within[: match.start()], clause.text[clause.rest_at + match.end() : clause.end]
    if _is_anothers(pattern.kind, clause, before, after) or (
        pattern.kind != "why" and _VAGUE_ANSWER.fullmatch(match["answer"])
    ):
        return
    if not after.strip() and _LISTED.match(clause.text, clause.end):  # the answer would be a part of a list
        return
    stay = groups.get("stay") or ""
    ask = pattern.ask.format(**groups) or "What"
    if (not pattern.ask or stay.endswith(_TOWARDS)) and names.is_person(match["answer"]):
        ask = "Who"
    told = clause.inverted(f"{before} {stay} {pattern.last} {after} {kept}")
    answer = _moved(match.span("answer"), clause.rest_at)
    yield _draft(clause, ask, told, answer, (answer[0], clause.rest_at + match.end()))


def _is_anothers(kind: str, clause: Clause, before: str, after: str) -> bool:
    """Whether a date or place may say when or where something else happened, or nothing is left to ask about."""
    words = before.split()
    if kind == "where":
        return OTHER_PLACE.search(f"{before} {after}") is not None
    if kind == "when":
        alone = not words and not after.strip()
        lacks_object = re.match(r",?\s+that\b", clause.text[clause.end :]) is not None
        return (len(words) > 1 and words[-1] in PARTICIPLES) or (alone and (clause.verb in BE or lacks_object))
    return False


def _subject_asked(clause: Clause, kept: str, names: Names) -> Iterator[Draft]:
    """ "Ada Lund designed the bridge." → "Who designed the bridge?" """
    rest = clause.rest.split()
    told = f"{clause.stated} {clause.rest} {kept}"
    count = re.fullmatch(COUNT, clause.subject)
    if count and clause.verb not in ("has", "have", "had"):
        answer = _moved(count.span("answer"), clause.subject_at[0])
        yield _draft(clause, f"How many {count['thing']}", told, answer, clause.subject_at)
    if count or clause.verb in ("were", "are", "have") or len(rest) < 2:
        return
    if rest[0] in PREPOSITIONS or (clause.verb in BE and rest[0] in {"a", "an", "that"}):
        return
    if ask := _who_or_what(clause, names):
        yield _draft(clause, ask, told, clause.subject_at)


def _who_or_what(clause: Clause, names: Names) -> str:
    """What asks for the subject; empty where that is in doubt."""
    article, _, noun = clause.subject.partition(" ")
    if names.is_person(clause.subject) or clause.base in ANIMATE:
        return "Who"
    if article.lower() not in ("the", "a", "an") or _VAGUE_SUBJECT.fullmatch(clause.subject):
        return ""
    if clause.verb in BE or not (noun[:1].isupper() and noun.split()[-1][0].isupper()):
        return "What"
    return "Who" if noun.endswith(("s", "ish", "ese", "ch")) else ""  # "the Huguenots", "the French"


def _defined(clause: Clause, names: Names) -> Iterator[Draft]:
    """ "Lund, an engineer, …" or "Lund was an engineer." → "Who was Lund?" """
    ask = "Who" if names.is_name(clause.subject) else "What"
    if re.match(r"(?:a|an|the)\s", clause.text[slice(*clause.aside)]) and ask == "Who":
        yield _draft(clause, ask, f"is {clause.subject}", clause.aside, (clause.subject_at[0], clause.aside[1]))
    told = re.compile(r"\s*(?=(?:a|an|the|one\s+of)\s)").match(clause.text, clause.rest_at, clause.end)
    if told and clause.verb in ("is", "was") and not clause.adverb:
        yield _draft(clause, ask, f"{clause.verb} {clause.subject}", (told.end(), clause.end))
