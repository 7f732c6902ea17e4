"""Words as an LLM writes them → finished sentences, each with the numbers of the passages that it cites.

A sentence is held back until the next one has begun, for its numbers may still come, and half a number
is none. Knows nothing of passages.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

_BELONGS_BEFORE = re.compile(r"(?:\s*\[[^\[\]\n]*(?:\]|$))+\s*")
"""Numbers, whole or half arrived, after the full stop of their sentence."""
_NUMBERS = re.compile(r"\s*\[(?:passages?\s*)?(\d[\d\s,;&–-]*)\]", re.IGNORECASE)
_LIST_SIGN = re.compile(r"^\s*(?:[-*•>#]+|\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"\*\*|__|`")
_END = re.compile(r"[.!?…\]][\"'”’)]*$")
_THINKS, _THOUGHT = "<think>", "</think>"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence as an LLM wrote it, less its numbers; `finished` is false for one that breaks off."""

    text: str
    numbers: tuple[int, ...]
    finished: bool = True


def sentences(words: Iterable[str]) -> Iterator[Drafted]:
    """The sentences as soon as each is finished; the last one when the words end."""
    held = ""
    for each in words:
        held += each
        if not held.lstrip().startswith(_THINKS):
            *finished, held = _split(held)
            yield from filter(None, map(_drafted, finished))
        elif _THOUGHT in held:  # what a model thinks aloud before it answers is no part of the answer
            held = held.partition(_THOUGHT)[2]
    if last := _drafted(held, finished=bool(_END.search(held.rstrip()))):
        yield last


def _split(text: str) -> list[str]:
    """The sentences of a text, each with the numbers after it; the last one may go on."""
    pieces = [""]
    for line in text.splitlines(keepends=True):
        for at, piece in enumerate(_sentences(line)):
            before = _BELONGS_BEFORE.match(piece)
            end = before.end() if before else 0
            begins_item = at == 0 and end < len(piece)  # "[1] It opened …", a number at the beginning of its line
            if not pieces[-1].strip() or not piece[end:].strip():
                pieces[-1] += piece
            elif begins_item:
                pieces.append(piece)
            else:
                pieces[-1] += piece[:end]
                pieces.append(piece[end:])
    return pieces


def _sentences(line: str) -> list[str]:
    from sentencex import get_sentence_boundaries

    cuts = [0, *(int(each["end_index"]) for each in get_sentence_boundaries("en", line)), len(line)]
    return [line[start:end] for start, end in pairwise(dict.fromkeys(cuts))]


def _drafted(piece: str, *, finished: bool = True) -> Drafted | None:
    """A piece as a plain sentence; None where it says nothing."""
    numbers = [int(number) for cited in _NUMBERS.findall(piece) for number in re.findall(r"\d+", cited)]
    text = _EMPHASIS.sub("", _LIST_SIGN.sub("", _NUMBERS.sub("", piece)))
    plain = " ".join(text.split())
    return Drafted(plain, tuple(dict.fromkeys(numbers)), finished) if any(map(str.isalnum, plain)) else None
