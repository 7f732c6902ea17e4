"""python docs/screenshots.py [FOLDER]: the README's pictures of the page, taken of the page as it is.

page-light.png and page-dark.png at 1440 x 900, phone-light.png and phone-dark.png at 390 x 844. With --all, also
each other state of the page, to be looked at.
"""

import argparse
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
QUESTIONS = ("Where is Guzman held?", "When was he convicted?")
SILENT = "What is the capital of France?"
SIZES = {"page": (1440, 900), "phone": (390, 844)}
COLOURS = 128
"""As many as letters and paper need; a picture is a third as large by it."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The page over the shipped documents; its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "ui", "--port", str(port), "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parent) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def ask(page: Page, question: str, turn: int) -> None:
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#turn-{turn}")


def answered(page: Page) -> Iterator[str]:
    """The states of a conversation, each after what leads to it; the README shows "answered"."""
    page.wait_for_selector(".examples button")
    yield "empty"
    for turn, question in enumerate(QUESTIONS, 1):
        ask(page, question, turn)
    page.wait_for_selector(".related, #turn-2 .foot")
    page.click("#cite-2-1")
    page.wait_for_selector("#mark-2-1")
    if page.viewport_size == {"width": 390, "height": 844}:
        yield "source"
        page.click(".document .back")
        page.locator("#turn-1").scroll_into_view_if_needed()
    page.mouse.move(0, 0)
    yield "answered"


def others(page: Page) -> Iterator[str]:
    """The states that the README does not show."""
    ask(page, SILENT, 3)
    page.locator("#turn-3").scroll_into_view_if_needed()
    yield "silent"
    page.click("#turn-2 [data-event=wrong]")
    page.locator(".why").scroll_into_view_if_needed()
    yield "not-right"
    page.click("#documents")
    page.wait_for_selector(".rows .title")
    yield "documents"
    page.click("text=Conversations")
    page.wait_for_selector("#conversation-list .name")
    yield "conversations"


def take(page: Page, path: Path) -> None:
    """One picture, in as few colours as it needs."""
    page.wait_for_timeout(500)
    page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python docs/screenshots.py")
    parser.add_argument("folder", nargs="?", type=Path, default=HERE, help="where the pictures go (docs)")
    parser.add_argument("--all", action="store_true", help="every state, not only what the README shows")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, served(Path(data)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
                page = context.new_page()
                page.goto(address)
                for state in chain(answered(page), others(page) if options.all else ()):
                    if options.all or state == "answered":
                        shown = "" if state == "answered" else f"-{state}"
                        take(page, options.folder / f"{name}-{scheme}{shown}.png")
                context.close()
        browser.close()


if __name__ == "__main__":
    main()
