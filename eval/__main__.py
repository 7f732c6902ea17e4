"""python -m eval: ask every question of a set, and report how good the answers are; its verbs do the rest."""

import importlib
import sys

VERBS = {
    "import": ("eval.importers.__main__", "documents and questions from another layout, such as SQuAD's"),
    "new": ("eval.authoring.new", "a question and its answer, typed; the evidence is found and confirmed"),
    "review": ("eval.authoring.review", "questions from the answers that were called right or not"),
    "calibrate": ("eval.studies.calibrate", "a threshold for an error budget, from your own questions; or check one"),
    "peers": ("eval.peers.__main__", "the same questions through the stock pipelines of other libraries"),
    "conflicts": ("eval.studies.conflicts", "whether it is said that documents disagree; plants conflicts to see"),
    "rewriting": ("eval.studies.rewriting", "what rewriting follow-up questions does for the search, on CANARD"),
}
"""Each verb's module, whose `main` takes the rest of the command line, and what it is for."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code."""
    verb, *rest = (sys.argv[1:] if arguments is None else arguments) or [""]
    if verb in VERBS:
        return int(importlib.import_module(VERBS[verb][0]).main(rest))
    from eval.run.command import main as run

    told = "\n".join(f"  {name:<10}{about}" for name, (_, about) in VERBS.items())
    return run([verb, *rest] if verb else [], f"verbs, each with its own --help:\n{told}")


if __name__ == "__main__":
    sys.exit(main())
