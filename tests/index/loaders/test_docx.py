import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from index.loaders.docx import load_docx


def parsed(block: str):
    return parse_xml(block.replace(">", f" {nsdecls('w')}>", 1))


def loaded(*blocks: str, styles: tuple[str, ...] = ()) -> str:
    """The text of a document with these blocks and styles of XML."""
    document = docx.Document()
    for style in styles:
        document.styles.element.append(parsed(style))
    for block in blocks:
        document.element.body.insert(len(document.element.body) - 1, parsed(block))
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


@pytest.mark.parametrize(
    ("outline", "text"), [("", "Tolls"), ("0", "# Tolls"), ("1", "## Tolls"), ("8", "###### Tolls"), ("9", "Tolls")]
)
def test_an_outline_level_is_a_headings_by_its_style_too_but_9_is_body_text(outline, text):
    level = f'<w:pPr><w:outlineLvl w:val="{outline}"/></w:pPr>'
    style = f'<w:style w:type="paragraph" w:styleId="own"><w:name w:val="own"/>{level}</w:style>'
    assert loaded(f"<w:p>{level}{run('Tolls')}</w:p>") == text
    styled = f'<w:p><w:pPr><w:pStyle w:val="own"/></w:pPr>{run("Tolls")}</w:p>'
    assert loaded(styled, styles=(style,)) == text


def test_the_paragraphs_of_a_text_box_are_lines_of_their_own():
    box = f"<w:pict><w:txbxContent><w:p>{run('one')}</w:p><w:p>{run('two')}</w:p></w:txbxContent></w:pict>"
    assert loaded(f"<w:p>{run('See')}<w:r>{box}</w:r></w:p>") == "See\none\ntwo"


def test_line_breaks_and_tabs():
    assert loaded("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r></w:p>") == "a\nb-c"
