"""What the index is made of, and what can go wrong with it.

QuotedError
├── SourcesError           the folder or file to answer from is missing, empty or unreadable
├── DocumentError          one file cannot be read (it is listed; the others go on)
│   └── PassingError       … for a reason that passes by itself (it is tried again at the next look)
├── IndexLockedError       another process is writing the same index
├── IndexUnreachableError  the index cannot be opened, read or written where it is kept
├── IndexDamagedError      the index on disk contradicts itself (it is rebuilt)
├── StoreBusyError         another program holds the vectors' database (try again)
├── StoreUnreachableError  the vectors' server or disk does not answer, or refuses (nothing is lost)
├── ModelError             the embedding model is missing or is not the one expected
├── QuestionError          the question is blank or too long, or asks a document that is not there
├── LLMError               the LLM that the settings name fails (the quotes are the answer)
└── SettingsError          an unknown or impossible setting
"""

from bisect import bisect_right
from dataclasses import dataclass, replace

Span = tuple[int, int]
"""(start, end): the characters from `start` to before `end` of a text."""


class QuotedError(Exception):
    """The base of every error that this software raises on purpose."""


class SourcesError(QuotedError):
    """The sources are missing, empty or unreadable."""


class DocumentError(QuotedError):
    """One file cannot be read."""


class PassingError(DocumentError):
    """One file cannot be read now, whatever it holds."""


class IndexLockedError(QuotedError):
    """Another process is writing the same index."""


class IndexUnreachableError(QuotedError):
    """The index cannot be opened, read or written where it is kept."""


class IndexDamagedError(QuotedError):
    """The index on disk contradicts itself."""


class StoreBusyError(QuotedError):
    """Another program holds the database of the vectors; nothing is wrong with it."""


class StoreUnreachableError(QuotedError):
    """The server or disk with the vectors does not answer, or refuses; nothing is wrong with them."""


class ModelError(QuotedError):
    """The embedding model is missing or is not the one expected."""


class QuestionError(QuotedError):
    """The question is blank or too long, or asks a document that is not there."""


class LLMError(QuotedError):
    """The LLM that the settings name does not answer, or not in time; the quotes are the answer."""


class SettingsError(QuotedError):
    """A setting is unknown or impossible."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a document: `document.text[start:end] == text`; `level` 1 is the highest, 6 the lowest."""

    start: int
    end: int
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One file as text.

    Every offset in this software counts code points of `text`, from 0. `source` is the path below
    the sources' root, with "/" on every system. `document_id` is the SHA-256 of the file's bytes,
    so the same content is the same document whatever its name. `note` says what was odd about the
    file, if anything. `date` is its own date as YYYY-MM-DD, or "". `pages` are the offsets at which
    its pages start, none where the format has no pages; `headings` are in the order of the text.
    """

    document_id: str
    source: str
    title: str
    text: str
    note: str = ""
    date: str = ""
    pages: tuple[int, ...] = ()
    headings: tuple[Heading, ...] = ()

    def page(self, offset: int) -> int | None:
        """The number, from 1, of the page that an offset is on; None where there are no pages."""
        return max(1, bisect_right(self.pages, offset)) if self.pages else None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole units of one document: `document.text[start:end] == text`.

    `sentences` are the (start, end) offsets, in the document's text, of what can be quoted: sentences,
    list items, table rows. `context` is what stands above them: headings, a list's lead-in, a table's head.
    """

    chunk_id: str
    document_id: str
    source: str
    title: str
    start: int
    end: int
    text: str
    sentences: tuple[Span, ...]
    context: str = ""

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text):
            raise IndexDamagedError(
                f"Chunk {self.chunk_id} of {self.source} spans {self.end - self.start} characters "
                f"but holds {len(self.text)}. Rebuild the index: python -m index --rebuild PATH."
            )

    @property
    def passage(self) -> str:
        """The chunk as it is searched and read: under its context."""
        return f"{self.context}\n{self.text}" if self.context else self.text

    def run(self, first: int, last: int) -> "Chunk":
        """The sentences from the number `first` to before `last`, as a chunk under the same context."""
        sentences = self.sentences[first:last]
        start, end = sentences[0][0], sentences[-1][1]
        return replace(self, start=start, end=end, text=self.slice(start, end), sentences=sentences)

    def slice(self, start: int, end: int) -> str:
        """The document's text between two offsets that lie inside this chunk."""
        return self.text[start - self.start : end - self.start]


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found for a query. Ranks count from 1; None where that retriever missed it."""

    chunk: Chunk
    score: float
    dense_rank: int | None
    lexical_rank: int | None


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a question as the index knows it.

    `stem` is the stem searched for: the typed word's, or the one it was taken for where only its
    spelling differs from the documents'. `idf` is ln((N + 1) / (df + 1)) + 1 over the chunks, and
    `known` says whether any chunk holds the stem.
    """

    word: str
    stem: str
    idf: float
    known: bool
