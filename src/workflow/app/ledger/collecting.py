"""Python's search for cycles, kept off an import: it would look at the same rows again and again.

An import makes many objects and no cycles. The collector doesn't know that: for every 700 of them
it looks, and sooner or later at all that the process holds, which costs a third of the whole.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Have no collection start by itself until the end; ``tidy`` may be called between."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def tidy() -> None:
    """Collect what is young: whatever other threads left since the last time."""
    gc.collect(0)
