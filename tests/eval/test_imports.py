"""What the package shows, what it uses, and the one import that nobody may write."""

import ast
import re
from pathlib import Path

import pytest

import eval as package
import index
import qa

ROOT = Path(__file__).resolve().parents[2]


def trees(folder):
    """Every Python file below a folder, parsed; hidden folders such as .venv left out."""
    for path in sorted(folder.rglob("*.py")):
        if not any(part.startswith(".") for part in path.relative_to(ROOT).parts):
            yield path, ast.parse(path.read_text("utf-8"))


def rebinds_eval(tree):
    names = [name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    return any(name.name.split(".")[0] == "eval" and name.asname is None for name in names)


def test_a_bare_import_of_the_package_is_seen():
    assert rebinds_eval(ast.parse("import eval"))
    assert rebinds_eval(ast.parse("def f():\n    import os, eval.report"))
    assert not rebinds_eval(ast.parse("from eval.report import tables\nimport eval as package\nimport evaluate"))


def test_no_file_rebinds_the_builtin_eval():
    assert [str(path) for path, tree in trees(ROOT) if rebinds_eval(tree)] == []


def test_the_public_names_are_there_and_few():
    assert sorted(package.__all__) == package.__all__
    assert all(hasattr(package, name) for name in package.__all__)
    assert len(package.__all__) <= 12


def test_eval_uses_only_the_public_names_of_index_and_qa():
    public = {"index": set(index.__all__), "qa": set(qa.__all__)}
    for path, tree in trees(ROOT / "eval"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in public:
                assert {name.name for name in node.names} <= public.get(node.module, set()), path


@pytest.mark.parametrize("name", sorted(path.parent.name for path in (ROOT / "eval").glob("*/__init__.py")))
def test_a_folder_says_what_each_of_its_files_is_for(name):
    folder = ROOT / "eval" / name
    said = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) or ""
    assert sorted(re.findall(r"\w+\.py", said)) == sorted(path.name for path in folder.glob("[!_]*.py"))
