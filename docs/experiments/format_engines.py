"""Compare libraries that read HTML, PDF, .docx, .xlsx and unknown encodings, on files with known text.

    pip install lxml lxml_html_clean trafilatura readability-lxml justext pypdf pypdfium2 pdfminer.six \
        python-docx mammoth docx2python openpyxl python-calamine charset-normalizer chardet reportlab python-pptx
    python docs/experiments/format_engines.py            # everything
    python docs/experiments/format_engines.py html       # one kind

Facts: how many of the sentences, cells and headings that a file is known to hold are in the text, white
space and table bars aside. Furniture: how much of the menus, running heads and footers is in it, too.
Each engine runs in a process of its own, with 1 GiB of memory and 40 s for each large or hostile file.
"""

import io
import json
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/samples")]
import sample_files  # noqa: E402
from encoded_texts import TEXTS  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

Engine = Callable[[bytes], str]


def trafilatura(data: bytes) -> str:
    import trafilatura

    return trafilatura.extract(data, output_format="markdown", include_tables=True, favor_recall=True) or ""


def readability(data: bytes) -> str:
    from lxml import html
    from readability import Document

    return html.fromstring(Document(data).summary()).text_content()


def justext(data: bytes) -> str:
    import justext

    found = justext.justext(data, justext.get_stoplist("English"))
    return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)


def lxml_all(data: bytes) -> str:
    from lxml import html

    return html.document_fromstring(data).text_content()


def landmarks(data: bytes) -> str:
    from index.loaders.html_page import load_html

    return load_html(data).text


def pypdf(data: bytes) -> str:
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def pdfminer(data: bytes) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(io.BytesIO(data))


def pdfium(data: bytes) -> str:
    import pypdfium2

    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


def pdfium_lines(data: bytes) -> str:
    from index.loaders.pdf import load_pdf

    return load_pdf(data).text


def python_docx(data: bytes) -> str:
    import docx

    parts = []
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        rows = getattr(block, "rows", None)
        parts += [" ".join(cell.text for cell in row.cells) for row in rows] if rows else [block.text]
    return "\n".join(parts)


def mammoth(data: bytes) -> str:
    import mammoth
    from lxml import html

    return html.fromstring(mammoth.convert_to_html(io.BytesIO(data)).value).text_content()


def docx2python(data: bytes) -> str:
    from docx2python import docx2python

    with docx2python(io.BytesIO(data)) as found:
        return found.text


def openpyxl(data: bytes) -> str:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return "\n".join(" ".join(map(str, row)) for sheet in book for row in sheet.iter_rows(values_only=True))


def calamine(data: bytes) -> str:
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    return "\n".join(" ".join(map(str, row)) for sheet in sheets for row in sheet.to_python())


def charset_normalizer(data: bytes) -> str:
    from charset_normalizer import from_bytes

    return str(from_bytes(data).best())


def chardet(data: bytes) -> str:
    import chardet

    return data.decode(chardet.detect(data)["encoding"] or "utf-8", "replace")


def quoted(data: bytes) -> str:
    from index.loaders.encoding import decode

    return decode(data)[0]


def large_html() -> bytes:
    return sample_files.html_article().data.replace(
        b"<h2>Tolls", b"<p>%s</p>" % sample_files.FERRY.encode() * 8000 + b"<h2>Tolls"
    )


def large_pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    words = (sample_files.BRIDGE + sample_files.FERRY).split()
    for _ in range(200):
        for line in range(50):
            canvas.drawString(72, 780 - 14 * line, " ".join(words[line % 20 :][:12]))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def large_docx() -> bytes:
    import docx

    document = docx.Document()
    for _ in range(3000):
        document.add_paragraph(sample_files.FERRY)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def large_xlsx() -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number in range(30000):
            sheet.write_row(number, 0, [f"name {number}", number, number / 7, "free"])
    return out.getvalue()


def large_text() -> bytes:
    return (TEXTS["de"][0] * 20000).encode("cp1252")


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """An archive with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return out.getvalue()


def hostile(kind: str) -> dict[str, bytes]:
    laughs = b'<!DOCTYPE x [<!ENTITY a "haha">' + b"".join(
        b'<!ENTITY %c "%s">' % (code, b"&%c;" % (code - 1) * 20) for code in range(ord("b"), ord("k"))
    )
    entities = lambda part: re.sub(rb"^(<\?xml.*?\?>)?", lambda m: m[0] + laughs + b"]>", part, count=1)  # noqa: E731
    bomb = lambda part: part + b" " * (600 * 2**20)  # noqa: E731
    if kind == "html":
        return {"deep": b"<div>" * 200_000 + b"x", "endless line": b"<p>" + b"a" * 2**24, "cut": large_html()[:50_000]}
    if kind == "pdf":
        data = large_pdf()
        return {"cut": data[: len(data) // 2], "garbage": data[:1000] + bytes(range(256)) * 4000}
    if kind in ("docx", "xlsx"):
        name = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml"}[kind]
        data = (large_docx if kind == "docx" else large_xlsx)()
        return {"entities": with_part(data, name, entities), "bomb": with_part(data, name, bomb), "cut": data[:-900]}
    return {"random": bytes(range(128, 256)) * 9999, "endless line": b"\xe9a" * 2**23}


KINDS: dict[str, tuple[tuple[Engine, ...], Callable[[], bytes]]] = {
    "html": ((trafilatura, readability, justext, lxml_all, landmarks), large_html),
    "pdf": ((pypdf, pdfminer, pdfium, pdfium_lines), large_pdf),
    "docx": ((python_docx, mammoth, docx2python), large_docx),
    "xlsx": ((openpyxl, calamine), large_xlsx),
    "text": ((charset_normalizer, chardet, quoted), large_text),
}


def plain(text: str) -> str:
    return " ".join(re.sub(r"[|#*]|---", " ", text).split())


def samples(kind: str) -> list[sample_files.Sample]:
    if kind == "text":
        return [
            sample_files.Sample(f"{name} {encoding}", text.encode(encoding), (text,))
            for name, (text, encodings) in TEXTS.items()
            for encoding in encodings
        ]
    if kind == "xlsx":  # the cells; how a row is written is the loader's
        return [
            sample_files.Sample("", sample_files.xlsx_tolls().data, ("Lorry", "17.00 €", "2003", "2004-02-01", "7.84"))
        ]
    return [
        make()
        for make in {"html": sample_files.HTML, "pdf": sample_files.PDF, "docx": (sample_files.docx_report,)}[kind]
    ]


def measure(kind: str, name: str, path: str) -> None:
    """What an engine makes of one file, or, without a path, of the samples."""
    import resource

    engine = next(each for each in KINDS[kind][0] if each.__name__ == name)
    if path:
        resource.setrlimit(resource.RLIMIT_DATA, (2**30, 2**30))
        data, sample = Path(path).read_bytes(), samples(kind)[0]
        engine(sample.data)  # imports are not what is measured
        before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        length = len(engine(data))
        seconds = time.perf_counter() - began
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(f"{length:,} characters, {seconds:.1f} s, {grown:.0f} MiB")
        return
    held = wanted = shown = furniture = 0
    for sample in samples(kind):
        text = plain(engine(sample.data))
        held += sum(plain(fact) in text for fact in sample.facts)
        wanted += len(sample.facts)
        shown += sum(piece in text for piece in sample.furniture)
        furniture += len(sample.furniture)
    print(json.dumps([f"{held}/{wanted}", f"{shown}/{furniture}"]))


def child(*arguments: str) -> str:
    command = [sys.executable, __file__, "--one", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=40)
    except subprocess.TimeoutExpired:
        return "hangs"
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1].split(":")[0].split(".")[-1]
    return done.stdout.strip()


def compare(kind: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        files = {"large": KINDS[kind][1](), **hostile(kind)}
        paths = {title: Path(name, title) for title in files}
        for title, data in files.items():
            paths[title].write_bytes(data)
        print(f"\n| {kind} | facts | furniture | {' | '.join(files)} |")
        print("|" + " --- |" * (3 + len(files)))
        for engine in KINDS[kind][0]:
            figures = child(kind, engine.__name__, "")
            columns = json.loads(figures) if figures.startswith("[") else [figures, ""]
            columns += [child(kind, engine.__name__, str(path)) for path in paths.values()]
            print("|", " | ".join([engine.__name__, *columns]), "|", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(*sys.argv[2:5])
        sys.exit()
    for each_kind in sys.argv[1:] or KINDS:
        compare(each_kind)
