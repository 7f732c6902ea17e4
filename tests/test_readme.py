"""The README is true: its Python runs, and its tree is the tree on disk."""

import os
import re
import subprocess
import sys
from pathlib import Path

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


def test_the_tree_names_every_file():
    for package in ("qa", "index", "ui", "eval"):
        block = re.search(rf"^{package}/ .*?(?=^\w+/ |^```)", README, re.DOTALL | re.MULTILINE)
        assert block
        named = set(re.findall(r"^  (\w+\.py)", block[0], re.MULTILINE))
        on_disk = {path.name for path in (ROOT / package).glob("*.py") if not path.name.startswith("__")}
        assert named == on_disk, package


def test_the_tree_names_every_folder_of_the_evaluation():
    block = re.search(r"^eval/ .*?(?=^\w+/ )", README, re.DOTALL | re.MULTILINE)
    assert block
    on_disk = {path.name for path in (ROOT / "eval").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert set(re.findall(r"^  (\w+)/", block[0], re.MULTILINE)) == on_disk
