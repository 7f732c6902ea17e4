"""The whole program, the page included, with every socket that leaves this machine refused.

And once more, browser and all, in a network of its own from which no way leads anywhere.
"""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ALONE = ["unshare", "--net", "--map-root-user"]
"""A network namespace of its own, and the right in it to raise its loopback."""
LOOPBACK_UP = """
import fcntl, socket, struct
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any:
    fcntl.ioctl(any, 0x8914, struct.pack("16sh", b"lo", 0x41))  # SIOCSIFFLAGS: up and running
assert socket.if_nameindex() == [(1, "lo")], "there is a way out"
"""


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


def test_nothing_is_missed_where_no_way_leads_anywhere(browser):
    if not shutil.which("unshare") or subprocess.run([*ALONE, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine makes no network namespaces (unshare --net) for its user")
    code = f"{LOOPBACK_UP}\nimport pytest, sys; sys.exit(pytest.main(sys.argv[1:]))"
    within = [
        f"{Path(__file__)}::{test_a_question_is_answered_and_nothing_was_tried.__name__}",
        "-p",
        "no:cacheprovider",
    ]
    shown = subprocess.run(
        [*ALONE, sys.executable, "-c", code, *within], check=False, capture_output=True, text=True, cwd=ROOT
    )
    assert shown.returncode == 0 and "1 passed" in shown.stdout, shown.stdout[-3000:] + shown.stderr[-1000:]
