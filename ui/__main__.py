"""python -m ui: the chat page, for this machine's browser."""

import argparse
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from index.datatypes import SettingsError
from index.roots import find_roots
from qa import QuotedError, Settings
from ui import accounts
from ui.app import build_page, warm_up
from ui.gate import LOOPBACK
from ui.people import People
from ui.serve import check_address, serve


def main(arguments: list[str] | None = None) -> int:
    """Serve the page until it is interrupted."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["accounts"]:
        return accounts.main(arguments[1:])
    options = _parser().parse_args(arguments)
    try:
        check_address(options.host, options.port)
        page, people, address = _start(options)
    except QuotedError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"Quoted is at {address} (Ctrl+C ends it)", flush=True)
    try:
        page.block_thread()
    finally:
        people.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ui",
        description="Ask your documents in the browser.",
        epilog="python -m ui accounts --help: who may sign in.",
    )
    parser.add_argument("--sources", metavar="PATH", nargs="+", help="folders or documents, only read (your uploads)")
    parser.add_argument("--settings", metavar="FILE", help="settings in TOML")
    parser.add_argument("--llm", metavar="SPEC", help="an LLM that writes, each sentence checked (python -m qa --help)")
    parser.add_argument("--data", metavar="FOLDER", help="where uploads and conversations are kept")
    parser.add_argument("--port", type=_port, default=7860, metavar="N", help="the port to serve at (7860)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to serve at (127.0.0.1: this machine alone)")
    parser.add_argument(
        "--mcp", action="store_true", help="let agents at this machine ask, by the Model Context Protocol"
    )
    parser.add_argument("--public-name", metavar="NAME", help="the name under which a proxy serves the page to others")
    parser.add_argument(
        "--accounts", metavar="FILE", type=Path, help="who may sign in (the data folder's accounts.json)"
    )
    return parser


def _start(options: argparse.Namespace) -> tuple[Any, People, str]:
    settings = Settings.load(options.settings) if options.settings else Settings()
    if options.llm is not None:
        settings = replace(settings, llm=options.llm)
    named = tuple(Path(source).expanduser().resolve() for source in options.sources) if options.sources else None
    data = Path(options.data).expanduser() if options.data else user_data_path("quoted")
    people = People(named, settings, data)
    for source in options.sources or []:
        find_roots(source)  # one that is not there is named before the page is served
    # Whoever is not at this machine has to sign in.
    door = None
    if options.accounts or options.public_name or options.host not in LOOPBACK:
        door = accounts.Door(options.accounts or accounts.accounts_file(data))
    if options.mcp:
        _check_mcp(door)
    page = build_page(people)
    address = serve(
        page, people, host=options.host, port=options.port, door=door, public_name=options.public_name, mcp=options.mcp
    )
    warm_up(people)
    return page, people, address


def _check_mcp(door: accounts.Door | None) -> None:
    """Raise SettingsError where agents cannot be let in."""
    if door:
        raise SettingsError("--mcp is for agents at this machine: it has no accounts. Leave out one of the two.")
    if find_spec("mcp") is None:
        raise SettingsError("--mcp needs the package mcp: pip install -c constraints.txt -e '.[mcp]'")


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; name a number from 1 to 65535")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
