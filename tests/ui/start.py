"""python tests/ui/start.py [--times 5]: how soon the page is there after the program's start, and what it asks.

The program is started as a person starts it, over the shipped documents and without an index, before a browser that
is open already. The page does not wait for the models: it is there, with its line, while they are being loaded.
"""

import argparse
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent.parent
HELD = """
import runpy, sys, time
from pathlib import Path

loadable, until = Path(sys.argv.pop(1)), time.monotonic() + 120

class Held:
    def find_spec(name, path=None, target=None):
        while name == "onnxruntime" and not loadable.exists():
            if time.monotonic() > until:
                raise ImportError("what waits for the models waits too long")
            time.sleep(.05)

sys.meta_path.insert(0, Held)
runpy.run_module("ui", run_name="__main__")
"""
"""The program, of which no model is loaded before a file is there: all of them are run by onnxruntime."""


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds of a start: from the command to the address, and from going there to what is there."""

    served: float
    shown: float
    read: float


@contextmanager
def program(folder: Path, *, held_until: Path | None = None) -> Iterator[str]:
    """The program with nothing made before; its address, once it is served."""
    (folder / "settings.toml").write_text(f"index_dir = '{folder / 'index'}'\n", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, *(["-c", HELD, str(held_until)] if held_until else ["-m", "ui"])]
    command += ["--port", str(port), "--data", str(folder / "data"), "--settings", str(folder / "settings.toml")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        try:
            assert f"127.0.0.1:{port} " in process.stdout.readline()
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def show(page: Page, address: str) -> float:
    """Go to the page; the seconds until its box can be typed in and its line says something."""
    before = time.monotonic()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("#question textarea:enabled")
    page.wait_for_selector("#status:not(:empty)")
    return time.monotonic() - before


def measure(browser: Browser) -> Start:
    """One start."""
    with tempfile.TemporaryDirectory() as folder, browser.new_page() as page:
        before = time.monotonic()
        with program(Path(folder)) as address:
            served = time.monotonic()
            shown = show(page, address)
            page.wait_for_selector("#status:text-matches('^[0-9]+ document')", timeout=300_000)
            return Start(served - before, shown, time.monotonic() - served)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python tests/ui/start.py")
    parser.add_argument("--times", type=int, default=5, metavar="N")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        starts = [astuple(measure(browser)) for _ in range(options.times)]
        browser.close()
    names = ("command to address", "address to box and line", "address to documents read")
    for what, seconds in zip(names, zip(*starts, strict=True), strict=True):
        print(f"{what}: median {statistics.median(seconds):.2f} s, {min(seconds):.2f} to {max(seconds):.2f}")


if __name__ == "__main__":
    main()
