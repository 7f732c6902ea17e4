"""Words that a pipeline gives → the span of the document that they are.

Splitters change white space and byte-order marks, and not all of them say where a passage starts;
the words between are looked for as they stand.
"""

import re

from eval.peers.datatypes import Passage
from index import Chunk, Document


def place(passage: Passage, document: Document) -> Chunk | None:
    """The span, at the start that the pipeline names where its words stand there, else their first one.

    None where the words stand nowhere, as where a document was read in another encoding.
    """
    if passage.start is not None and passage.text and document.text.startswith(passage.text, passage.start):
        return _chunk(document, passage.start, passage.start + len(passage.text))
    words = passage.text.replace("\N{BYTE ORDER MARK}", "").split()
    at = re.search(r"\s+".join(map(re.escape, words)), document.text) if words else None
    return _chunk(document, *at.span()) if at else None


def _chunk(document: Document, start: int, end: int) -> Chunk:
    text = document.text[start:end]
    return Chunk("", document.document_id, document.source, document.title, start, end, text, sentences=())
