"""One's own files in the real page: added by button and by drag and drop, asked, chosen, deleted."""

import pytest

from qa import Settings

RIVER = "The Long Bridge\n\nThe bridge over the Aller opened on 3 May 1998. Ada Lund designed it.\n"
DROP = """
([name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type: 'text/plain' }));
    const field = document.querySelector('#uploads .upload-container');
    for (const type of ['dragenter', 'dragover', 'drop']) {
        field.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    }
}
"""


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def address(serve_page, tmp_path, data):
    return serve_page(None, Settings(index_dir=tmp_path / "index"), data)


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["desk", "phone"])
def viewport(request):
    return request.param


@pytest.fixture
def sent(tmp_path):
    (tmp_path / "river.txt").write_text(RIVER, "utf-8")
    (tmp_path / "picture.txt").write_bytes(b"\0\1\2" * 100)
    return [tmp_path / "river.txt", tmp_path / "picture.txt"]


def test_files_are_added_asked_and_really_deleted(reader, sent, data):
    reader.page.click("#documents")
    reader.page.set_input_files("#uploads input[type=file]", sent)
    reader.page.wait_for_selector(".rows .unread")
    assert "Added: river.txt, picture.txt" in reader.text("#taken")
    assert "binary" in reader.text(".rows .unread")
    reader.page.wait_for_function("!document.querySelector('#status').textContent.startsWith('Reading')")
    assert reader.text("#status") == "1 document · 1 file not read"
    assert "river.txt · 1 passage" in reader.text(".rows .facts")

    reader.asks("Who designed the bridge?", turn=1)
    assert "Ada Lund designed it." in reader.text("#turn-1 .answer")
    reader.clicks(1, 1)
    assert reader.page.is_hidden("#library")

    reader.page.click("#documents")
    for _ in range(2):
        reader.page.click("[data-event=delete][data-source='river.txt']")
    reader.page.wait_for_function("!document.querySelector('#listing').textContent.includes('river.txt')")
    assert [path.name for path in (data / "local" / "uploads").iterdir()] == ["picture.txt"]
    reader.page.click("#cite-1-1")
    reader.page.wait_for_selector(".document blockquote")


def test_a_file_that_is_not_read_comes_into_the_list_and_goes_without_any_other(reader, sent):
    reader.page.click("#documents")
    for file, shown in zip(sent, (".rows .title >> text=The Long Bridge", ".rows .unread"), strict=True):
        reader.page.set_input_files("#uploads input[type=file]", file)
        reader.page.wait_for_selector(shown)
    for _ in range(2):
        reader.page.click("[data-event=delete][data-source='picture.txt']")
    reader.page.wait_for_function("!document.querySelector('#listing').textContent.includes('picture.txt')")
    assert reader.text("#status") == "1 document"


def test_a_file_can_be_dropped(reader):
    reader.page.click("#documents")
    reader.page.evaluate(DROP, ["dropped.txt", RIVER])
    reader.page.wait_for_selector(".rows .title >> text=The Long Bridge")


def test_what_was_sent_is_left_nowhere_else(reader, sent, data, tmp_path):
    canary = "canary 3f9a2b of the upload"
    sent[0].write_text(f"A note\n\nThe word is {canary}.\n", "utf-8")
    reader.page.click("#documents")
    reader.page.set_input_files("#uploads input[type=file]", sent[:1])
    reader.page.wait_for_selector(".rows .title >> text=A note")
    import pathlib

    from gradio.utils import get_upload_folder

    left = [
        path
        for path in pathlib.Path(get_upload_folder()).rglob("*")
        if path.is_file() and canary.encode() in path.read_bytes()
    ]
    assert left == []
