"""Web pages: what the page is about, without its menus, banners and footers.

Taken out is what the page itself calls so: by element, by ARIA role, or by a class or id that says it.
Where that would leave next to nothing, all that the page shows is kept.
"""

import codecs
import re
from typing import TYPE_CHECKING

from index.loaders.dates import iso_date
from index.loaders.encoding import decode
from index.loaders.extraction import Extraction, MarkdownText, one_line
from index.loaders.markup import parse, write_tree

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,9}=[\s\"']{0,9}([\w-]{1,40})", re.IGNORECASE)
_FURNITURE = frozenset({"nav", "footer", "aside", "menu"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "dialog"})
_CALLED_FURNITURE = re.compile(
    r"(^|[\s_-])(nav|navbar|navigation|menu|breadcrumbs?|footer|sidebar|cookies?|consent|gdpr|banner|popup|modal"
    r"|newsletter|subscribe|signup|social|share|sharing|related|recommended|promo|advert|ads?|sponsored|skip-link"
    r"|pagination|toolbar)([\s_-]|$)",
    re.IGNORECASE,
)
_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@name='date' or @name='dc.date' or @name='DC.date' or @name='dcterms.created']/@content",
    "//*[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "(//article//time/@datetime)[1]",
)
_LEAST = 0.25
"""What is left must be so much of what the page shows; else what looked like furniture was the content."""


def load_html(data: bytes) -> Extraction:
    """The main text of a page, with its title and the date that it states."""
    text, note = _decoded(data)
    tree = parse(text)
    date = next(filter(None, (iso_date(str(value)) for path in _DATES for value in tree.xpath(path))), "")
    title = _title(tree)
    return main_text(tree, title=title, date=date, note=note)


def main_text(tree: "_Element", *, title: str, date: str, note: str) -> Extraction:
    """The extraction of a page's tree, which is changed."""
    whole = MarkdownText()
    write_tree(tree, whole)
    everything = whole.extraction(title=title, date=date, note=note)
    for element in [each for each in tree.iter() if isinstance(each.tag, str) and _is_furniture(each)]:
        if element.getparent() is not None:
            element.drop_tree()
    out = MarkdownText()
    write_tree(tree, out)
    main = out.extraction(title=title, date=date, note=note)
    return main if len(main.text) >= _LEAST * len(everything.text) else everything


def _decoded(data: bytes) -> tuple[str, str]:
    """The page as text: in the encoding that it states, where it holds."""
    stated = _CHARSET.search(data[:4096])
    if stated and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = stated[1].decode("ascii").lower()
        try:
            return data.decode("cp1252" if name in ("iso-8859-1", "latin1", "us-ascii") else name), ""
        except (LookupError, UnicodeError):
            pass  # it is not what it says it is
    return decode(data)


def _title(tree: "_Element") -> str:
    for path in ("//meta[@property='og:title']/@content", "//title/text()", "//h1//text()"):
        if title := one_line("".join(map(str, tree.xpath(path)[:20]))):
            return title[:200]
    return ""


def _is_furniture(element: "_Element") -> bool:
    """Whether an element says of itself that it is not what the page is about."""
    tag, role = element.tag, element.get("role")
    if tag in ("html", "body", "main", "article") or role == "main":
        return False
    if tag in _FURNITURE or role in _ROLES:
        return not (tag in ("footer", "aside") and _is_inside_article(element))
    if tag == "header":
        return not _is_inside_article(element) and element.find(".//h1") is None
    called = f"{element.get('class', '')} {element.get('id', '')}"
    return len(called) > 1 and bool(_CALLED_FURNITURE.search(called[:500]))


def _is_inside_article(element: "_Element") -> bool:
    return any(True for _ in element.iterancestors("article", "main"))
