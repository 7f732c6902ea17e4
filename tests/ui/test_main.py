import os
import socket
import subprocess
import sys
import urllib.request

import pytest

from ui.__main__ import main


@pytest.fixture
def busy_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_busy_port_is_named_with_what_to_do(busy_port, capsys):
    assert main(["--port", str(busy_port)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert f"Port {busy_port} is busy" in said.err
    assert "--port" in said.err


def test_a_host_that_is_not_here_is_named(capsys):
    assert main(["--host", "203.0.113.1", "--port", "7999"]) == 2
    assert "203.0.113.1" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_named(tmp_path, free_port, capsys):
    assert main(["--sources", str(tmp_path / "none"), "--port", str(free_port)]) == 2
    assert "none" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_what_is_no_port_is_refused(port, capsys):
    with pytest.raises(SystemExit):
        main([f"--port={port}"])
    assert "from 1 to 65535" in capsys.readouterr().err


def test_it_serves_the_page_and_prints_where_whatever_proxy_is_set(folder, index_dir, free_port, tmp_path):
    settings = tmp_path / "settings.toml"
    settings.write_text(f"index_dir = '{index_dir}'\n", "utf-8")
    command = [sys.executable, "-m", "ui", "--sources", folder, "--settings", settings]
    command += ["--port", str(free_port), "--data", tmp_path / "data"]
    environment = {**os.environ, "HTTP_PROXY": "http://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:9"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            assert f"http://127.0.0.1:{free_port}" in process.stdout.readline()
            with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/") as page:
                assert b"Quoted" in page.read()
        finally:
            process.terminate()
