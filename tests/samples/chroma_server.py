"""A Chroma server that the tests start."""

import socket
import subprocess
import sys
import time
from pathlib import Path


class Server:
    """`chroma run` on a free port, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.address = folder, f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        command = [Path(sys.executable).with_name("chroma"), "run", "--path", self.folder, "--host", "127.0.0.1"]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("chroma run did not start within 30 s")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
