"""Electronic books: the chapters in the order of the spine. Their pages are the reader's, so there are none.

Read by zipfile and lxml: the library for it is under the AGPL.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

from index.datatypes import DocumentError
from index.loaders.archive import open_archive
from index.loaders.dates import iso_date
from index.loaders.encoding import decode
from index.loaders.extraction import Extraction, MarkdownText
from index.loaders.markup import parse, write_tree
from index.loaders.ooxml import parse_xml

_CONTAINER = "META-INF/container.xml"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def load_epub(data: bytes) -> Extraction:
    """The text of a book."""
    archive = open_archive(data, ".epub")
    package = _package_name(archive)
    tree = parse_xml(archive.read(package))
    places = {
        item.get("id"): posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(item.get("href", ""))))
        for item in tree.iter(f"{_OPF}item")
        if "html" in item.get("media-type", "")
    }
    out, lost = MarkdownText(), 0
    for chapter in (places.get(each.get("idref")) for each in tree.iter(f"{_OPF}itemref")):
        if chapter is None or chapter not in archive.namelist():
            lost += 1
            continue
        write_tree(parse(decode(archive.read(chapter))[0]), out)
    title = next((each.text for each in tree.iter(f"{_DC}title") if each.text), "")
    date = next(filter(None, (iso_date(each.text or "") for each in tree.iter(f"{_DC}date"))), "")
    return out.extraction(title=title, date=date, note=f"{lost} of its chapters are missing" if lost else "")


def _package_name(archive: zipfile.ZipFile) -> str:
    """The name of the part that lists the others."""
    if _CONTAINER in archive.namelist():
        for name in _root_files(archive):
            if name in archive.namelist():
                return name
    for name in archive.namelist():
        if name.endswith(".opf"):
            return name
    raise DocumentError("it is no .epub file: it lists no chapters.")


def _root_files(archive: zipfile.ZipFile) -> Iterator[str]:
    for element in parse_xml(archive.read(_CONTAINER)).iter("{*}rootfile"):
        yield element.get("full-path", "")
