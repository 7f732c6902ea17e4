"""python tests/offline.py MODULE ARGUMENTS: run a command with every socket that leaves this machine refused.

Each refusal is written to stderr as "TRIED address", so that an attempt that is swallowed is seen.
"""

import runpy
import socket
import sys
from pathlib import Path
from typing import Any

LOCAL = {"127.0.0.1", "::1", "localhost", "0.0.0.0", None}  # noqa: S104  # the address of a listener

connect, look_up = socket.socket.connect, socket.getaddrinfo


def local_connect(self: socket.socket, address: Any) -> None:
    if self.family != socket.AF_UNIX:
        refuse(address[0])
    connect(self, address)


def local_look_up(host: Any, *rest: Any, **named: Any) -> Any:
    refuse(host.decode() if isinstance(host, bytes) else host)
    return look_up(host, *rest, **named)


def refuse(host: str | None) -> None:
    if host not in LOCAL:
        print("TRIED", host, file=sys.stderr, flush=True)
        raise OSError(f"{host} is not this machine")


sys.path[0] = str(Path(__file__).parent.parent)  # not this folder, which has an index/ of its own
socket.socket.connect = local_connect  # type: ignore[method-assign, assignment]
socket.getaddrinfo = local_look_up
module, *arguments = sys.argv[1:]
sys.argv = [module, *arguments]
runpy.run_module(module, run_name="__main__", alter_sys=True)
