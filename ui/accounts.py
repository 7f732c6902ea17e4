"""Who may sign in: names with argon2id hashes of their passwords, in a file that only its owner can read.

python -m ui accounts add NAME       a new account, or a new password for one
python -m ui accounts remove NAME
python -m ui accounts list

There is no account by default, and no default password. A removed account's files stay where they are.
"""

import argparse
import getpass
import json
import os
import re
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore, Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from filelock import FileLock
from platformdirs import user_data_path

from qa import QuotedError

SHORTEST = 10
"""Characters of a password."""
TRIES, TRIES_SECONDS = 5, 60.0
"""So many wrong passwords for a name within so many seconds; then nobody signs in by it for a while."""
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")
_AT_ONCE = 2
"""Hashing takes 64 MiB each time; strangers should not take more than a little of them."""


class AccountError(QuotedError):
    """There is no such account, or none at all, or a name or password cannot be one."""


def accounts_file(data: Path | None = None) -> Path:
    """Where the accounts are, unless told."""
    return (data or user_data_path("quoted")) / "accounts.json"


def read_accounts(file: Path) -> dict[str, str]:
    """The names with their hashes; none where there is no file. Raises AccountError where it is damaged."""
    if not file.exists():
        return {}
    try:
        accounts = json.loads(file.read_text("utf-8"))
        return {str(name): str(accounts[name]) for name in accounts}
    except (OSError, ValueError, TypeError) as error:
        raise AccountError(f"{file} cannot be read as accounts ({error}). Mend it, or remove it.") from error


def add(file: Path, name: str, password: str) -> None:
    """Add an account, or change its password."""
    if not _NAME.fullmatch(name):
        raise AccountError(f"{name!r} is no name for an account: up to 32 of a-z, 0-9, dot, dash and underscore.")
    if len(password) < SHORTEST:
        raise AccountError(f"The password has {len(password)} characters; it needs {SHORTEST} or more.")
    _change(file, lambda accounts: accounts | {name: _hasher().hash(password)})


def remove(file: Path, name: str) -> None:
    """Remove an account. Raises AccountError where there is none."""
    if name not in read_accounts(file):
        raise AccountError(f"There is no account {name!r}.")
    _change(file, lambda accounts: {other: accounts[other] for other in accounts if other != name})


def _change(file: Path, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
    """Write the accounts anew, all or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(file.with_name(f"{file.name}.lock"), timeout=10, mode=0o600):
        partial = file.with_name(f".{file.name}.part")
        partial.unlink(missing_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as writing:
            json.dump(change(read_accounts(file)), writing, indent=1)
        partial.replace(file)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@dataclass(frozen=True)
class Door:
    """Lets those in who have an account. The file is read each time, so that a removed account is out at once."""

    file: Path
    _wrong: dict[str, deque[float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _slots: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_AT_ONCE))

    def __post_init__(self) -> None:
        if not read_accounts(self.file):
            raise AccountError(f"There are no accounts in {self.file}. Make one: python -m ui accounts add NAME")

    def opens(self, name: str, password: str) -> bool:
        """Whether this is the password of an account; it takes as long where there is none of that name."""
        if self._is_closed(name):
            return False
        known = read_accounts(self.file).get(name, _nobody())
        with self._slots:
            is_right = _matches(known, password)
        with self._lock:
            if not is_right:
                self._wrong.setdefault(name[:32], deque(maxlen=TRIES)).append(time.monotonic())
        return is_right

    def _is_closed(self, name: str) -> bool:
        """Whether too many wrong passwords have been tried of late."""
        with self._lock:
            wrong = self._wrong.get(name[:32])
            return wrong is not None and len(wrong) == TRIES and time.monotonic() - wrong[0] < TRIES_SECONDS


@cache
def _nobody() -> str:
    """A hash that no password has."""
    return _hasher().hash(os.urandom(32).hex())


def _matches(known: str, password: str) -> bool:
    try:
        return _hasher().verify(known, password)
    except (VerificationError, InvalidHashError):
        return False


def main(arguments: list[str]) -> int:
    """The command line; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m ui accounts", description="Who may sign in to the page.")
    parser.add_argument("do", choices=("add", "remove", "list"))
    parser.add_argument("name", nargs="?", help="the account's name: up to 32 of a-z, 0-9, dot, dash and underscore")
    parser.add_argument("--file", metavar="FILE", type=Path, help="the accounts (your own data folder's, unless told)")
    options = parser.parse_args(arguments)
    if (options.do == "list") == (options.name is not None):
        parser.error("`list` takes no name, and the others need one")
    file = options.file or accounts_file()
    try:
        if options.do == "add":
            add(file, options.name, _typed_password(options.name))
        elif options.do == "remove":
            remove(file, options.name)
        else:
            sys.stdout.writelines(f"{name}\n" for name in sorted(read_accounts(file)))
    except QuotedError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _typed_password(name: str) -> str:
    """The password as it is typed, twice and unseen; from a pipe, its first line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass(f"Password for {name}: ")
    if getpass.getpass("Once more: ") != password:
        raise AccountError("The two passwords differ. Nothing is changed.")
    return password
