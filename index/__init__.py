"""Documents → searchable chunks. Knows nothing of questions and answers."""

from index.catalog import DocumentSummary, FileRecord
from index.chunking import sentence_spans
from index.datatypes import Chunk, Document, Hit, QuotedError, Term
from index.loaders import open_document
from index.opening import open_index
from index.search import Index
from index.words import with_unseen_shown

__all__ = [
    "Chunk",
    "Document",
    "DocumentSummary",
    "FileRecord",
    "Hit",
    "Index",
    "QuotedError",
    "Term",
    "open_document",
    "open_index",
    "sentence_spans",
    "with_unseen_shown",
]
