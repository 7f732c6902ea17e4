"""python -m eval: measure the answers on a set of questions, or what one of the verbs measures."""

import sys
from importlib import import_module

from eval import command

VERBS = {
    "import": ("eval.importers.command", "documents and questions from another layout, such as SQuAD's"),
    "new": ("eval.authoring.new", "type questions about your own documents, and what answers them"),
    "review": ("eval.authoring.review", "make questions of the answers that were called right or not"),
    "calibrate": (
        "eval.studies.calibrate",
        "a threshold for an error budget, from questions of your own; or check one",
    ),
    "peers": (
        "eval.peers.command",
        "the same questions through the stock pipelines of other libraries, side by side",
    ),
    "ground": (
        "eval.studies.ground",
        "whether each sentence of anybody's answers is supported by the passages that it cites",
    ),
    "llm": ("eval.studies.llm", "what an LLM does to the answers, with the check and without"),
    "injection": ("eval.studies.injection", "whether instructions planted in the documents change what is shown"),
    "conflicts": (
        "eval.studies.conflicts",
        "whether it is said that documents disagree where they do; plants conflicts to see",
    ),
    "rewriting": ("eval.studies.rewriting", "what rewriting follow-up questions does for the search, on CANARD"),
}
"""Verb → the module whose `main` takes what stands after it, imported where it is asked for; and what it is about."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if given and given[0] in VERBS:
        module, _ = VERBS[given[0]]
        code: int = import_module(module).main(given[1:])
        return code
    about = "\n".join(f"  {verb:9} {what}" for verb, (_, what) in VERBS.items())
    return command.main(given, verbs=f"verbs, each with its own --help:\n{about}")


if __name__ == "__main__":
    sys.exit(main())
