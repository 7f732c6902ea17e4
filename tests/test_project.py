"""What holds for the project as a whole: what it imports and when, and that it stays offline."""

import ast
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "chromadb",
    "gradio",
    "llama_index",
    "onnxruntime",
    "lxml",
    "docutils",
    "docx",
)


def python_files() -> list[Path]:
    folders = ("index", "qa", "ui", "eval", "training", "tests", "docs")
    return [path for folder in folders for path in (ROOT / folder).rglob("*.py")]


@pytest.mark.parametrize("package", ["index", "qa", "eval", "ui"])
def test_importing_a_package_imports_nothing_heavy(package):
    code = f"import sys, {package} as _; print([name for name in {HEAVY!r} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert shown.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("chromadb", {"index/stores/chroma.py"}),
        ("pymilvus", {"index/stores/milvus.py"}),
        ("milvus_lite", {"index/stores/milvus.py"}),
        ("torch", set()),
        ("transformers", set()),
        ("sentence_transformers", {"index/embedding.py", "eval/peers/model.py"}),
        ("onnxruntime", {"index/models.py"}),
        ("py3langid", {"qa/language.py"}),
        ("llama_index", {"index/llama.py", "qa/llama.py", "eval/peers/llama_index.py"}),
        ("gradio", {"ui/"}),
        ("chardet", {"index/loaders/encoding.py"}),
        ("docutils", {"index/loaders/rst.py"}),
        ("docx", {"index/loaders/docx.py"}),
        ("pptx", {"index/loaders/pptx.py"}),
        ("pypdfium2", {"index/loaders/pdf.py", "index/loaders/pdf_lines.py"}),
        ("python_calamine", {"index/loaders/xlsx.py"}),
        ("rapidocr", {"index/loaders/ocr.py"}),
    ],
)
def test_each_library_is_imported_in_one_place(library, homes):
    for path in python_files():
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(("tests/", "training/", "docs/")) or any(name.startswith(home) for home in homes):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            imported += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(module.split(".")[0] == library for module in imported), f"{name} imports {library}"


def asked_from_cold(folder, *command):
    """What a command prints that is asked a question, with an index of its own in the folder."""
    settings = folder / "settings.toml"
    settings.write_text(f'index_dir = "{folder / "index"}"', "utf-8")
    asked = [*command, "Where is Guzman held?", "--settings", str(settings)]
    shown = subprocess.run(asked, check=True, capture_output=True, text=True, cwd=ROOT)
    assert "ADX Florence" in shown.stdout
    return shown


def test_a_question_from_cold_speaks_to_no_other_machine(tmp_path):
    assert "TRIED" not in asked_from_cold(tmp_path, sys.executable, "tests/offline.py", "qa").stderr


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed, which sees what native code does")
def test_no_library_speaks_to_another_machine_past_pythons_sockets(tmp_path):
    calls = tmp_path / "calls"
    watched = ["strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", str(calls)]
    asked_from_cold(tmp_path, *watched, sys.executable, "-m", "qa")
    reached = [line for line in calls.read_text("utf-8").splitlines() if "connect(" in line and "AF_INET" in line]
    assert [line for line in reached if '"127.' not in line and '"::1"' not in line] == []


def test_the_shipped_documents_are_what_they_were():
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in (ROOT / "seeds").iterdir()}
    assert digests == {
        "000_7f1b1c770df0f563.txt": "5df2d5493439f6d0",
        "003_9100ec3540ec981d.txt": "0390a3ceb790189d",
    }
