import io

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from index.loaders.docx import load_docx


def loaded(*blocks: str) -> str:
    """The text of a document with these blocks of XML."""
    document = docx.Document()
    for block in blocks:
        element = parse_xml(block.replace(">", f" {nsdecls('w')}>", 1))
        document.element.body.insert(len(document.element.body) - 1, element)
    out = io.BytesIO()
    document.save(out)
    return load_docx(out.getvalue()).text


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_tracked_changes_are_read_as_accepted():
    inserted = f"<w:ins>{run('new ')}</w:ins>"
    deleted = "<w:del><w:r><w:delText>old </w:delText></w:r></w:del>"
    assert loaded(f"<w:p>{run('The ')}{deleted}{inserted}{run('bridge.')}</w:p>") == "The new bridge."


def test_content_controls_links_and_fields_are_read():
    link = f"<w:p><w:hyperlink>{run('a link')}</w:hyperlink><w:fldSimple>{run(' of 3')}</w:fldSimple></w:p>"
    assert loaded(f"<w:sdt><w:sdtContent>{link}</w:sdtContent></w:sdt>") == "a link of 3"


def test_merged_and_nested_cells_keep_their_columns():
    cell = "<w:tc>{}<w:p>{}</w:p></w:tc>"
    wide = cell.format('<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>', run("wide"))
    nested = f"<w:tc><w:tbl><w:tr>{cell.format('', run('inner'))}</w:tr></w:tbl><w:p/></w:tc>"
    table = (
        f"<w:tbl><w:tr>{wide}{cell.format('', run('c'))}</w:tr><w:tr>{nested}{cell.format('', run('b'))}</w:tr></w:tbl>"
    )
    assert loaded(table) == "| wide | | c |\n| --- | --- | --- |\n| inner | b |"


def test_headings_by_their_outline_level():
    heading = f'<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr>{run("Tolls")}</w:p>'
    assert loaded(heading, f"<w:p>{run('Free.')}</w:p>") == "## Tolls\n\nFree."


def test_line_breaks_and_tabs():
    assert loaded("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r></w:p>") == "a\nb-c"
