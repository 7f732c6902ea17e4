"""Questions and statements about written documents → groups: the chunks that bear them, and near ones that do not."""

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from index import Chunk, Span
from index.words import stems
from training.examples import CONTRADICTED, SUPPORTED, UNMENTIONED, Example, Group, chunks_of, marked
from training.notes import FOLDER, Note, Query, read_notes
from training.questions import Nearest, reworded
from training.synonyms import Thesaurus

CALIBRATES, MEASURES = 0, 1
"""Of twelve documents, chosen by their checksums, one calibrates and one measures; neither is trained on."""
BEARING, NEAREST = 2, 4
"""Of a question's chunks so many at most that bear it; one that does not is drawn of so many that are nearest."""
ELSEWHERE = 0.3
"""How often a chunk of another document is read, too."""
A_RUN = 0.5
"""How often a statement is judged by the sentences alone that bear it, with a neighbour or two."""
STANCES = {"+": SUPPORTED, "-": CONTRADICTED, "0": UNMENTIONED}


def notes(share: int | None = None, folder: Path = FOLDER) -> list[Note]:
    """The documents to be trained on, or those of a share, `CALIBRATES` or `MEASURES`, in the order of their files."""
    every = [note for path in sorted(folder.rglob("*.txt")) for note in read_notes(path)]
    kept = (CALIBRATES, MEASURES)
    return [note for note in every if (_share(note) == share if share is not None else _share(note) not in kept)]


def _share(note: Note) -> int:
    return hashlib.sha256(note.text.encode()).digest()[0] % 12


@dataclass(frozen=True, slots=True)
class Noted:
    """A question or a statement, and the number of its document."""

    note: int
    query: Query


class NoteQuestions:
    """The documents, cut into chunks."""

    def __init__(self, known: Sequence[Note], thesaurus: Thesaurus | None = None) -> None:
        asked = [Noted(at, query) for at, note in enumerate(known) for query in note.queries]
        self.questions = [each for each in asked if each.query.kind not in STANCES]
        self.statements = [each for each in asked if each.query.kind in STANCES]
        self._cut = [chunks_of(note.text) for note in known]
        self._thesaurus = thesaurus

    @cached_property
    def _all(self) -> Nearest:
        return Nearest([chunk.passage for chunks in self._cut for chunk in chunks])

    def group(self, asked: Noted, draw: random.Random) -> Group:
        """The examples of a question or a statement, those that bear it first; none where each answer is cut in two."""
        query, cut = asked.query, self._cut[asked.note]
        bearing = [chunk for chunk in cut if any(_within(chunk, each.answer) for each in query.quotes)]
        near = sorted((chunk for chunk in cut if chunk not in bearing), key=lambda chunk: -_shared(query.text, chunk))
        if query.kind in STANCES:
            return tuple(_judged(query, chunk, draw) for chunk in (bearing[:1] if query.quotes else near[:1]))
        if query.quotes and not bearing:
            return ()
        text = reworded(query.text, self._thesaurus, draw) if query.kind != "typo" else query.text
        first = sorted(draw.sample(bearing, min(BEARING, len(bearing))), key=lambda chunk: chunk.start)
        beside = draw.sample(near[:NEAREST], min(1 if first else 2, len(near[:NEAREST])))
        made = [_read(text, chunk, query) for chunk in [*first, *beside]]
        return (*made, *self._elsewhere(text, cut, draw))

    def _elsewhere(self, text: str, cut: Sequence[Chunk], draw: random.Random) -> Iterator[Example]:
        if draw.random() < ELSEWHERE:
            own = {chunk.passage for chunk in cut}
            others = [passage for passage in self._all.without(text, []) if passage not in own]
            yield from (Example(text, passage) for passage in draw.sample(others, min(1, len(others))))


def _shared(text: str, chunk: Chunk) -> int:
    return len(set(stems(text)) & set(stems(chunk.passage)))


def _within(chunk: Chunk, span: Span) -> bool:
    return chunk.start <= span[0] and span[1] <= chunk.end


def _read(text: str, chunk: Chunk, query: Query) -> Example:
    """What the reader is to find in a chunk: the first answer in it, and every sentence with one."""
    shift = len(chunk.passage) - chunk.end
    spans = [
        (start + shift, end + shift)
        for start, end in (each.answer for each in query.quotes)
        if _within(chunk, (start, end))
    ]
    sentences = [(start + shift, end + shift) for start, end in chunk.sentences]
    return Example(text, chunk.passage, spans[0] if spans else None, marked(sentences, spans))


def _judged(query: Query, chunk: Chunk, draw: random.Random) -> Example:
    """What the chunk says of a statement, or now and then a run of its sentences, as quotes are checked."""
    sentences = marked(chunk.sentences, (each.answer for each in query.quotes))
    bearing = [at for at, (_, bears) in enumerate(sentences) if bears]
    if bearing and draw.random() < A_RUN:
        chunk = chunk.run(max(0, bearing[0] - draw.randint(0, 1)), bearing[-1] + 1 + draw.randint(0, 1))
    return Example(query.text, chunk.passage, stance=STANCES[query.kind])
