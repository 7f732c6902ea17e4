"""How a command of the evaluation ends: its own code, or a sentence and a code that says what happened."""

import sys
from collections.abc import Callable

from index import QuotedError


def exit_code(run: Callable[[], int], *, stopped: str = "Stopped.") -> int:
    """What `run` returns; 2 where it could not start or go on, 130 where a person stopped it."""
    try:
        return run()
    except (QuotedError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write(f"{stopped}\n")
        return 130
