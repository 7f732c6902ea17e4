"""What the files of Office have in common: their properties, and XML that is read without its entities."""

import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.loaders.dates import iso_date

if TYPE_CHECKING:
    from lxml.etree import _Element

_CORE = "docProps/core.xml"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_DATES = ("{http://purl.org/dc/terms/}modified", "{http://purl.org/dc/terms/}created")


@dataclass(frozen=True, slots=True)
class Properties:
    """A file's own title, and the day on which it was last changed; "" where it says nothing."""

    title: str = ""
    date: str = ""


def parse_xml(data: bytes) -> "_Element":
    """The tree of an XML part; entities stay unresolved, nothing is loaded, damage is mended where it can be."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True, remove_comments=True
    )
    tree = etree.fromstring(data, parser)
    if tree is None:
        raise ValueError("an XML part is empty")
    return tree


def core_properties(archive: zipfile.ZipFile) -> Properties:
    """The properties of an Office file."""
    if _CORE not in archive.namelist():
        return Properties()
    tree = parse_xml(archive.read(_CORE))
    date = next(filter(None, (iso_date(tree.findtext(tag) or "") for tag in _DATES)), "")
    return Properties(tree.findtext(_TITLE) or "", date)
