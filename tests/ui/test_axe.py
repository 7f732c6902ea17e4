"""Every state of the page, looked at by axe for what keeps people out: nothing serious is found in any."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from qa import Sentence, Settings
from ui.conversations import Conversations

RIVER = "The Long Bridge\n\nThe bridge over the Aller opened on 3 May 1998. Ada Lund designed it. It has 12 arches.\n"
OTHER = "The Aller\n\nThe Long Bridge has 14 arches. It was paid for by the county.\n"
LONG = "A Log\n\nThe keeper Ottoline Marsh paints her boat green.\n" + "The wind blows.\n" * 3000
GRAVE = ("serious", "critical")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def address(serve_page, tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("documents")
    for name, text in {"river.txt": RIVER, "other.txt": OTHER, "log.txt": LONG}.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "picture.txt").write_bytes(b"\0\1\2" * 100)
    (data / "local" / "uploads").mkdir(parents=True)
    (data / "local" / "uploads" / "own.txt").write_text("My Note\n\nZelda Quince sells pears on Tuesdays.\n", "utf-8")
    return serve_page(folder, Settings(index_dir=tmp_path_factory.mktemp("index") / "index"), data)


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["desk", "phone"])
def viewport(request):
    return request.param


@pytest.fixture(params=["light", "dark"])
def scheme(request):
    return request.param


@pytest.fixture
def kept(data, makes):
    """A conversation of answers made by hand: two documents that disagree, and a passage that may answer."""
    quotes = ("The bridge over the Aller opened on 3 May 1998.", "Ada Lund designed it.", "It has 12 arches.")
    sides = makes(RIVER).answer(*quotes, disagreeing=(2, 3), notes=("The sources disagree.",), confidence=0.6)
    said = (
        Sentence("The sources don't say for sure.", ()),
        Sentence(quotes[0], (1,), (4, 10)),
        Sentence(quotes[1], (2,)),
    )
    perhaps = makes(RIVER).answer(*quotes[:2], status="not_in_sources", perhaps=True, sentences=said)
    conversations = Conversations(data / "local" / "conversations.db")
    conversation = conversations.add("", sides, "by hand, 1")
    return conversations.add(conversation, perhaps, "by hand, 2")


def grave(reader):
    """What keeps people out of the page as it is now."""
    found = Axe().run(reader.page).response["violations"]
    return [
        (each["id"], node["html"][:200], node["failureSummary"])
        for each in found
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]


def test_nobody_is_kept_out_of_any_state_of_the_page(reader, kept):
    page, found = reader.page, {}

    def look(state):
        found[state] = grave(reader)

    look("empty")
    reader.asks("Who designed the bridge over the Aller?", turn=1)
    look("answered")
    reader.clicks(1, 1)
    look("source open")
    page.click("#turn-1 [data-event=wrong]")
    look("feedback")
    reader.asks("What is the capital of France?", turn=2)
    look("silence")
    reader.asks("What does Ottoline Marsh paint?", turn=3)
    reader.clicks(3, 1)
    look("long document")
    page.fill("#question textarea", "Where? " * 400)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn.problem")
    look("problem")
    page.focus("#cite-1-1")
    look("quote")
    page.click("#documents")
    page.wait_for_selector(".rows .unread")
    page.uncheck(".rows .chosen >> nth=0")
    look("documents")
    page.click("text=Conversations")
    page.wait_for_selector("#conversation-list .name")
    look("conversations")
    page.click("#conversation-list [data-event=rename] >> nth=0")
    look("renaming")
    page.keyboard.press("Escape")
    reader.open(f"#{kept}")
    reader.waits_for(2)
    page.click("summary")
    look("disagreement and perhaps")
    page.click("#export-button")
    look("export")
    assert {state: what for state, what in found.items() if what} == {}
