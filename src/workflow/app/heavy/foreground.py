"""Heavy work that somebody waits for: done here as far as nobody else is at it, watched else.

A command has no page to come back to. It orders its task like a page does, so that a killed
command leaves nothing half done, and takes it up itself where no server or worker has.
"""

import time
from collections.abc import Callable
from typing import Any

from workflow.app.heavy import KINDS
from workflow.app.heavy.rederive import moves_of, oldest_open, order
from workflow.app.office import Actor, Office
from workflow.app.running import run_task
from workflow.app.tasks import Progress, progress
from workflow.errors import StorageError

#: Seconds between two looks at a task that somebody else does.
LOOK = 0.2
Told = Callable[[int, int], None]


def derive_again(office: Office, actor: Actor, told: Told) -> list[dict[str, Any]]:
    """Derive again what a change of calendar touched; return what moved, as JSON.

    ``told`` hears how many cases are done of how many. StorageError where it couldn't be done.
    """
    ident = order(office, actor)
    if ident is None:
        return []
    first = oldest_open(office, ident)
    done = see_through(office, ident, told)
    if done.failure is not None:
        raise StorageError(done.failure.code, **done.failure.values)
    return moves_of(office, first, ident)


def see_through(office: Office, ident: int, told: Told) -> Progress:
    """Come back when a task has ended, and help to end it."""
    while (found := progress(office, ident)).finished_at is None:
        told(found.done, found.total or 0)
        if not run_task(office, KINDS, ident, told):
            time.sleep(LOOK)
    told(found.done, found.total or 0)
    return found
