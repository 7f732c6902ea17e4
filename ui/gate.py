"""What the page may load and what the server answers to.

The page gets nothing from and sends nothing to any other machine, whatever a document holds; the
server answers only what this page asks, of Gradio's many routes.
"""

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio builds its page with inline scripts and its gr.HTML with Function(); inline event handlers
# (script-src-attr), which are what hostile HTML would use, stay forbidden.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; script-src-attr 'none'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
FILES = ("/assets/", "/static/")
PAGE = ("/", "/config", "/theme.css", "/favicon.ico", "/manifest.json")
EVENTS = ("app_id", "startup-events", "queue/join", "queue/data", "heartbeat/", "cancel", "reset")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MOST_BYTES = 8 * 2**20

# Gradio's previews for social media: they name pictures on other machines.
_PREVIEW = re.compile(rb'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')


class Gate:
    """ASGI middleware. A page served to this machine alone answers to no other host name (DNS rebinding)."""

    def __init__(self, app: ASGIApp, *, host: str) -> None:
        self._app = app
        self._hosts = LOOPBACK if host in LOOPBACK else frozenset[str]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = self._refusal(scope["path"], Headers(scope=scope))
        answer = without_previews(send_with_headers) if scope["path"] == "/" else send_with_headers
        await (refusal or self._app)(scope, receive, answer)

    def _refusal(self, path: str, headers: Headers) -> PlainTextResponse | None:
        if self._hosts and urlsplit(f"//{headers.get('host', '')}").hostname not in self._hosts:
            return PlainTextResponse("This page answers to this machine only.", status_code=421)
        if not is_known(path):
            return PlainTextResponse("There is nothing here.", status_code=404)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return PlainTextResponse(f"At most {MOST_BYTES} bytes are read.", status_code=413)
        return None


def is_known(path: str) -> bool:
    """Whether the page needs this route."""
    events = tuple(f"/gradio_api/{event}" for event in EVENTS)
    return path in PAGE or path.startswith((*FILES, *events))


def without_previews(send: Send) -> Send:
    """A `send` that takes the previews for social media out of the page."""
    head: Message = {}
    body = bytearray()

    async def send_clean(message: Message) -> None:
        if message["type"] == "http.response.start":
            head.update(message)
            return
        body.extend(message.get("body", b""))
        if not message.get("more_body", False):
            page = _PREVIEW.sub(b"", bytes(body))
            MutableHeaders(scope=head)["content-length"] = str(len(page))
            await send(head)
            await send({**message, "body": page})

    return send_clean
