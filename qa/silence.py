"""Why the sources don't say: what a person can do something about, in a sentence each; nothing is refused for it."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from index import Snapshot, with_unseen_shown
from qa.candidates import Candidate
from qa.language import unread

NEAREST = 3
"""So many passages decide which language the documents speak of this."""
UNREAD = 5
"""How many files are named that could not be read."""

_NAME = re.compile(r"(?<=\w )[A-Z]\w+|\d\w+")
"""A name inside a sentence, or a number: other words may stand in the documents as a synonym."""


def reason(candidates: Sequence[Candidate], index: Snapshot) -> str:
    """The language, if it is not English, or else the names that are nowhere; and the files that were not read."""
    said = list(dict.fromkeys(filter(None, map(_language, candidates)))) or list(_nowhere(candidates, index))
    return " ".join([*said, *_not_read(index)])


def _language(candidate: Candidate) -> str | None:
    return unread(candidate.sub_question.question, [span.chunk.text for span in candidate.spans[:NEAREST]])


def _nowhere(candidates: Sequence[Candidate], index: Snapshot) -> Iterator[str]:
    """The names and numbers of the question that stand in no document."""
    questions = [candidate.sub_question.question for candidate in candidates]
    terms = chain.from_iterable(map(index.terms, questions))
    unknown = {term.word for term in terms if not term.known}
    named = chain.from_iterable(map(_NAME.findall, questions))
    if missing := [name for name in dict.fromkeys(named) if name.casefold() in unknown]:
        yield f"In no document: {', '.join(f'“{name}”' for name in missing)}."


def _not_read(index: Snapshot) -> Iterator[str]:
    """The files that an answer may stand in, and that could not be read."""
    names = [with_unseen_shown(file.source) for file in index.noted() if file.document_id is None]
    more = f" and {len(names) - UNREAD:,} more" if len(names) > UNREAD else ""
    if names:
        yield f"Not read: {', '.join(names[:UNREAD])}{more}."
