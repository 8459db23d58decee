"""Whose personal data was opened while one request was answered.

The vault notes here what it opens; whoever answers the request keeps the record of it
(``app.showings``). Where nobody asks (the worker, an upgrade) nothing is noted.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(slots=True)
class Opened:
    """Chains whose values were opened, and the kinds of value: ``applicant``, ``document``.

    ``keep`` keeps the record of them, where there is one.
    """

    chains: set[str] = field(default_factory=set)
    what: set[str] = field(default_factory=set)
    keep: Callable[[], None] | None = None

    def take(self) -> "Opened":
        """Return what was noted until now, and begin anew."""
        taken = Opened(self.chains, self.what)
        self.chains, self.what = set(), set()
        return taken


def keep_now() -> None:
    """Have the record of what was opened until now kept in this thread, and not in another turn.

    It is no more than early: whoever answers the request looks whether anything is left.
    """
    opened = _NOTED.get()
    if opened is not None and opened.chains and opened.keep is not None:
        opened.keep()


_NOTED: ContextVar[Opened | None] = ContextVar("opened", default=None)


@contextmanager
def noting() -> Iterator[Opened]:
    """Note what this thread, and those that work for it, open until the end."""
    opened = Opened()
    token = _NOTED.set(opened)
    try:
        yield opened
    finally:
        opened.keep = None  # it knows of what it keeps: nobody should have to collect the two
        _NOTED.reset(token)


def note(chain: str, kinds: Iterable[str]) -> None:
    """Note that values of a chain were opened."""
    opened = _NOTED.get()
    if opened is not None:
        opened.chains.add(chain)
        opened.what.update(kinds)
