"""Of small faults put into qa/ and index/, the share that a module's own tests find (mutation testing).

    pip install cosmic-ray
    python docs/experiments/mutants.py COUNT [SEED]

Faults are cosmic-ray's: another operator or comparison, a number off by one, `not`, `and` for `or`,
`break` for `continue`, another exception, a loop that does not run. COUNT places are drawn from all
modules that have tests of their own (`tests/qa/test_mmr.py` for `qa/mmr.py`), and at each of them one
fault. It is put into a copy of the project, where those tests alone are run. A fault that makes no
difference counts as not found, and so does one that only another module's tests would find: the share
is a lower bound. Prints each fault that is not found.
"""

import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from scipy.stats import binomtest

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("qa", "index", "seeds", "eval", "ui", "training", "tests", "docs", "pyproject.toml", "README.md")
NO_FAULT = ("BitOr", "RemoveDecorator", "Variable")
"""Left out: `|` is a union of types here, a decorator that is gone breaks every import, variables want a name."""
SECONDS = 240


@dataclass(frozen=True)
class Fault:
    """An operator of cosmic-ray at one of the places of a file where it fits."""

    file: str
    operator: str
    occurrence: int
    line: int

    def put_into(self, code: str) -> str | None:
        return mutate_code(code, get_operator(self.operator)(), self.occurrence)


def faults(path: Path) -> Iterator[Fault]:
    """Every fault that there is for a file."""
    nodes = list(ast_nodes(get_ast_from_path(path)))
    for name in operator_names():
        if any(part in name for part in NO_FAULT):
            continue
        operator, occurrence = get_operator(name)(), 0
        for node in nodes:
            for (line, _), _ in operator.mutation_positions(node):
                yield Fault(path.relative_to(ROOT).as_posix(), name, occurrence, line)
                occurrence += 1


def drawn(count: int, seed: int) -> list[Fault]:
    """So many places, each with one of its faults: a `+`, for which there are ten others, counts once."""
    draw = random.Random(seed)
    places: dict[tuple[str, int, str], list[Fault]] = {}
    modules = sorted([*ROOT.glob("qa/**/*.py"), *ROOT.glob("index/**/*.py")])
    for path in (each for each in modules if (ROOT / tests_of(each)).exists()):
        for fault in faults(path):
            kind = fault.operator.rpartition("_")[0] or fault.operator
            places.setdefault((fault.file, fault.line, kind), []).append(fault)
    return [draw.choice(places[place]) for place in draw.sample(sorted(places), count)]


def tests_of(path: Path) -> Path:
    """Where the tests of a module of its own are, if it has any."""
    inside = path.relative_to(ROOT)
    return Path("tests", inside.parent, f"test_{inside.name}")


def is_found(fault: Fault, copy: Path) -> bool | None:
    """Whether a test fails; None where there is no fault to put in."""
    path = copy / fault.file
    code = path.read_text("utf-8")
    faulty = fault.put_into(code)
    if faulty is None or faulty == code:
        return None
    path.write_text(faulty, "utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", str(tests_of(ROOT / fault.file))]
    try:
        done = subprocess.run(command, check=False, cwd=copy, capture_output=True, timeout=SECONDS)
        return done.returncode != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        path.write_text(code, "utf-8")


def main(count: int, seed: int = 0) -> None:
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for each in COPIED:
            source = ROOT / each
            (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / each)
        found: list[bool] = []
        for fault in drawn(count, seed):
            verdict = is_found(fault, copy)
            if verdict is None:
                continue
            found.append(verdict)
            print(f"{sum(found)} of {len(found)} found", end="\r", file=sys.stderr, flush=True)
            if not verdict:
                line = (ROOT / fault.file).read_text("utf-8").splitlines()[fault.line - 1].strip()
                print(f"{fault.file}:{fault.line}: {fault.operator.removeprefix('core/')}: {line}", flush=True)
    share = binomtest(sum(found), len(found)).proportion_ci(method="wilson")
    print(f"{sum(found)} of {len(found)} found: {sum(found) / len(found):.2f} ({share.low:.2f} to {share.high:.2f})")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
