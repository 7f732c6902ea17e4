"""The real page over a PDF."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from qa import Settings


@pytest.fixture
def address(serve_page, tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    canvas = Canvas(str(folder / "the ferry.pdf"))
    for text in ("The harbour was built by Mats Krog.", "The ferry to Verden costs 4 euros for a bicycle."):
        canvas.drawString(72, 720, text)
        canvas.showPage()
    canvas.save()
    return serve_page(folder, Settings(index_dir=tmp_path / "index"))


@pytest.mark.parametrize("viewport", [(1440, 900), (390, 844)], ids=["desk", "phone"])
def test_the_page_is_named_and_the_file_opens_there(reader):
    reader.asks("How much does the ferry to Verden cost for a bicycle?", turn=1)
    assert "page 2" in reader.page.get_attribute("#cite-1-1", "aria-label")
    reader.clicks(1, 1)
    assert "the ferry.pdf, page 2" in reader.text(".document .file")
    link = reader.page.get_attribute(".document .file a", "href")
    assert link.endswith("/the%20ferry.pdf#page=2")
    response = reader.page.request.get(reader.address + link)
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"].startswith("inline")
    assert response.body().startswith(b"%PDF")
