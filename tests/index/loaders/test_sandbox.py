import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread

import psutil
import pytest
import sample_files

from index.datatypes import DocumentError
from index.loaders import sandbox
from index.loaders.sandbox import close_workers, extract

ROOT = Path(__file__).parents[3]
PAGE = sample_files.html_article().data
ENDLESS = b"a,b\n" * 10_000_000


def workers(process: psutil.Process | None = None) -> list[psutil.Process]:
    children = (process or psutil.Process()).children()
    running = [child for child in children if child.status() != psutil.STATUS_ZOMBIE]
    return [child for child in running if "index.loaders.worker" in child.cmdline()]


@pytest.fixture(autouse=True)
def fresh():
    close_workers()
    yield
    close_workers()


def test_many_files_are_read_by_one_child():
    for _ in range(20):
        extract(".html", PAGE)
    assert len(workers()) == 1


def test_several_threads_have_a_child_each_and_their_own_answers():
    found = {}

    def read(number: int) -> None:
        for turn in range(5):
            found[number, turn] = extract(".json", json.dumps({"number": number}).encode()).text

    threads = [Thread(target=read, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {(number, turn): f"number: {number}" for number in range(4) for turn in range(5)}
    assert 1 <= len(workers()) <= 2


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS", 0.5)
    with pytest.raises(DocumentError, match=r"longer than 0\.5 s"):
        extract(".csv", ENDLESS)
    monkeypatch.undo()
    assert extract(".html", PAGE).title == "The Long Bridge"


def test_a_file_that_takes_too_much_memory_is_given_up_and_the_next_is_read():
    with pytest.raises(DocumentError, match="900 MiB of memory"):
        extract(".json", b"[" + b"[]," * (20 * 2**20) + b"[]]")
    assert extract(".html", PAGE).title == "The Long Bridge"


def test_a_child_that_crashes_costs_one_file():
    extract(".html", PAGE)
    (worker,) = workers()
    crash = Thread(target=lambda: (time.sleep(0.3), os.kill(worker.pid, signal.SIGSEGV)))
    crash.start()
    with pytest.raises(DocumentError, match=r"broke the reader \(exit code -11\)"):
        extract(".csv", ENDLESS)
    crash.join()
    assert extract(".html", PAGE).title == "The Long Bridge"


def test_no_bytes_at_all_are_a_file_too():
    with pytest.raises(DocumentError, match="no zip file|no .docx file"):
        extract(".docx", b"")


def test_a_child_that_ended_between_two_files_is_replaced():
    extract(".html", PAGE)
    (worker,) = workers()
    worker.kill()
    worker.wait()
    assert extract(".html", PAGE).title == "The Long Bridge"


@pytest.mark.parametrize("busy", [False, True])
def test_children_die_with_their_parent(busy):
    file = "'.csv', (b'a,b' + bytes([10])) * 10_000_000" if busy else "'.html', b'<p>x'"
    code = f"""
from threading import Thread
from index.loaders.sandbox import extract
extract(".html", b"<p>x")
Thread(target=lambda: extract({file})).start()
print("started", flush=True)
import time
time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT)
    with parent:
        assert parent.stdout
        parent.stdout.readline()
        time.sleep(0.3)
        (child,) = workers(psutil.Process(parent.pid))
        parent.kill()
    with suppress(psutil.NoSuchProcess):
        child.wait(10)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def test_nothing_that_a_child_answers_can_run_anything_here():
    assert "pickle" not in Path(sandbox.__file__).read_text("utf-8")


def test_reading_speaks_to_no_other_machine(tmp_path):
    page = b'<!DOCTYPE html SYSTEM "http://example.org/x.dtd"><img src="http://example.org/a.png"><p>Text.'
    (tmp_path / "a.html").write_bytes(page)
    unshare = shutil.which("unshare")
    if not unshare:
        pytest.skip("this machine gives no process a network of its own")
    code = "import sys, index; print(index.open_document(sys.argv[1]).text)"
    shown = subprocess.run(
        [unshare, "-rn", sys.executable, "-c", code, str(tmp_path / "a.html")],
        capture_output=True,
        check=False,
        text=True,
        cwd=ROOT,
    )
    if "unshare" in shown.stderr:
        pytest.skip("this machine gives no process a network of its own")
    assert shown.stdout.strip() == "Text."
