"""Small files of every format with known content, made by the formats' own libraries.

`facts` must be in the text that a loader makes of a file, in this order; `furniture` must not.
"""

import io
import json
import zipfile
from dataclasses import dataclass
from email.message import EmailMessage

from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    ListFlowable,
    PageBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

BRIDGE = (
    "The bridge over the Aller opened on 3 May 1998 after four years of building. It was paid for by the county "
    "of Verden and cost 12 million euros, a third more than had been planned. Ada Lund designed it."
)
FERRY = (
    "The ferry stopped in 1999, when fewer than ten people a day were still taking it. Its last captain, Piet Holm, "
    "retired to Bremen and wrote a well-known book about the river and its floods."
)
FLOOD = (
    "In the flood of 2002 the water stood at 7.84 metres, which is the highest level that was ever measured there. "
    "The bridge was closed for eleven days; nobody was hurt."
)
TOLLS = [
    ["Vehicle", "Toll", "Since"],
    ["Car", "4.50 €", "1998"],
    ["Lorry", "17.00 €", "2003"],
    ["Bicycle", "free", "1998"],
]
SIGHTS = ["the old toll house", "the pier of the ferry", "the flood mark"]
MENU = ["Home", "Our Services", "Subscribe to our newsletter", "© 2020 River Media Group", "We use cookies to improve"]


@dataclass(frozen=True)
class Sample:
    """A file, and what of it must and must not be read."""

    name: str
    data: bytes
    facts: tuple[str, ...]
    furniture: tuple[str, ...] = ()


def rows(table: list[list[str]]) -> str:
    return "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table)


def html_article() -> Sample:
    items = "".join(f"<li>{sight}</li>" for sight in SIGHTS)
    page = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>The Long Bridge</title>
    <meta property="article:published_time" content="2003-04-05T10:00:00Z"><style>p {{ color: red }}</style></head><body>
    <header class="site-header"><a href="/">{MENU[0]}</a></header><nav><ul><li>{MENU[1]}</li><li>Contact</li></ul></nav>
    <div class="cookie-consent"><p>{MENU[4]} your experience.</p></div>
    <main><article><header><h1>The Long Bridge</h1></header><p>{BRIDGE}</p><h2>The ferry</h2><p>{FERRY}</p>
    <ul>{items}</ul><h2>Tolls</h2><table>{rows(TOLLS).replace("td>", "th>", 6)}</table><p>{FLOOD}</p></article></main>
    <aside class="sidebar"><h3>{MENU[2]}</h3></aside><footer><p>{MENU[3]}</p></footer><script>track()</script></body></html>"""
    facts = ("The Long Bridge", BRIDGE, "The ferry", FERRY, *SIGHTS, "17.00 €", FLOOD)
    return Sample("article.html", page.encode(), facts, tuple(MENU))


def html_bare() -> Sample:
    """A page without any structure, as people save and write them."""
    page = f"<html><body><h1>Notes</h1>{BRIDGE}<br>{FLOOD}<p>Tolls</p><table>{rows(TOLLS)}</table></body></html>"
    return Sample("bare.html", page.encode(), ("Notes", BRIDGE, FLOOD, "Tolls", "17.00 €"))


def html_short() -> Sample:
    page = f"<html><head><title>Notice</title></head><body><div id=nav>{MENU[1]}</div><div>The office is closed on 3 May.</div></body></html>"
    return Sample("short.html", page.encode(), ("The office is closed on 3 May.",), (MENU[1],))


def html_list() -> Sample:
    """A page of many short entries, as of a directory or a forum."""
    entries = "".join(f"<div class=post><b>Reader {n}</b><p>Room {n} has {n + 3} seats.</p></div>" for n in range(30))
    page = f"<html><body><div class='navbar'>{MENU[0]} {MENU[1]}</div><h1>Rooms</h1>{entries}<div class='footer'>{MENU[3]}</div></body></html>"
    facts = ("Rooms", *(f"Room {n} has {n + 3} seats." for n in range(30)))
    return Sample("rooms.html", page.encode(), facts, (MENU[1], MENU[3]))


def html_old() -> Sample:
    """A page laid out by tables, in Latin-1."""
    page = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"></head><body>
    <table width=800><tr><td width=100><a href=a>{MENU[0]}</a><br><a href=b>{MENU[1]}</a></td>
    <td><h2>Brücke</h2><p>{BRIDGE}<p>{FERRY}<table border=1>{rows([row[:1] + row[2:] for row in TOLLS])}</table></td></tr></table></body></html>"""
    return Sample("old.htm", page.encode("latin-1"), ("Brücke", BRIDGE, FERRY, "Lorry", "2003"))


def pdf_styles() -> dict[str, ParagraphStyle]:
    sheet = getSampleStyleSheet()
    body = ParagraphStyle("body", parent=sheet["BodyText"], fontSize=10, leading=13, alignment=TA_JUSTIFY)
    return {"body": body, "h1": sheet["Heading1"], "h2": sheet["Heading2"], "title": sheet["Title"]}


def pdf_report() -> Sample:
    """Three pages with running heads, headings, a list and a table."""

    def furniture(canvas, document) -> None:  # reportlab's own types
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 810, "County of Verden, annual report")
        canvas.drawCentredString(300, 30, f"Page {document.page} of 3")

    style, out = pdf_styles(), io.BytesIO()
    table = Table(TOLLS, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
    story = [Paragraph("The Long Bridge", style["title"]), Paragraph("Building it", style["h1"])]
    story += [Paragraph(BRIDGE, style["body"]), Spacer(1, 8), Paragraph(FERRY, style["body"]), PageBreak()]
    story += [Paragraph("Tolls", style["h1"]), table, Spacer(1, 12)]
    story += [
        ListFlowable([Paragraph(sight, style["body"]) for sight in SIGHTS], bulletType="bullet", start="•"),
        PageBreak(),
    ]
    story += [Paragraph("Floods", style["h1"]), Paragraph(FLOOD, style["body"])]
    document = SimpleDocTemplate(out, pagesize=A4, title="Annual report", author="Verden", invariant=1)
    document.build(story, onFirstPage=furniture, onLaterPages=furniture)
    facts = ("The Long Bridge", BRIDGE, FERRY, "Car | 4.50 € | 1998", *SIGHTS, "Floods", FLOOD)
    return Sample("report.pdf", out.getvalue(), facts, ("annual report", "Page 2 of 3"))


def pdf_columns() -> Sample:
    """Two columns, with words hyphenated at the ends of lines, and a paragraph that goes on on the next page."""
    style, out = pdf_styles(), io.BytesIO()
    narrow = ParagraphStyle(
        "narrow", parent=style["body"], embeddedHyphenation=1, hyphenationLang="en_GB", uriWasteReduce=0
    )
    frames = [Frame(72, 500, 215, 270, id="left"), Frame(305, 500, 215, 270, id="right")]
    document = BaseDocTemplate(out, pagesize=A4, invariant=1)
    document.addPageTemplates(PageTemplate("two", frames))
    story = [Paragraph(BRIDGE, narrow), Spacer(1, 6), Paragraph(FERRY, narrow), FrameBreak(), Paragraph(FLOOD, narrow)]
    document.build([*story, *(Paragraph(f"{n}. {BRIDGE}", narrow) for n in range(2, 8))])
    return Sample("columns.pdf", out.getvalue(), (BRIDGE, FERRY, FLOOD, f"2. {BRIDGE}", f"7. {BRIDGE}"))


def pdf_hyphens() -> Sample:
    """Words cut at the ends of lines, as typesetters do."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    lines = [
        "The county pub-",
        "lished the well-known report on the infra-",
        "structure of the well-",
        "known bridge in 1998.",
    ]
    for number, line in enumerate(lines):
        canvas.drawString(72, 700 - 14 * number, line)
    canvas.save()
    text = "The county published the well-known report on the infrastructure of the well-known bridge in 1998."
    return Sample("hyphens.pdf", out.getvalue(), (text,))


def pdf_scanned() -> Sample:
    """A page that is a picture of text."""
    text = "The office is closed on Friday."
    return Sample("scan.pdf", scanned_after([], text), (text,))


def pdf_half_scanned() -> Sample:
    """A page of text, and one that is a picture of it."""
    text = "The office is closed on Friday."
    return Sample("half.pdf", scanned_after(FLOOD.replace(" highest", "\nhighest").split("\n"), text), (FLOOD, text))


def scanned_after(lines: list[str], text: str) -> bytes:
    from PIL import Image, ImageDraw, ImageFont
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for number, line in enumerate(lines):
        canvas.drawString(72, 700 - 14 * number, line)
    if lines:
        canvas.showPage()
    image = Image.new("L", (1240, 600), 255)
    ImageDraw.Draw(image).text((80, 120), text, fill=0, font=ImageFont.load_default(44))
    canvas.drawImage(ImageReader(image), 0, 500, width=595, height=288)
    canvas.save()
    return out.getvalue()


def docx_report() -> Sample:
    import docx

    document = docx.Document()
    document.core_properties.title = "Annual report"
    document.add_heading("The Long Bridge", 1)
    document.add_paragraph(BRIDGE)
    document.add_heading("The ferry", 2)
    paragraph = document.add_paragraph(FERRY[:30])
    paragraph.add_run(FERRY[30:60]).bold = True
    paragraph.add_run(FERRY[60:])
    for sight in SIGHTS:
        document.add_paragraph(sight, style="List Bullet")
    for sight in SIGHTS:
        document.add_paragraph(f"see {sight}", style="List Number")
    table = document.add_table(rows=0, cols=3)
    for row in TOLLS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph(FLOOD)
    out = io.BytesIO()
    document.save(out)
    facts = (
        "The Long Bridge",
        BRIDGE,
        "The ferry",
        FERRY,
        *SIGHTS,
        f"see {SIGHTS[0]}",
        "Lorry | 17.00 € | 2003",
        FLOOD,
    )
    return Sample("report.docx", out.getvalue(), facts)


def pptx_talk() -> Sample:
    import pptx

    talk = pptx.Presentation()
    first = talk.slides.add_slide(talk.slide_layouts[1])
    first.shapes.title.text = "The Long Bridge"
    first.placeholders[1].text = "\n".join(SIGHTS)
    second = talk.slides.add_slide(talk.slide_layouts[5])
    second.shapes.title.text = "Tolls"
    table = second.shapes.add_table(len(TOLLS), 3, 0, 2000000, 6000000, 2000000).table
    for y, row in enumerate(TOLLS):
        for x, text in enumerate(row):
            table.cell(y, x).text = text
    second.notes_slide.notes_text_frame.text = "Say that bicycles are free."
    third = talk.slides.add_slide(talk.slide_layouts[6])
    third.shapes.add_textbox(0, 0, 6000000, 2000000).text_frame.text = FLOOD
    out = io.BytesIO()
    talk.save(out)
    facts = ("The Long Bridge", *SIGHTS, "Tolls", "Lorry | 17.00 € | 2003", "Say that bicycles are free.", FLOOD)
    return Sample("talk.pptx", out.getvalue(), facts)


def xlsx_tolls() -> Sample:
    from datetime import date

    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("Tolls")
        for number, row in enumerate([*TOLLS, ["Boat", 12.5], ["Tram", 3]]):
            sheet.write_row(number, 0, row)
        sheet.write_datetime(4, 2, date(2004, 2, 1), day)
        other = book.add_worksheet("Levels")
        for number, row in enumerate([["Levels of the Aller"], ["Year", "Metres"], [2002, 7.84], [2011, 6.1]]):
            other.write_row(number, 0, row)
        other.write_formula(3, 1, "=3+3.1", None, 6.1)
        hidden = book.add_worksheet("Draft")
        hidden.write(0, 0, "nobody should see this")
        hidden.hide()
    facts = ("Vehicle: Lorry; Toll: 17.00 €; Since: 2003", "Vehicle: Boat; Toll: 12.5; Since: 2004-02-01")
    facts += ("Vehicle: Tram; Toll: 3", "Levels of the Aller", "Year: 2002; Metres: 7.84", "Year: 2011; Metres: 6.1")
    return Sample("tolls.xlsx", out.getvalue(), facts, ("nobody should",))


def csv_tolls() -> Sample:
    text = 'Vehicle;Toll;Since\r\nCar;4,50 €;1998\r\n"Lorry; heavy";"17,00 €\r\nor more";2003\r\n'
    facts = ("Vehicle: Car; Toll: 4,50 €; Since: 1998", "Vehicle: Lorry; heavy; Toll: 17,00 € or more; Since: 2003")
    return Sample("tolls.csv", text.encode("cp1252"), facts)


def tsv_tolls() -> Sample:
    text = "\n".join("\t".join(row) for row in TOLLS)
    return Sample("tolls.tsv", text.encode(), ("Vehicle: Lorry; Toll: 17.00 €; Since: 2003",))


def epub_book() -> Sample:
    chapters = [("The Long Bridge", BRIDGE), ("The ferry", FERRY), ("Floods", FLOOD)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip")
        container = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
        book.writestr("META-INF/container.xml", container)
        items = "".join(
            f'<item id="c{n}" href="text/c%20{n}.xhtml" media-type="application/xhtml+xml"/>' for n in (2, 0, 1)
        )
        spine = "".join(f'<itemref idref="c{n}"/>' for n in range(3))
        opf = f"""<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <metadata><dc:title>River &amp; Town</dc:title><dc:date>2003-04-05</dc:date></metadata>
        <manifest>{items}<item id="css" href="a.css" media-type="text/css"/></manifest><spine>{spine}</spine></package>"""
        book.writestr("OPS/book.opf", opf)
        for number, (title, text) in enumerate(chapters):
            page = f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><h1>{title}</h1><p>{text}</p></body></html>'
            book.writestr(f"OPS/text/c {number}.xhtml", page)
    return Sample("book.epub", out.getvalue(), tuple(part for chapter in chapters for part in chapter))


def eml_letter() -> Sample:
    letter = EmailMessage()
    letter["From"], letter["To"] = "Ada Lund <ada@example.org>", "Piet Holm <piet@example.org>"
    letter["Subject"], letter["Date"] = "Die Brücke über die Aller", "Sat, 05 Apr 2003 10:00:00 +0200"
    letter.set_content(f"Dear Piet,\n\n{BRIDGE}\n\nAda")
    letter.add_alternative(f"<p>Dear Piet,</p><p>{BRIDGE}</p>", subtype="html")
    letter.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="plan.pdf")
    facts = ("Die Brücke über die Aller", "From: Ada Lund <ada@example.org>", "Dear Piet,", BRIDGE, "plan.pdf")
    return Sample("letter.eml", letter.as_bytes(), facts)


def json_tolls() -> Sample:
    content = {
        "region": {"name": "Verden", "open": True},
        "tolls": [dict(zip(TOLLS[0], row, strict=True)) for row in TOLLS[1:]],
        "levels": [7.84, 6.10],
    }
    facts = ("region.name: Verden", "Vehicle: Lorry; Toll: 17.00 €; Since: 2003", "7.84")
    return Sample("tolls.json", json.dumps(content).encode(), facts)


def jsonl_tolls() -> Sample:
    lines = [json.dumps(dict(zip(TOLLS[0], row, strict=True)), ensure_ascii=False) for row in TOLLS[1:]]
    return Sample(
        "tolls.jsonl", "\n".join(lines).encode(), ("Vehicle: Car; Toll: 4.50 €", "Vehicle: Lorry; Toll: 17.00 €")
    )


def rst_guide() -> Sample:
    items = "\n".join(f"* {sight}" for sight in SIGHTS)
    text = f"""The Long Bridge
===============

:Date: 2003-04-05

{BRIDGE}

The ferry
---------

{FERRY} See `the plan <http://example.org>`_ and :ref:`unknown`.

{items}

.. unknown-directive:: x

   Kept all the same.

.. include:: /etc/passwd

=======  =======
Vehicle  Toll
=======  =======
Lorry    17.00 €
=======  =======

{FLOOD}
"""
    facts = ("The Long Bridge", BRIDGE, "The ferry", FERRY, *SIGHTS, "Lorry | 17.00 €", FLOOD)
    return Sample("guide.rst", text.encode(), facts, ("root:",))


HTML = (html_article, html_bare, html_short, html_list, html_old)
PDF = (pdf_report, pdf_columns, pdf_hyphens)
ALL = (
    *HTML, *PDF, docx_report, pptx_talk, xlsx_tolls, csv_tolls, tsv_tolls,
    epub_book, eml_letter, json_tolls, jsonl_tolls, rst_guide,
)  # fmt: skip
"""Makers of every sample; calling one makes the file."""
