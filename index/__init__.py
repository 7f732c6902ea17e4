"""Documents → searchable chunks. Knows nothing of questions and answers.

roots.py            sources → the folders that they name; no document outside them is opened
files.py            the files to read, and what is left out, with the reason
names.py            a file's name ↔ a source that is one printable line
loaders/            file → Document: one file a format
  registry.py         which loader reads which suffix
  sandbox.py          hostile formats are read in a child process, with limits of time and memory
  worker.py           that process
  frames.py           how the two speak
  extraction.py       what a loader gives: Markdown text, pages, headings
  encoding.py         bytes → text, whatever the encoding
  plain_text.py       .txt .md
  html_page.py        .html: the main text
  markup.py           an HTML tree → Markdown text
  pdf.py              .pdf
  pdf_lines.py        a page's lines, as pdfium gives their characters
  pdf_layout.py       lines → paragraphs, headings, lists, tables
  ocr.py              scanned pages, where quoted[ocr] is installed
  docx.py             .docx
  pptx.py             .pptx: a slide is a page
  xlsx.py             .xlsx
  delimited.py        .csv .tsv
  rows.py             rows of a sheet → passages that repeat their header
  epub.py             .epub
  eml.py              .eml
  json_lines.py       .json .jsonl
  rst.py              .rst
  archive.py          zip archives that would inflate are refused
  ooxml.py            the XML of Office's files, without its entities
  dates.py            the date that a file states
units.py            text → what can be quoted: sentences, list items, table rows, lines, with what stands above them
chunking.py         Document → Chunks of whole units, exact offsets
words.py            text → word stems
english.py          the months, and how a sentence ends
embedding.py        text → vector
models.py           the files of a model → what runs it
model/              the embedding model's weights
stores/             the vectors: embedded Chroma, a Chroma server, Milvus, behind one protocol
lexical.py          BM25 in SQLite, spelling slips
database.py         one SQLite database, and its errors by their real causes
catalog.py          what is indexed: files, documents, chunks, vectors; the truth
staging.py          its writing side: documents are staged, and become the content all at once
ingest.py           load, chunk, embed, stage, switch; a generator of events
fingerprint.py      what an index depends on besides the documents
folder.py           the folder of an index, and who may write it
mounts.py           an empty folder, or a disk that is not there?
search.py           a snapshot of the content: dense + BM25 → reciprocal rank fusion → Hits
opening.py          sources → an index that is kept as they are
checking.py         do files, words and vectors agree? and mending them
cached.py           the indexes in the user's cache
once.py             what is loaded once, by however many threads
llama.py            the index as a llama-index retriever
datatypes.py        Document, Chunk, Hit, Term; the errors
"""

from index.catalog import DocumentRecord, FileRecord
from index.datatypes import Chunk, Document, Hit, QuotedError, Span, Term
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
    "Span",
    "Term",
    "open_document",
    "open_index",
    "sentence_spans",
    "with_unseen_shown",
]
