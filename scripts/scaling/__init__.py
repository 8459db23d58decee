"""One PostgreSQL, filled as a province would fill it: made, multiplied, measured, told."""

import sys


def say(what: str) -> None:
    """Tell the progress."""
    print(what, file=sys.stderr, flush=True)
