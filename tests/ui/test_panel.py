"""The right side of the real page: long documents, and no documents at all."""

import pytest

from qa import Settings

QUOTE = "The keeper Ottoline Marsh paints her boat green."
SHORT = {"note.txt": "A Note\n\nThe ferry sails at noon.\n"}
MANY = {f"note{number}.txt": f"Note {number}\n\nThe ferry sails at {number}.\n" for number in range(20)}
LONG = {
    "long.txt": "A Log\n\n" + "The wind blows 🌬.\n" * 1100 + f"{QUOTE}\n" + "The rain falls.\n" * 1100 + "The end.\n"
}


@pytest.fixture
def address(request, serve_page, tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    for name, text in request.param.items():
        (folder / name).write_text(text, "utf-8")
    return serve_page(folder, Settings(index_dir=tmp_path / "index"))


@pytest.mark.parametrize("address", [LONG], indirect=True)
def test_a_long_document_comes_in_windows_and_can_be_read_to_both_ends(reader):
    replies = []
    reader.page.on(
        "response", lambda response: replies.append(response) if "component_server" in response.url else None
    )
    reader.asks("What does Ottoline Marsh paint?", turn=1)
    reader.clicks(1, 1)
    text = LONG["long.txt"]
    assert reader.text("mark.current") == QUOTE
    assert len(reader.text(".document .text")) < len(text)
    reader.page.click(".ends >> text=End")
    reader.page.wait_for_function("document.querySelector('.document .text').textContent.endsWith('The end.\\n')")
    for _ in range(60):
        if reader.text(".document .text") == text:
            break
        reader.page.evaluate("document.querySelector('.document').scrollTop = 0")
        reader.page.wait_for_timeout(100)
    assert reader.text(".document .text") == text
    assert max(len(response.body()) for response in replies) < 60_000


@pytest.mark.parametrize("address", [{}], indirect=True)
@pytest.mark.parametrize("viewport", [(1440, 900), (390, 844)], ids=["desk", "phone"])
def test_without_any_documents_the_page_opens_and_asks_for_some(browser, address, viewport):
    page = browser.new_page(viewport={"width": viewport[0], "height": viewport[1]})
    page.goto(address)
    page.wait_for_selector("#uploads:visible")
    page.wait_for_selector("#listing >> text=no documents")
    page.fill("#question textarea", "When does the ferry sail?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn.problem [role=alert]")
    page.set_input_files(
        "#uploads input[type=file]", {"name": "n.txt", "mimeType": "text/plain", "buffer": SHORT["note.txt"].encode()}
    )
    page.wait_for_selector(".rows .title >> text=A Note")
    page.click("#question .submit-button")
    page.wait_for_selector("#turn-1.answered")
    page.close()


@pytest.mark.parametrize("address", [SHORT], indirect=True)
def test_documents_are_looked_at_again_when_that_is_asked_for(reader, tmp_path):
    (tmp_path / "sources" / "more.txt").write_text("More\n\nMats Krog built the harbour.\n", "utf-8")
    reader.page.click("#documents")
    reader.page.click("[data-event=look]")
    reader.page.wait_for_selector(".rows .title >> text=More")
    assert reader.text("#status") == "2 documents"


@pytest.mark.parametrize("address", [MANY], indirect=True)
def test_a_long_list_of_documents_takes_no_room_from_the_field_for_files(reader):
    reader.page.click("#documents")
    reader.page.wait_for_selector(".rows .title")
    assert reader.page.locator("#listing").bounding_box()["height"] > 900
    assert reader.page.locator("#uploads").bounding_box()["height"] > 100
    assert reader.sees("#uploads")
