"""python -m ui: the chat page, for this machine's browser."""

import argparse
import sys

from qa import QuotedError, Settings
from ui.app import build_page
from ui.serve import check_address, serve


def main(arguments: list[str] | None = None) -> int:
    """Serve the page until it is interrupted."""
    parser = argparse.ArgumentParser(prog="python -m ui", description="Ask your documents in the browser.")
    parser.add_argument("--sources", metavar="PATH", help="a folder or a document (the shipped documents, unless told)")
    parser.add_argument("--settings", metavar="FILE", help="settings in TOML")
    parser.add_argument("--port", type=_port, default=7860, metavar="N", help="the port to serve at (7860)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to serve at (127.0.0.1: this machine alone)")
    options = parser.parse_args(arguments)
    try:
        settings = Settings.load(options.settings) if options.settings else Settings()
        check_address(options.host, options.port)
        print("Reading the documents; the first time, this takes a while …", file=sys.stderr, flush=True)
        page = build_page(options.sources, settings)
        address = serve(page, host=options.host, port=options.port)
    except QuotedError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"Quoted is at {address} (Ctrl+C ends it)", flush=True)
    page.block_thread()
    return 0


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; name a number from 1 to 65535")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
