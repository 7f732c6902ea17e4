"""Somebody who means it ill, or who slips, before the running page: what no browser would send, and odd files."""

import io
import json
import re
import secrets
import socket
import subprocess
import sys
import time
import zipfile
from dataclasses import replace

import httpx
import pytest

from qa import Settings
from ui.limits import LIMITS

GONE = "0" * 64


class Attacker:
    """Whoever speaks to the server without the page."""

    def __init__(self, address):
        self.address, self.session = address, secrets.token_hex(5)
        self.client = httpx.Client(base_url=address, timeout=120)
        config = self.client.get("config").json()
        self.wire = next(each["id"] for each in config["components"] if each["props"].get("elem_id") == "wire")
        self.uploads = next(
            each["id"] for each in config["dependencies"] if any(event == "upload" for _, event in each["targets"])
        )

    def posts(self, path, content, **headers):
        headers = {"content-type": "application/json"} | {name.replace("_", "-"): headers[name] for name in headers}
        return httpx.post(f"{self.address}gradio_api/{path}", content=content, headers=headers, timeout=120)

    def asks_for(self, data, **headers):
        """What the page's script would be told."""
        asked = {"data": data, "fn_name": "call", "component_id": self.wire, "session_hash": self.session}
        return self.posts("component_server/", json.dumps(asked), **headers)

    def names_files(self, *files):
        """Whether an upload of these files, wherever they are, is taken in; what is said."""
        named = [{"meta": {"_type": "gradio.FileData"}} | file for file in files]
        asked = {"data": [named], "fn_index": self.uploads, "session_hash": self.session}
        self.client.post("gradio_api/queue/join", json=asked)
        with self.client.stream("GET", "gradio_api/queue/data", params={"session_hash": self.session}) as events:
            (done,) = (line for line in events.iter_lines() if '"process_completed"' in line)
        return json.loads(done.removeprefix("data: "))

    def sends(self, name, content):
        sent = self.client.post("gradio_api/upload", files={"files": (name, content)}).json()
        said = self.names_files({"path": sent[0], "orig_name": name})
        return re.sub("<[^>]*>", "", said["output"]["data"][1])

    def settles(self):
        """What the line at the top says once all files are read."""
        while (state := self.asks_for({"event": "state"}).json())["busy"]:
            time.sleep(0.1)
        return state["line"]

    def list(self):
        return re.sub("<[^>]*>", " ", self.asks_for({"event": "documents"}).json()["html"])


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("attacked") / "data"


@pytest.fixture(scope="module")
def log(data):
    return data.parent / "stderr"


@pytest.fixture(scope="module")
def attacker(data, log):
    """Before the program as a person starts it."""
    settings = data.parent / "settings.toml"
    settings.write_text(f"index_dir = '{data.parent / 'index'}'\n", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "ui", "--port", str(port), "--data", str(data), "--settings", str(settings)]
    with (
        log.open("w") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        try:
            assert f"127.0.0.1:{port} " in process.stdout.readline()
            attacker = Attacker(f"http://127.0.0.1:{port}/")
            yield attacker
            attacker.client.close()
        finally:
            process.terminate()


@pytest.mark.parametrize(
    "file",
    [
        {"path": "/etc/passwd"},
        {"path": "", "url": "file:///etc/passwd"},
        {"path": "http://127.0.0.1:9/x", "url": "http://127.0.0.1:9/x"},
        {"path": "data:text/plain;base64,aGVsbG8="},
        {"path": "../../../etc/passwd"},
    ],
)
def test_files_that_nobody_has_sent_are_not_taken_in(attacker, data, file):
    assert not attacker.names_files(file)["success"]
    assert not (data / "local" / "uploads").exists() or "passwd" not in attacker.list()


def test_odd_files_are_taken_in_as_what_they_are_and_stop_nothing(attacker, data):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (600 * 2**20))
    attacker.sends("empty.txt", b"")
    assert attacker.settles() == "No document that can be read · 1 file not read"
    for name, content in {
        "bomb.docx": bomb.getvalue(),
        "../../../evil.txt": b"Evil lives here.",
        "x" * 400 + ".txt": b"A long name.",
        "<img src=x>\u202egpj.txt": b"Looks like a picture.",
        "note.txt": b"The ferry sails at noon.",
    }.items():
        assert attacker.sends(name, content).startswith("Added: ")
    assert attacker.sends("note.txt", b"The ferry sails at six.") == "Added: note (2).txt"
    assert attacker.sends("note.txt", b"The ferry sails at noon.") == "Added: note.txt"
    assert attacker.settles() == "5 documents · 2 files not read"
    listed = attacker.list()
    assert "Not read: it is empty" in listed and "Not read: it unpacks to 600 MiB" in listed
    kept = {path.name for path in (data / "local" / "uploads").iterdir()}
    assert {"evil.txt", "note.txt", "note (2).txt"} <= kept
    assert not any(set("\u202e<>/") & set(name) or len(name) > 210 for name in kept)


@pytest.mark.parametrize(
    "asked",
    [
        None,
        [],
        {"event": "none"},
        {"event": "turns", "conversation": "'; DROP TABLE turns", "after": 0},
        {"event": "turns", "conversation": "ff", "after": -1},
        {"event": "cite", "conversation": "ff", "turn": 1, "marker": 1},
        {"event": "cite", "conversation": "ff", "turn": 1, "marker": 10**30},
        {"event": "judge", "conversation": "ff", "turn": 1, "verdict": "right"},
        {"event": "rename", "conversation": "ff", "name": "x"},
        {"event": "delete", "source": "../conversations.db"},
        {"event": "delete", "source": "a\0b"},
        {"event": "delete", "source": "\ud800"},
        {"event": "read", "document": GONE},
        {"event": "segment", "document": GONE, "at": 5, "before": True},
        {"event": "ask", "conversation": "", "after": 0, "question": "Who?", "token": "f" * 32, "only": ["\ud800"]},
        {"event": "ask", "conversation": "", "after": 0, "question": "Who?", "token": "f" * 32, "max_error": 2.0},
        {"event": "ask", "conversation": "", "after": 0, "question": "Who?", "token": "f" * 32, "history": []},
        {"event": "ask", "conversation": "ff", "after": 0, "question": "Who?", "token": "f" * 32},
        {"event": "ask", "conversation": "", "after": 0, "question": "\ud800", "token": "f" * 32},
        {"event": "ask", "conversation": "", "after": 0, "question": "x" * 2001, "token": "f" * 32},
        {"event": "ask", "conversation": "", "after": 0, "question": "x" * 10**6, "token": "f" * 32},
    ],
)
def test_what_cannot_be_is_answered_with_a_sentence_that_tells_of_no_place_on_the_server(attacker, data, log, asked):
    before = len(log.read_text("utf-8"))
    reply = attacker.asks_for(asked)
    assert reply.status_code == 200
    assert set(reply.json()) == {"problem"}
    assert str(data.parent) not in reply.text
    assert "Traceback" not in log.read_text("utf-8")[before:]
    assert (data / "local" / "conversations.db").exists()


@pytest.mark.parametrize(
    "question", ["\0", "?" * 1999, "<b>" * 600, "🚀" * 1000, "' OR 1=1 --", 'NEAR(a b) AND "', "*"]
)
def test_odd_questions_are_answered_like_any(attacker, question):
    asked = {"event": "ask", "conversation": "", "after": 0, "question": question, "token": secrets.token_hex(16)}
    assert [turn["number"] for turn in attacker.asks_for(asked).json()["turns"]] == [1]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://example.org"}, 403),
        ({"origin": "null"}, 403),
        ({"host": "rebound.example"}, 421),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-origin"}, 200),
    ],
)
def test_another_site_gets_nothing_done(attacker, headers, status):
    assert attacker.asks_for({"event": "state"}, **headers).status_code == status


@pytest.mark.parametrize("content", [b"x", b"{}", b"[" * 100_000, b"\xff"])
def test_what_is_no_request_is_refused(attacker, content):
    assert attacker.posts("component_server/", content).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "gradio_api/file=/etc/passwd",
        "gradio_api/openapi.json",
        "docs",
        "assets/..%2f..%2f..%2fetc/passwd",
        f"files/{GONE}/x",
    ],
)
def test_there_is_no_way_to_other_files(attacker, path):
    response = attacker.client.get(path)
    assert response.status_code in (403, 404)
    assert "root:" not in response.text and "catalog.db" not in response.text


@pytest.fixture
def address(serve_page, tmp_path):
    return serve_page(None, Settings(index_dir=tmp_path / "index"), None, replace(LIMITS, file_bytes=1000))


CHOOSE = """
([gesture, files]) => {
    const data = new DataTransfer();
    for (const [name, text] of files) data.items.add(new File([text], name, { type: 'text/plain' }));
    const input = document.querySelector('#uploads input[type=file]');
    if (gesture === 'drop') {
        const field = document.querySelector('#uploads .upload-container');
        for (const type of ['dragenter', 'dragover', 'drop']) {
            field.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
        }
    } else {
        input.files = data.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
    }
}
"""


@pytest.mark.parametrize("gesture", ["choose", "drop"])
def test_a_file_that_is_too_large_is_named_and_keeps_no_other_out(reader, gesture):
    reader.page.click("#documents")
    large = ["<b>large.txt", "word " * 500]
    reader.page.evaluate(CHOOSE, [gesture, [large]])
    reader.page.wait_for_selector("#too-large >> text=/larger than .*: <b>large.txt/")
    assert "Added" not in reader.text("#taken")
    reader.page.evaluate(CHOOSE, [gesture, [large, [f"{gesture}.txt", f"The ferry can {gesture} at noon."]]])
    reader.page.wait_for_selector(f"#taken >> text=Added: {gesture}.txt")
    assert "<b>large.txt" in reader.text("#too-large")
    reader.page.evaluate(CHOOSE, [gesture, [[f"{gesture}-2.txt", "The ferry waits."]]])
    reader.page.wait_for_selector(f"#taken >> text=Added: {gesture}-2.txt")
    assert "large" not in reader.text("#too-large")


def test_an_upload_that_is_lost_on_its_way_can_be_sent_again(reader, tmp_path):
    (tmp_path / "note.txt").write_text("The ferry sails at noon.", "utf-8")
    reader.page.click("#documents")
    reader.page.route("**/upload?*", lambda route: route.abort())
    reader.page.set_input_files("#uploads input[type=file]", tmp_path / "note.txt")
    reader.page.wait_for_selector("text=/Connection errored/")
    reader.page.unroute("**/upload?*")
    reader.page.set_input_files("#uploads input[type=file]", tmp_path / "note.txt")
    reader.page.wait_for_selector("#taken >> text=Added: note.txt")
    reader.amiss[:] = [what for what in reader.amiss if "upload_progress" not in what and "console" not in what]
