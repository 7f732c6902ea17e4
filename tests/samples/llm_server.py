"""A server on loopback that speaks as OpenAI's does, or misbehaves as told; and a reader that compares words."""

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
    with Server(says, how, elsewhere) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.asked
        finally:
            server.shutdown()


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, says: str, how: str, elsewhere: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.says, self.how, self.elsewhere = says, how, elsewhere
        self.asked = Asked(f"http://127.0.0.1:{self.server_port}")

    def handle_error(self, *_):
        pass  # whoever asked has left


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, *_):
        pass

    def do_POST(self):
        self.server.asked.headers.append(dict(self.headers))
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.close_connection = True
        self.server.asked.bodies.append(body)
        return getattr(self, f"answer_{self.server.how}")()

    def answer_error(self):
        self.send_error(500)

    def answer_elsewhere(self):
        self.send_response(307)
        self.send_header("Location", self.server.elsewhere)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer_silent(self):
        time.sleep(3)

    def answer_garbage(self):
        self.head()
        self.send("data: {\x00 not JSON\n\n")
        self.send("")

    def answer_page(self):
        self.head("text/html")
        self.send("<html>It works!</html>")
        self.send("")

    def answer_well(self, pause: float = 0.0):
        self.begin(pause)
        self.send("data: [DONE]\n\n")
        self.send("")

    def answer_slow(self):
        self.answer_well(pause=0.2)

    def answer_endless(self):
        self.begin()
        while True:
            self.words("and so on and on ")

    def answer_cut(self):
        self.begin()
        self.wfile.write(b"20\r\ndata: {")  # half of a chunk

    def begin(self, pause: float = 0.0):
        self.head()
        for at in range(0, len(self.server.says), 5):
            self.words(self.server.says[at : at + 5])
            time.sleep(pause)

    def head(self, kind: str = "text/event-stream"):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("Connection", "close")  # or the client would ask again where nobody listens
        self.end_headers()

    def words(self, words: str):
        choice = {"index": 0, "delta": {"role": "assistant", "content": words}, "finish_reason": None}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "small", "choices": [choice]}
        self.send(f"data: {json.dumps(chunk)}\n\n")

    def send(self, text: str):
        """A chunk; an empty one is the last."""
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")


class WordReader:
    """Judges by the share of a statement's words that a passage has, so that a test says what is judged how."""

    def read(self, question, hits):
        raise NotImplementedError

    def judge(self, statement: str, chunks: list[Chunk]) -> tuple[Judgement, ...]:
        said = content_stems(statement)
        shares = [(len(said & content_stems(chunk.text)) / len(said)) ** 4 for chunk in chunks]
        return tuple(Judgement(chunk, share, 0.0, 1 - share) for chunk, share in zip(chunks, shares, strict=True))
