"""An answer as a terminal shows it: what is said, how likely, and each passage on lines of its own."""

import textwrap

from index import with_unseen_shown
from qa.datatypes import Answer, Citation, Sentence

WIDEST = 100
"""Columns; longer lines are hard to read."""


def as_text(answer: Answer, *, width: int = WIDEST) -> str:
    """An answer, its likelihood, and under it each quote with its place. Control characters are made visible."""
    lines = [_searched(answer), *_said(answer, width), _likelihood(answer), _written(answer), *_passages(answer, width)]
    return "\n".join(line for line in lines if line)


def _searched(answer: Answer) -> str:
    if answer.standalone_question == answer.question:
        return ""
    return f"(searched for: {_plain(answer.standalone_question)})"


def _said(answer: Answer, width: int) -> list[str]:
    """The sentences of an answer with their numbers, and the notes; of silence what it says itself.

    Where a passage may answer all the same, it comes first.
    """
    cited = [sentence for sentence in answer.sentences if sentence.citations]
    if answer.status == "answered":
        said = _wrapped(" ".join(map(_numbered, cited)), width)
        return [said, *(_wrapped(f"({note})", width) for note in answer.notes)]
    perhaps = [_wrapped(f"Perhaps: {_numbered(sentence)}", width) for sentence in cited[: answer.perhaps]]
    return perhaps + [_wrapped(sentence.text, width) for sentence in answer.sentences if not sentence.citations]


def _numbered(sentence: Sentence) -> str:
    return " ".join([sentence.text, *(f"[{marker}]" for marker in sentence.citations)])


def _likelihood(answer: Answer) -> str:
    if answer.likelihood is None:
        return ""
    return f"{answer.likelihood.capitalize()} ({answer.percent} % likely right)"


def _written(answer: Answer) -> str:
    """Who wrote the sentences, where they are no quotes, and how many are not shown."""
    if not answer.written_by and not answer.left_out:
        return ""
    by = f"Written by {_plain(answer.written_by)}, checked against the quotes" if answer.written_by else "In quotes"
    count = len(answer.left_out)
    left_out = f"; {count} sentence{'' if count == 1 else 's'} left out: not supported, or no answer" if count else ""
    return f"{by}{left_out}"


def _passages(answer: Answer, width: int) -> list[str]:
    """Each quote with its place; beside one that may answer, of the others their places alone."""
    nearest = answer.status == "not_in_sources" and answer.citations and not answer.perhaps
    lines = ["", "What comes nearest:"] if nearest else []
    folded = answer.citations[1:] if answer.perhaps else ()
    for citation in answer.citations[: len(answer.citations) - len(folded)]:
        lines += ["", f"[{citation.marker}] {_place(citation)}", _wrapped(citation.quote, width, "    ")]
    if folded:
        lines += ["", "Near, too:", *(f"[{citation.marker}] {_place(citation)}" for citation in folded)]
    return ["\n".join(lines)] if answer.citations else []


def _place(citation: Citation) -> str:
    page = f", page {citation.page}" if citation.page else ""
    return f"{_plain(citation.source)}{page}, characters {citation.start} to {citation.end}"


def _wrapped(text: str, width: int, indent: str = "") -> str:
    width = min(width, WIDEST)
    return textwrap.fill(_plain(text), width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def _plain(text: str) -> str:
    """A text on one line that cannot steer the terminal."""
    return with_unseen_shown(" ".join(text.split()))
