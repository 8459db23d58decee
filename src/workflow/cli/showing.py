"""Keeps the record of whose personal data a command showed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workflow.cli.acting import VIA

if TYPE_CHECKING:
    from workflow.store.opening import Opened

#: Commands in which the machine works and nobody is shown anything.
UNSEEN = frozenset(
    {"serve", "worker", "remind", "demo", "db", "calendar", "keys", "backup", "restore", "doctor"}
)


def keep_showing(opened: "Opened", arguments: Sequence[str]) -> None:
    """Write down what a command opened: for whom it was called, else for ``cli``."""
    words = [word for word in arguments if not word.startswith("-")][:2]
    if not opened.chains or words[0] in UNSEEN:
        return
    from workflow.app.showings import Showings, Viewer
    from workflow.bootstrap import build

    viewer = Viewer(_user(arguments), "", "", VIA, " ".join(words))
    Showings(build()).keep(opened, viewer)


def _user(arguments: Sequence[str]) -> str:
    """Return the user named by ``--as``."""
    for word, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if word == "--as" and following:
            return following
        if word.startswith("--as="):
            return word.partition("=")[2]
    return VIA
