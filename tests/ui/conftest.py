"""Answers made by hand, HTML taken apart, and a real browser before the real page."""

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

from index import Document
from qa import Answer, Citation, Sentence, Settings
from ui.app import build_page
from ui.conversations import KeptTurn
from ui.limits import LIMITS, Limits
from ui.people import People
from ui.serve import serve

CHROMIUM = Path("/usr/bin/chromium")
QUIET = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
VOID = {"br", "img", "input"}
Scheme = Literal["light", "dark"]


class Parsed(HTMLParser):
    """HTML as a browser would take it apart: its tags, its attributes, and the text below a class or an id."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self._open: list[set[str]] = []
        self._texts: list[tuple[set[str], str]] = []
        self.feed(html)
        self.close()
        assert not self._open, "every tag is closed"

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            named = dict(attrs)
            self._open.append({tag, named.get("id") or "", *(named.get("class") or "").split()})

    def handle_endtag(self, tag):
        assert tag in self._open.pop()

    def handle_data(self, data):
        self._texts.append((set().union(*self._open), data))

    @property
    def ids(self) -> list[str]:
        return [value for name, value in self.attributes if name == "id"]

    def text(self, name: str = "") -> str:
        return "".join(text for names, text in self._texts if not name or name in names)


@dataclass
class Makes:
    """A document, and answers that quote it."""

    text: str
    title: str = "The Long Bridge"
    source: str = "river.txt"

    def document(self) -> Document:
        return Document("d" * 64, self.source, self.title, self.text)

    def citation(self, quote: str, marker: int = 1) -> Citation:
        start = self.text.index(quote)
        return Citation(marker, self.source, "d" * 64, quote, start, start + len(quote), None, self.title, 1.5)

    def answer(self, *quotes: str, question: str = "Who designed it?", **changes: object) -> Answer:
        citations = tuple(self.citation(quote, marker) for marker, quote in enumerate(quotes, 1))
        fields: dict[str, object] = {
            "question": question,
            "standalone_question": question,
            "status": "answered",
            "text": " ".join(f"{quote} [{marker}]" for marker, quote in enumerate(quotes, 1)),
            "sentences": tuple(Sentence(quote, (marker,)) for marker, quote in enumerate(quotes, 1)),
            "citations": citations,
            "confidence": 0.87,
            "hits": (),
            "timings": {},
            "settings_hash": "settings",
            "index_version": "version",
        }
        return Answer(**(fields | changes))  # type: ignore[arg-type]

    def kept(self, *quotes: str, number: int = 1, **changes: object) -> KeptTurn:
        return KeptTurn(number, self.answer(*quotes, **changes))  # type: ignore[arg-type]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser that waits in vain, on a machine that does much else, is waited for once more; the run says so."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["TimeoutError"]))


@pytest.fixture(scope="session")
def parse() -> type[Parsed]:
    return Parsed


@pytest.fixture(scope="session")
def makes() -> type[Makes]:
    return Makes


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        # Where a machine checks every change, a browser that is missing must not pass for a page that works.
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"there is no browser at {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET.split(), "--no-first-run"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def serve_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """The real page over some sources, on a free port until the module is done; its address."""
    pages, everybody = [], []

    def start(sources: Path | None, settings: Settings, data: Path | None = None, limits: Limits = LIMITS) -> str:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        people = People((sources,) if sources else None, settings, data or tmp_path_factory.mktemp("data"), limits)
        pages.append(build_page(people))
        everybody.append(people)
        return serve(pages[-1], people, host="127.0.0.1", port=port) + "/"

    yield start
    for page, people in zip(pages, everybody, strict=True):
        page.close(verbose=False)
        people.close()


@dataclass
class Reader:
    """A person before the page, in a browser without a past. Whatever the page does amiss is noted."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    amiss: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(60_000)  # a machine that does much else is slow
        self.page.on("request", self._requested)
        self.page.on("response", self._responded)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.amiss.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: self.amiss.append(f"dialog: {dialog.message}"))
        self.open()

    def _requested(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.amiss.append(f"request to {request.url}")

    def _responded(self, response: Response) -> None:
        if response.status >= 400:
            self.amiss.append(f"{response.status} for {urlsplit(response.url).path}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.amiss.append(f"console: {message.text}")

    def open(self, place: str = "") -> None:
        """Go to the page, to a new conversation unless the place is one's."""
        self.page.goto("about:blank")
        self.page.goto(self.address + place)
        self.ready()

    def reload(self) -> None:
        """Load the page again."""
        self.page.reload()
        self.ready()

    def ready(self) -> None:
        """Wait until the page is shown and the files are read."""
        self.page.wait_for_selector("#log > *")
        self.page.wait_for_function(
            "/^[^…]*document/.test(document.querySelector('#status').textContent)", timeout=60_000
        )

    def asks(self, question: str, *, turn: int) -> None:
        self.page.fill("#question textarea", question)
        self.page.press("#question textarea", "Enter")
        self.waits_for(turn)

    def waits_for(self, turn: int) -> None:
        self.page.wait_for_selector(f"#turn-{turn}")

    def clicks(self, turn: int, marker: int) -> None:
        self.page.click(f"#cite-{turn}-{marker}")
        self.page.wait_for_selector(f"#mark-{turn}-{marker}")

    def focused(self) -> str:
        """The id of the element that has the focus."""
        return str(self.page.evaluate("document.activeElement.id"))

    def text(self, selector: str) -> str:
        return self.page.text_content(selector) or ""

    def sees(self, selector: str) -> bool:
        """Whether all of an element lies in the part of the page that is in view, and nothing over it."""
        return bool(
            self.page.evaluate(
                """selector => {
                    const element = document.querySelector(selector), box = element.getBoundingClientRect();
                    const line = element.getClientRects()[0];
                    const top = document.elementFromPoint(line.x + line.width / 2, line.y + line.height / 2);
                    return box.top >= 0 && box.bottom <= innerHeight && element.contains(top);
                }""",
                selector,
            )
        )


@pytest.fixture
def reader(browser: Browser, address: str, viewport: tuple[int, int], scheme: Scheme) -> Iterator[Reader]:
    """A reader of the module's page; nothing may go amiss while it is read."""
    context = browser.new_context(viewport={"width": viewport[0], "height": viewport[1]}, color_scheme=scheme)
    reader = Reader(context.new_page(), address)
    yield reader
    context.close()
    assert reader.amiss == []


@pytest.fixture
def viewport() -> tuple[int, int]:
    return (1440, 900)


@pytest.fixture
def scheme() -> Scheme:
    return "light"


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
