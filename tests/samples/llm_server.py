"""A server on loopback that speaks as OpenAI's does, or misbehaves as told, and word-comparing stand-ins for the reader."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from index import Chunk
from index.words import content_stems
from qa.datatypes import Judgement


@dataclass
class Asked:
    """The server's address, and what was asked of it."""

    address: str
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[dict] = field(default_factory=list)

    @property
    def spec(self) -> str:
        return f"openai-like:{self.address}/v1#small"


@contextmanager
def serving(says: str = "", *, how: str = "well", elsewhere: str = "") -> Iterator[Asked]:
    """A server that answers with these words; `how` says what is wrong with it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def do_POST(self):
            asked.headers.append(dict(self.headers))
            asked.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.close_connection = True
            match how:
                case "error":
                    self.send_error(500)
                case "elsewhere":
                    self.send_response(307)
                    self.send_header("Location", elsewhere)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                case "silent":
                    time.sleep(3)
                case "garbage":
                    self._head()
                    self._send("data: {\x00 not JSON\n\n")
                    self._end()
                case "page":
                    self._head("text/html")
                    self._send("<html>It works!</html>")
                    self._end()
                case _:
                    self._head()
                    self._write(how)

        def _write(self, how: str):
            for at in range(0, len(says), 5):
                self._words(says[at : at + 5])
                time.sleep(0.2 if how == "slow" else 0)
            while how == "endless":
                self._words("and so on and on ")
            if how == "cut":
                self.wfile.write(b"20\r\ndata: {")  # half of a chunk
            else:
                self._send("data: [DONE]\n\n")
                self._end()

        def _end(self):
            self.wfile.write(b"0\r\n\r\n")

        def _head(self, kind: str = "text/event-stream"):
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()

        def _words(self, words: str):
            choice = {"index": 0, "delta": {"role": "assistant", "content": words}, "finish_reason": None}
            chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "small", "choices": [choice]}
            self._send(f"data: {json.dumps(chunk)}\n\n")

        def _send(self, text: str):
            data = text.encode()
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_):
            pass  # whoever asked has left

    with Server(("127.0.0.1", 0), Handler) as server:
        asked = Asked(f"http://127.0.0.1:{server.server_port}")
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield asked
        finally:
            server.shutdown()


class WordReader:
    """Judges by the share of a statement's words that a passage has, so that a test says what is judged how."""

    def read(self, question, hits):
        raise NotImplementedError

    def judge(self, statement: str, chunks: list[Chunk]) -> tuple[Judgement, ...]:
        said = content_stems(statement)
        shares = [len(said & content_stems(chunk.text)) / len(said) for chunk in chunks]
        return tuple(
            Judgement(chunk, share**4, 0.0, 1 - share**4) for chunk, share in zip(chunks, shares, strict=True)
        )
