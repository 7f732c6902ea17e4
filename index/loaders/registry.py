"""Which loader reads which format: a file's suffix → bytes to Extraction."""

from collections.abc import Callable

from index.loaders.delimited import load_csv, load_tsv
from index.loaders.docx import load_docx
from index.loaders.eml import load_eml
from index.loaders.epub import load_epub
from index.loaders.extraction import Extraction
from index.loaders.html_page import load_html
from index.loaders.json_lines import load_json, load_jsonl
from index.loaders.pdf import load_pdf, load_scanned_pdf
from index.loaders.plain_text import load_markdown, load_text
from index.loaders.pptx import load_pptx
from index.loaders.rst import load_rst
from index.loaders.xlsx import load_xlsx

Loader = Callable[[bytes], Extraction]

LOADERS: dict[str, Loader] = {
    ".txt": load_text,
    ".md": load_markdown,
    ".html": load_html,
    ".htm": load_html,
    ".pdf": load_pdf,
    ".docx": load_docx,
    ".pptx": load_pptx,
    ".xlsx": load_xlsx,
    ".csv": load_csv,
    ".tsv": load_tsv,
    ".epub": load_epub,
    ".eml": load_eml,
    ".json": load_json,
    ".jsonl": load_jsonl,
    ".rst": load_rst,
}

SCANNED_LOADERS: dict[str, Loader] = {".pdf": load_scanned_pdf}
"""The slower pass that recognises the text of pictures."""

HARMLESS = frozenset({".txt", ".md"})
"""Formats that are read in this very process: reading them is decoding bytes."""

INSTEAD = {
    ".doc": ".docx",
    ".odt": ".docx",
    ".rtf": ".docx",
    ".pages": ".docx",
    ".ppt": ".pptx",
    ".odp": ".pptx",
    ".key": ".pptx",
    ".xls": ".xlsx",
    ".ods": ".xlsx",
    ".numbers": ".xlsx",
    ".msg": ".eml",
    ".mobi": ".epub",
    ".azw3": ".epub",
}
"""What to save a format as that is not read."""
