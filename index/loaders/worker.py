"""The child process that reads hostile formats: bytes in, an Extraction or the reason why not out.

Started by `index/loaders/sandbox.py` as python -m index.loaders.worker. A request is a frame of JSON
and one of the file's bytes; an answer is a frame of JSON, which unlike a pickle can do no harm to the
one who reads it.

It takes at most MEMORY bytes (where the system can see to it, as Linux does), writes no file, and
ends when its parent does, when it has nothing to do, and when it has grown.
"""

import json
import os
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, BinaryIO

from index.datatypes import DocumentError
from index.loaders.extraction import ScannedError
from index.loaders.frames import read_frame, write_frame
from index.loaders.registry import LOADERS, SCANNED_LOADERS

MEMORY = 900 * 2**20
_GROWN = 400 * 2**20
_IDLE_SECONDS = 120
_MOST_DOCUMENTS = 1000

Request = tuple[dict[str, Any], bytes]


def main() -> None:
    """Answer requests until there is no more to do, or it is better to begin anew."""
    requests, answers = _streams()
    _limit()
    waiting: SimpleQueue[Request] = SimpleQueue()
    Thread(target=_receive, args=(requests, waiting), daemon=True).start()
    for _ in range(_MOST_DOCUMENTS):
        try:
            header, data = waiting.get(timeout=_IDLE_SECONDS)
        except Empty:
            break
        _alarm(int(header["seconds"]) + 10)  # should nobody be left who could end this
        answer, sound = answer_to(header["suffix"], data, ocr=header["ocr"])
        _alarm(0)
        write_frame(answers, json.dumps(answer).encode())
        if not sound or _resident() > _GROWN:
            break
    os._exit(0)  # the receiving thread is still reading


def answer_to(suffix: str, data: bytes, *, ocr: bool = False) -> tuple[dict[str, Any], bool]:
    """What to answer, and whether this process is sound after it."""
    try:
        return {"extraction": asdict((SCANNED_LOADERS if ocr else LOADERS)[suffix](data))}, True
    except ScannedError as error:
        return {"scanned": error.pages}, True
    except DocumentError as error:
        return {"error": str(error)}, True
    except MemoryError:
        return {"error": f"reading it takes more than {MEMORY // 2**20} MiB of memory; split it."}, False
    except RecursionError:
        return {"error": "it is nested too deeply to be read."}, False
    except Exception as error:  # whatever a library raises on a damaged file, this is the edge
        return {"error": f"it is damaged, or no {suffix} file ({type(error).__name__}: {error!s:.200})."}, True


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """Where requests come from and answers go; a library that prints or reads disturbs neither."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    return requests, answers


def _receive(requests: BinaryIO, waiting: "SimpleQueue[Request]") -> None:
    """Take requests in at all times, so that the parent's end is noticed in the middle of one."""
    try:
        while True:
            header = json.loads(read_frame(requests, 2**16))
            waiting.put((header, read_frame(requests, MEMORY)))
    finally:
        os._exit(0)


def _limit() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    if sys.platform != "win32":
        import resource

        for what, most in ((resource.RLIMIT_DATA, MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
            resource.setrlimit(what, (most, most))


def _alarm(seconds: int) -> None:
    """End this process in so many seconds, whatever it is doing by then; 0 takes that back."""
    if sys.platform != "win32":
        signal.alarm(seconds)


def _resident() -> int:
    """The bytes of memory that this process has now; 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


if __name__ == "__main__":
    main()
