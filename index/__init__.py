"""Documents → searchable chunks. Knows nothing of questions and answers."""

from index.catalog import DocumentRecord, FileRecord
from index.datatypes import Chunk, Document, Hit, QuotedError, Term
from index.loaders import open_document
from index.opening import Index, open_index
from index.roots import Sources
from index.search import Snapshot
from index.units import sentence_spans
from index.words import with_unseen_shown

__all__ = [
    "Chunk",
    "Document",
    "DocumentRecord",
    "FileRecord",
    "Hit",
    "Index",
    "QuotedError",
    "Snapshot",
    "Sources",
    "Term",
    "open_document",
    "open_index",
    "sentence_spans",
    "with_unseen_shown",
]
