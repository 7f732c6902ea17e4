"""reStructuredText, by docutils: its structure as HTML, written as any page is.

Nothing is included from other files; directives that docutils does not know are kept as they are written.
"""

from index.datatypes import DocumentError
from index.loaders.dates import iso_date
from index.loaders.extraction import Extraction, MarkdownText
from index.loaders.markup import parse, write_tree
from index.loaders.plain_text import read_text

_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 3,
    "halt_level": 5,
    "warning_stream": False,
    "embed_stylesheet": False,
    "stylesheet_path": None,
    "initial_header_level": 2,
    "doctitle_xform": True,
    "syntax_highlight": "none",
    "math_output": "LaTeX",
    "line_length_limit": 10**6,
    "_disable_config": True,
}


def load_rst(data: bytes) -> Extraction:
    """The text of a reStructuredText document."""
    from docutils.core import publish_doctree, publish_from_doctree
    from docutils.nodes import literal_block, system_message
    from docutils.utils import SystemMessage

    text, note = read_text(data)
    try:
        document = publish_doctree(text, settings_overrides=_SETTINGS)
        for message in list(document.findall(system_message)):
            message.parent.replace(message, [each for each in message.children if isinstance(each, literal_block)])
        page = publish_from_doctree(document, writer="html5", settings_overrides=_SETTINGS)
    except SystemMessage as error:
        raise DocumentError(f"it is no reStructuredText: {error}.") from error
    out = MarkdownText()
    tree = parse(page.decode("utf-8"))
    body = tree.find(".//main")
    write_tree(tree if body is None else body, out)
    dates = [node.astext() for node in document.findall() if node.tagname == "date"]
    title = document.get("title", "")
    return out.extraction(title=title, date=next(filter(None, map(iso_date, dates)), ""), note=note)
