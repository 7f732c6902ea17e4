"""What `pip install` of a wheel gives: a program that answers from anywhere, with the weights and the documents."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("eval", "index", "qa", "seeds", "training", "ui")
NOT_RUN = ("eval/baselines/", "training/notes/", "training/README.md", "training/reader.log")
"""What only the checkout is for."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The wheel of a copy of what is tracked, unpacked as pip does it."""
    source, made = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("installed")
    for each in FOLDERS:
        shutil.copytree(ROOT / each, source / each, ignore=shutil.ignore_patterns("__pycache__"))
    for each in ("pyproject.toml", "README.md"):
        shutil.copyfile(ROOT / each, source / each)
    build = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", build, made], check=True, capture_output=True, cwd=source)
    (wheel,) = made.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(made)
    wheel.unlink()
    return made


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A program of the wheel, in an empty folder, the checkout out of reach."""
    environment = os.environ | {"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, "-P", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, check=False)


@pytest.mark.slow
def test_an_installed_wheel_answers_from_its_own_documents(installed, tmp_path):
    code = "import qa, sys; print(qa.__file__); from qa.__main__ import main; sys.exit(main(sys.argv[1:]))"
    shown = run(installed, tmp_path, "-c", code, "Who wrote the article?")
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith(str(installed))
    assert any(path.name in shown.stdout for path in (ROOT / "seeds").iterdir())


def test_every_file_that_the_programs_need_is_in_it(installed):
    command = ["git", "ls-files", "-z", *FOLDERS]
    tracked = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.split("\0")
    needed = [name for name in tracked if name and not name.startswith(NOT_RUN)]
    assert [name for name in needed if (ROOT / name).exists() and not (installed / name).exists()] == []


def test_each_command_has_its_function(installed):
    (entries,) = installed.glob("quoted-*.dist-info/entry_points.txt")
    commands = dict(line.split(" = ") for line in entries.read_text("utf-8").splitlines() if " = " in line)
    assert set(commands) == {"quoted", "quoted-index", "quoted-ui", "quoted-eval"}
    for place in commands.values():
        module, function = place.split(":")
        assert f"def {function}(" in (installed / f"{module.replace('.', '/')}.py").read_text("utf-8")
