"""Running prose → what lies on people's disks: lists, notes, e-mails, chats, under headings.

The texts that people asked questions about, at hand in any number, are Wikipedia's prose, and
people's files are not. The sentences stay as they are, in their order; what is between them changes.
"""

import random
from collections.abc import Callable, Sequence

from index import Span

NAMES = (
    "Anna Ben Carla David Elif Farid Greta Hugo Irene Jonas Katya Liam Mona Nils Olga Pedro Ravi Sara Tom Vera"
).split()
Layout = Callable[[list[str], str, random.Random], list[str]]
"""Sentences, the title and a draw → what stands before each sentence, and, last, after them all."""


def laid_out(text: str, sentences: Sequence[Span], title: str, draw: random.Random) -> tuple[str, list[int]]:
    """The sentences of a text laid out anew: the new text, and where each sentence starts in it."""
    bodies = [text[start:end] for start, end in sentences]
    before = draw.choice(LAYOUTS)(bodies, title, draw)
    made, starts = "", []
    for between, body in zip(before, bodies, strict=False):
        made += between
        starts.append(len(made))
        made += body
    return made + before[len(bodies)], starts


def _heading(bodies: list[str], title: str, draw: random.Random) -> list[str]:
    first = draw.choice(["# {}\n\n", "{}\n\n", "## {}\n", "{}\n", "{}:\n"]).format(title)
    return [first, *[" "] * (len(bodies) - 1), ""]


def _bullets(bodies: list[str], title: str, draw: random.Random) -> list[str]:
    mark, first = draw.choice(["- ", "* ", "• ", "– "]), draw.choice(["{}\n", "{}:\n\n", "### {}\n", ""]).format(title)
    return [first + mark, *["\n" + mark] * (len(bodies) - 1), ""]


def _numbered(bodies: list[str], title: str, draw: random.Random) -> list[str]:
    form, base = draw.choice(["{}. ", "{}) ", "({}) ", "§ {} ", "1.{} "]), draw.randint(1, 9)
    marks = [form.format(base + at) for at in range(len(bodies))]
    return [f"{title}\n{marks[0]}", *["\n" + mark for mark in marks[1:]], ""]


def _lines(bodies: list[str], title: str, draw: random.Random) -> list[str]:
    return ["", *[draw.choice(["\n", "\n\n"])] * (len(bodies) - 1), ""]


def _email(bodies: list[str], title: str, draw: random.Random) -> list[str]:
    sender, receiver = draw.sample(NAMES, 2)
    head = f"From: {sender}\nTo: {receiver}\nSubject: {title}\n\n{draw.choice(['Hi', 'Dear', 'Hello'])} {receiver},\n\n"
    quoted = draw.choice(["", "", "> "])
    return [head + quoted, *["\n" + quoted if quoted else " "] * (len(bodies) - 1), f"\n\nBest,\n{sender}"]


def _chat(bodies: list[str], title: str, draw: random.Random) -> list[str]:
    pair, minute = draw.sample(NAMES, 2), draw.randint(0, 600)
    form = draw.choice(["[{0:02d}:{1:02d}] {2}: ", "{2} ({0:02d}:{1:02d}): ", "{2}: "])
    marks = [form.format((minute + at) // 60 + 7, (minute + at) % 60, pair[at % 2]) for at in range(len(bodies))]
    return [marks[0], *["\n" + mark for mark in marks[1:]], ""]


def _log(bodies: list[str], title: str, draw: random.Random) -> list[str]:
    day, second = f"202{draw.randint(0, 6)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}", draw.randint(0, 3000)
    level = draw.choice(["INFO ", "", "NOTE ", "[main] "])
    marks = [f"{day} 09:{(second + at) // 60:02d}:{(second + at) % 60:02d} {level}" for at in range(len(bodies))]
    return [marks[0], *["\n" + mark for mark in marks[1:]], ""]


LAYOUTS: tuple[Layout, ...] = (_heading, _heading, _heading, _bullets, _bullets, _numbered, _lines, _email, _chat, _log)
