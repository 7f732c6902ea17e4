import os
import signal
import subprocess
import sys
import time
from contextlib import closing

import pytest

from index.__main__ import main
from index.staging import Staging


def index(*arguments: object) -> int:
    return main([str(each) for each in arguments])


def test_every_file_is_listed_with_what_became_of_it(folder, index_dir, capsys):
    (folder / "picture.jpg").write_bytes(b"\xff\xd8")
    assert index(folder, "--index-dir", index_dir) == 0
    out = capsys.readouterr().out
    assert "added      river.txt" in out
    assert "skipped    picture.jpg: .jpg is not read" in out
    assert "1 documents, 1 passages (1 added, 1 skipped)" in out


def test_where_a_person_is_looking_a_bar_names_the_file_from_its_beginning(folder, index_dir, capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    assert index(folder, "--index-dir", index_dir) == 0
    shown = capsys.readouterr().err
    assert "river.txt, being read:   0%" in shown and "0/1" in shown
    assert "river.txt, passage 1 of 1: 100%" in shown


def test_settings_of_a_file_come_after_those_of_the_command_line(folder, tmp_path, capsys):
    settings = tmp_path / "settings.toml"
    settings.write_text(f"index_dir = '{tmp_path / 'there'}'\nchunk_tokens = 30\nhits = 5\n", "utf-8")
    assert index(folder, "--settings", settings) == 0
    assert "index" in capsys.readouterr().out and (tmp_path / "there" / "catalog.db").exists()
    assert index(folder, "--settings", settings, "--index-dir", tmp_path / "here") == 0
    assert (tmp_path / "here" / "catalog.db").exists()


def test_an_error_is_one_sentence(tmp_path, capsys):
    assert index(tmp_path / "nowhere") == 2
    assert "There is no file or folder" in capsys.readouterr().err


def test_check_and_repair(folder, index_dir, capsys):
    assert index(folder, "--index-dir", index_dir, "--check") == 2
    assert "There is no index" in capsys.readouterr().err
    index(folder, "--index-dir", index_dir)
    assert index(folder, "--index-dir", index_dir, "--check") == 0
    with closing(Staging(index_dir / "catalog.db")) as staging, staging.db.transaction():
        staging.db.run("UPDATE chunks SET text = replace(text, 'Ada', 'Bob')")
    capsys.readouterr()
    assert index(folder, "--index-dir", index_dir, "--check") == 1
    assert "river.txt is not as it was written" in capsys.readouterr().out
    assert index(folder, "--index-dir", index_dir, "--repair") == 0
    assert "files will be read again" in capsys.readouterr().out
    assert index(folder, "--index-dir", index_dir, "--check") == 0


def test_indexes_are_listed_and_those_whose_sources_are_gone_removed(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    index(folder)
    assert index("--list") == 0
    assert str(folder) in (out := capsys.readouterr().out) and "gone" not in out.splitlines()[-1]
    folder.rename(tmp_path / "elsewhere")
    index("--list", "--remove")
    assert "its sources are gone" in capsys.readouterr().out
    assert index("--list") == 0 and capsys.readouterr().out == ""
    index(tmp_path / "elsewhere")
    assert index(tmp_path / "elsewhere", "--remove") == 0
    assert not list((tmp_path / "cache").glob("quoted/*"))


def test_the_pages_documents_are_listed_and_removed_with_their_index(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    ada, local = (tmp_path / "data" / "quoted" / each / "uploads" for each in ("users/ada", "local"))
    for given in (ada, local):
        given.mkdir(parents=True)
        (given / "river.txt").write_bytes((folder / "river.txt").read_bytes())
        index(given)
    capsys.readouterr()
    index("--list")
    assert capsys.readouterr().out.count("added in the page (1 documents") == 2
    index("--list", "--remove")
    assert (ada / "river.txt").exists()
    assert index(ada, "--remove") == 0
    assert not ada.exists() and (local / "river.txt").exists()
    assert len(list((tmp_path / "cache").glob("quoted/*"))) == 1
    capsys.readouterr()
    assert index(folder, "--remove") == 2 and folder.exists()
    assert "There is no index" in capsys.readouterr().err


@pytest.mark.slow
def test_a_stopped_run_says_so_and_goes_on(folder, index_dir):
    for number in range(60):
        (folder / f"{number}.txt").write_text(f"Number {number} is told of here. " * 200, "utf-8")
    command = [sys.executable, "-m", "index", str(folder), "--index-dir", str(index_dir)]
    run = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    assert run.stdout and run.stdout.readline()
    time.sleep(0.2)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130, said
    assert "What was done so far is kept" in said and "Traceback" not in said
    assert index(folder, "--index-dir", index_dir) == 0
