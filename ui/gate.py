"""What the page may load and what the server answers to.

The page gets nothing from and sends nothing to any other machine, whatever a document holds; the
server answers only what this page asks, of Gradio's many routes.
"""

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.downloads import PATHS

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
FILES = ("/assets/", "/static/", *PATHS)
PAGE = ("/", "/config", "/theme.css", "/favicon.ico", "/manifest.json", "/login", "/logout")
API = "/gradio_api/"
EVENTS = (
    "app_id",
    "startup-events",
    "queue/join",
    "queue/data",
    "heartbeat/",
    "cancel",
    "reset",
    "component_server",
    "login_check",
    "info",
    "call/",
)
UPLOADS = ("upload", "upload_progress")
MCP = "/gradio_api/mcp/"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MOST_BYTES = 8 * 2**20

# Gradio's previews for social media: they name pictures on other machines.
_PREVIEW = re.compile(rb'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')


class Gate:
    """ASGI middleware. A page served to this machine alone answers to no other host name (DNS rebinding)."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        host: str,
        public_name: str | None = None,
        mcp: bool = False,
        most_uploaded: int = MOST_BYTES,
    ) -> None:
        self._app = app
        self._hosts = LOOPBACK | {public_name or "localhost"} if host in LOOPBACK else frozenset[str]()
        self._public_name, self._most_uploaded = public_name, most_uploaded
        self._for_agents = mcp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        headers, path = Headers(scope=scope), scope["path"]
        answer = without_previews(send_with_headers) if path == "/" else send_with_headers
        if refusal := self._refusal(path, headers):
            await refusal(scope, receive, answer)
        else:
            await limited(self._app, self._most(path))(scope, receive, answer)

    def _most(self, path: str) -> int:
        """How many bytes a request to this path may have."""
        return self._most_uploaded if path.rstrip("/") == f"{API}upload" else MOST_BYTES

    def _is_own(self, headers: Headers) -> bool:
        """Whether a request does not come from another site, which a browser would let act in its reader's name."""
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site") != "cross-site"
        own = {urlsplit(f"//{headers.get('host', '')}").hostname, self._public_name}
        return urlsplit(origin).hostname in own - {None}

    def _refusal(self, path: str, headers: Headers) -> PlainTextResponse | None:
        if self._hosts and urlsplit(f"//{headers.get('host', '')}").hostname not in self._hosts:
            return PlainTextResponse("This page answers to this machine only.", status_code=421)
        if not self._is_own(headers):
            return PlainTextResponse("This page answers to itself only.", status_code=403)
        if not is_known(path) and not (self._for_agents and path.startswith(MCP)):
            return PlainTextResponse("There is nothing here.", status_code=404)
        length = headers.get("content-length", "0")
        most = self._most(path)
        return None if length.isdecimal() and int(length) <= most else _too_large(most)


def _too_large(most: int) -> PlainTextResponse:
    return PlainTextResponse(f"At most {most} bytes are read.", status_code=413)


def is_known(path: str) -> bool:
    """Whether the page needs this route."""
    events = tuple(f"{API}{event}" for event in EVENTS)
    uploads = path.rstrip("/") in {f"{API}{upload}" for upload in UPLOADS}
    return path in PAGE or uploads or path.startswith((*FILES, *events))


def limited(app: ASGIApp, most: int) -> ASGIApp:
    """An app whose requests are cut off after so many bytes, whatever length they said they have."""

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        read, refused = 0, False

        async def receive_counted() -> Message:
            nonlocal read, refused
            message = await receive()
            read += len(message.get("body", b""))
            if read > most and not refused:
                refused = True
                await _too_large(most)(scope, receive, send)
            return {"type": "http.disconnect"} if refused else message

        async def send_unless_refused(message: Message) -> None:
            if not refused:
                await send(message)

        try:
            await app(scope, receive_counted, send_unless_refused)
        except ClientDisconnect:
            if not refused:
                raise

    return call


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
