"""The whole program, the page included, with every socket that leaves this machine refused."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def stderr(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("offline") / "stderr"


@pytest.fixture(scope="module")
def address(stderr: Path) -> Iterator[str]:
    settings = stderr.parent / "settings.toml"
    settings.write_text(f"index_dir = '{stderr.parent / 'index'}'\n", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "tests/offline.py", "ui", "--settings", str(settings)]
    command += ["--port", str(port), "--data", str(stderr.parent / "data")]
    with (
        stderr.open("w") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=ROOT) as process,
    ):
        try:
            assert process.stdout is not None
            assert f"127.0.0.1:{port}" in process.stdout.readline()
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def test_a_question_is_answered_and_nothing_was_tried(reader, stderr):
    reader.asks("Where is Guzman held?", turn=1)
    assert "ADX Florence" in reader.text("#turn-1")
    assert "TRIED" not in stderr.read_text("utf-8")
