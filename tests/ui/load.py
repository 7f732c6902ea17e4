"""python tests/ui/load.py [--users 20] [--seconds 120]: how the page bears many people at once.

Each has an account, files of their own, which they add and delete, and a conversation; meanwhile the documents
that all of them ask change, too. Whatever is not as it should be is named: a request that fails, an answer or a
history that is another person's, a turn that is missing. Then how long an answer took.
"""

import argparse
import itertools
import json
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parent.parent.parent
NAMES = [
    "".join(parts)
    for parts in itertools.product(("Alder", "Brim", "Cald", "Dun", "Elm"), ("mere", "ford", "stow", "wick"))
]
"""A place for each person, which only their own files and their own turns may name."""
ACCOUNTS = """
import sys
from pathlib import Path
from ui.accounts import add
for account in sys.argv[2:]:
    add(Path(sys.argv[1]), *account.split("="))
"""
PAUSE = 2.0
"""Seconds from an answer to the next question of the same person."""


@dataclass
class Found:
    """What all of them have found out."""

    seconds: list[float] = field(default_factory=list)
    amiss: list[str] = field(default_factory=list)
    added: int = 0
    removed: int = 0

    def line(self, users: int, seconds: float) -> str:
        times = statistics.quantiles(self.seconds, n=20, method="inclusive")
        return (
            f"{users} people, {seconds:.0f} s: {len(self.seconds)} answers, {self.added} files added, {self.removed} "
            f"removed, {len(self.amiss)} errors; seconds an answer, median {statistics.median(self.seconds):.2f}, "
            f"95th percentile {times[18]:.2f}"
        )


@dataclass
class Person:
    """Somebody before the page, by what the page's script sends."""

    address: str
    name: str
    password: str
    found: Found
    conversation: str = ""
    asked: list[str] = field(default_factory=list)

    def run(self, until: float) -> None:
        try:
            with httpx.Client(base_url=self.address, timeout=120) as self.client:
                self.sign_in()
                self.go_on(until)
        except Exception as error:
            self.found.amiss.append(f"{self.name}: {type(error).__name__}: {error}")

    def sign_in(self) -> None:
        self.client.post("/login", data={"username": self.name.lower(), "password": self.password}).raise_for_status()
        config = self.client.get("/config").raise_for_status().json()
        self.session = secrets.token_hex(5)
        self.wire = next(each["id"] for each in config["components"] if each["props"].get("elem_id") == "wire")
        self.uploads = next(
            each["id"] for each in config["dependencies"] if any(event == "upload" for _, event in each["targets"])
        )

    def go_on(self, until: float) -> None:
        for round_ in itertools.count():
            fact = f"The bridge of {self.name} opened in {1900 + round_}."
            self.add(f"bridge{round_}.txt", f"The bridge of {self.name}\n\n{fact}\n")
            listed = self.settle()
            self.ask(f"When did the bridge of {self.name} open?", says=str(1900 + round_))
            self.ask("Who designed it?")
            (source,) = re.findall(f'data-source="([^"]*bridge{round_}.txt)"', listed)
            self.call("delete", source=source)
            self.found.removed += 1
            self.see("data-source=" not in self.settle(), f"{source} is still there")
            if time.monotonic() > until:
                break
        self.look_back()

    def call(self, event: str, **data: Any) -> dict[str, Any]:
        """What the page's script is told."""
        asked = {
            "data": {"event": event, **data},
            "fn_name": "call",
            "component_id": self.wire,
            "session_hash": self.session,
        }
        reply: dict[str, Any] = self.client.post("/gradio_api/component_server/", json=asked).raise_for_status().json()
        if "problem" in reply:
            self.found.amiss.append(f"{self.name}: {event}: {reply['problem']}")
        return reply

    def settle(self) -> str:
        """As the page does, wait until the files are read; the list of them."""
        while self.call("state").get("busy"):
            time.sleep(0.7)
        return str(self.call("documents")["html"])

    def add(self, name: str, text: str) -> None:
        """Send a file as Gradio's field for files does."""
        sent = self.client.post("/gradio_api/upload", files={"files": (name, text.encode())}).raise_for_status().json()
        file = {"path": sent[0], "orig_name": name, "meta": {"_type": "gradio.FileData"}}
        asked = {"data": [[file]], "fn_index": self.uploads, "session_hash": self.session}
        self.client.post("/gradio_api/queue/join", json=asked).raise_for_status()
        with self.client.stream("GET", "/gradio_api/queue/data", params={"session_hash": self.session}) as events:
            for line in events.iter_lines():
                if '"process_completed"' in line:
                    if f"Added: <bdi>{name}" not in line:
                        self.found.amiss.append(f"{self.name}: {name} was not added: {line[:300]}")
                    break
        self.found.added += 1

    def ask(self, question: str, says: str = "") -> None:
        """Ask, and see that the one new turn is this question's, of this conversation."""
        before = time.monotonic()
        bounds = {"after": len(self.asked), "token": secrets.token_hex(16)}
        reply = self.call("ask", conversation=self.conversation, question=question, **bounds)
        self.found.seconds.append(time.monotonic() - before)
        self.asked.append(question)
        self.conversation = reply.get("conversation", self.conversation)
        turns = reply.get("turns", [])
        html = "".join(turn["html"] for turn in turns)
        self.see([turn["number"] for turn in turns] == [len(self.asked)], f"turns {turns} after {bounds['after']}")
        self.see(question in html and self.name in html and says in html, f"{question} was answered {html}")
        self.see(not any(name in html for name in NAMES if name != self.name), f"somebody else's: {html}")
        self.call("related", conversation=self.conversation, turn=len(self.asked))
        time.sleep(PAUSE)

    def look_back(self) -> None:
        """The whole conversation is as it was had."""
        turns = self.call("turns", conversation=self.conversation)["turns"]
        kept = [turn["html"].partition('class="question"')[2].partition(">")[2].partition("<")[0] for turn in turns]
        self.see(kept == self.asked, f"asked {self.asked}, kept {kept}")

    def see(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.found.amiss.append(f"{self.name}: {otherwise}")


@contextmanager
def served(folder: Path, passwords: dict[str, str]) -> Iterator[str]:
    """The program as it is started for several people; its address."""
    accounts = (f"{name.lower()}={password}" for name, password in passwords.items())
    file = folder / "accounts.json"
    subprocess.run([sys.executable, "-c", ACCOUNTS, str(file), *accounts], check=True, cwd=ROOT)
    (folder / "settings.toml").write_text(f"index_dir = '{folder / 'index'}'\n", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "ui", "--port", str(port), "--sources", str(folder / "shared")]
    command += ["--accounts", str(file), "--data", str(folder / "data"), "--settings", str(folder / "settings.toml")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def change(shared: Path, until: float, every: float) -> None:
    """Add and remove documents that all of them ask."""
    for number in itertools.count():
        (shared / f"news{number}.txt").write_text(
            f"News {number}\n\nThe ferry sails at {number % 24} o'clock.\n", "utf-8"
        )
        (shared / f"news{number - 2}.txt").unlink(missing_ok=True)
        time.sleep(every)
        if time.monotonic() > until:
            return


def run(users: int, seconds: float, every: float = 10) -> Found:
    """So many people for so many seconds; `every` so many seconds what all of them ask changes."""
    found = Found()
    passwords = {name: secrets.token_hex(8) for name in NAMES[:users]}
    with tempfile.TemporaryDirectory() as place:
        shared = Path(place) / "shared"
        shared.mkdir()
        (shared / "county.txt").write_text("The County\n\nThe county of Verden pays for its bridges.\n", "utf-8")
        with served(Path(place), passwords) as address:
            until = time.monotonic() + seconds
            people = [Person(address, name, password, found) for name, password in passwords.items()]
            threads = [threading.Thread(target=person.run, args=(until,)) for person in people]
            threads.append(threading.Thread(target=change, args=(shared, until, every)))
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python tests/ui/load.py")
    parser.add_argument("--users", type=int, default=20, choices=range(1, len(NAMES) + 1), metavar="N")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--json", action="store_true", help="everything that was found, as JSON")
    options = parser.parse_args()
    found = run(options.users, options.seconds)
    print(json.dumps(vars(found)) if options.json else found.line(options.users, options.seconds))
    print(*found.amiss, sep="\n", file=sys.stderr)
    sys.exit(bool(found.amiss))


if __name__ == "__main__":
    main()
