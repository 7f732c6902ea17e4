"""Page → server: how the page is served, and to whom."""

import errno
import os
import socket
from pathlib import Path

import gradio as gr
from starlette.middleware import Middleware
from starlette.requests import Request

from qa import QuotedError
from ui.accounts import Door
from ui.downloads import routes
from ui.gate import MOST_BYTES, Gate
from ui.identity import signed_in
from ui.limits import Limits
from ui.people import People, Person

HERE = Path(__file__).parent / "page"


class AddressError(QuotedError):
    """The page cannot be served at this host and port."""


def check_address(host: str, port: int) -> None:
    """Raise AddressError where the port is busy or the host is not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AddressError(
                f"Port {port} is busy: another program, perhaps another Quoted, listens there. "
                f"Choose a free one, for example --port {port + 1 if port < 65535 else 7860}."
            ) from error
        raise AddressError(
            f"The page cannot be served at {host}, port {port} ({error.strerror}). "
            "Choose others with --host and --port."
        ) from error


def serve(
    page: gr.Blocks,
    people: People,
    *,
    host: str,
    port: int,
    door: Door | None = None,
    public_name: str | None = None,
    mcp: bool = False,
) -> str:
    """Serve the page from a thread of its own; its address, once it answers. Raises AddressError.

    With a `door`, only those are let in whom it opens for. `public_name` is that of a proxy before it.
    With `mcp`, agents at this machine may ask, too.
    """
    check_address(host, port)
    name = f"[{host}]" if ":" in host else host
    # Gradio asks its own server whether it is up, which a proxy that is set for the web cannot know.
    reached_directly = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    os.environ["no_proxy"] = ",".join(filter(None, (reached_directly, host, "localhost")))
    page.queue(max_size=64, api_open=False, default_concurrency_limit=8)
    page.launch(
        server_name=name,
        server_port=port,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        auth=door.opens if door else None,
        auth_message="Sign in to ask your documents." if door else None,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=mcp,
        enable_monitoring=False,
        run_history=False,
        footer_links=[],
        max_file_size=people.limits.file_bytes,
        favicon_path=HERE / "favicon.svg",
        app_kwargs={
            "middleware": [
                Middleware(
                    Gate, host=host, public_name=public_name, mcp=mcp, most_uploaded=_most_uploaded(people.limits)
                )
            ],
            "routes": routes(lambda request: _person(people, request)),
        },
        theme=gr.themes.Base(font="sans-serif", font_mono="monospace"),
        css_paths=[HERE / "page.css"],
    )
    return f"http://{name}:{port}"


def _most_uploaded(limits: Limits) -> int:
    """Bytes that an upload may have: several files of the largest size come in one request."""
    return min(limits.all_bytes, 8 * limits.file_bytes) + MOST_BYTES


def _person(people: People, request: Request) -> Person | None:
    name = signed_in(request)
    return None if name is None else people.person(name)
