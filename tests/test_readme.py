"""The README is true: its Python runs, and its tree is the tree on disk."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_python_example_runs(tmp_path):
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code
    check = "\nassert __import__('index').open_document(quote.source).text[quote.start:quote.end] == quote.quote"
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, "-c", code[1] + check]
    shown = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment)
    assert "ADX Florence" in shown.stdout


def test_it_names_every_folder_of_the_top_level():
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))}
    made = {"reports", "quoted.egg-info", "build"}
    assert set(re.findall(r"^(\w+)/ ", README, re.MULTILINE)) == folders - made


@pytest.mark.parametrize("package", ["qa", "index", "ui", "eval"])
def test_each_package_names_its_files(package):
    said = ast.get_docstring(ast.parse((ROOT / package / "__init__.py").read_text("utf-8")))
    assert said
    on_disk = {
        path.name + "/" * path.is_dir() for path in (ROOT / package).iterdir() if not path.name.startswith(("_", "."))
    }
    named = set(re.findall(r"^ *([\w.]+(?:\.py|/))(?= |$)", said, re.MULTILINE))
    files = {name for name in on_disk if name.endswith((".py", "/"))}
    inside = {path.name for path in (ROOT / package).glob("*/*.py")}
    assert files <= named <= files | inside


def test_it_is_short():
    assert len(README.splitlines()) <= 150
