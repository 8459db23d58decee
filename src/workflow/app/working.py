"""One pass of the sweep: reminders, the outbox, what leaves the house, the folder, the anchor.

The same pass has two callers, never both: APScheduler in embedded mode, procrastinate's periodic
task on PostgreSQL. A part that fails holds up no other: a broken template loses no warning.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from workflow.app.anchoring import daily_anchor
from workflow.app.deliveries import Delivered, deliver
from workflow.app.folder import write_out
from workflow.app.handlers import Carried, carry_out
from workflow.app.heartbeats import beat
from workflow.app.heavy import KINDS
from workflow.app.heavy.rederive import order_what_is_stale
from workflow.app.office import Office
from workflow.app.reminding import Sent, sweep
from workflow.app.running import empty_old, never, run_tasks
from workflow.app.showings import forget_old as forget_old_showings

log = logging.getLogger("workflow.working")


@dataclass(frozen=True, slots=True)
class Done:
    """What one pass did."""

    carried: Carried
    reminders: tuple[Sent, ...]
    written: tuple[Path, ...]
    anchor: Path | None = None
    delivered: Delivered = field(default_factory=Delivered)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON shape of ``worker --json``."""
        failed = [{"effect": effect, "message": what} for effect, what in self.carried.failed]
        return {
            "done": list(self.carried.done),
            "failed": failed,
            "reminders": [{"person": one.person, "code": one.code} for one in self.reminders],
            "written": [str(path) for path in self.written],
            "delivered": asdict(self.delivered),
            "anchor": None if self.anchor is None else str(self.anchor),
        }


def work(office: Office) -> Done:
    """Carry out what waits, once, heavy work too. Calling it again at once does nothing.

    Every part is tried; then the first error that isn't an effect's own is raised.
    """
    return _pass(office, (*_parts(), do_heavy_work))


def look_after(office: Office) -> Done:
    """Carry out what waits, once; heavy work is left to a thread or job of its own."""
    return _pass(office, _parts())


def do_heavy_work(office: Office, stop: Callable[[], bool] = never) -> int:
    """Do the heavy work that waits until there is none, or until asked to stop."""
    return run_tasks(office, KINDS, stop)


def _parts() -> tuple[Callable[[Office], Any], ...]:
    kept = (sweep, carry_out, deliver, write_out, daily_anchor)
    return *kept, empty_old, order_what_is_stale, forget_old_showings


def _pass(office: Office, parts: Sequence[Callable[[Office], Any]]) -> Done:
    errors: list[Exception] = []
    found = [_try(part, office, errors) for part in parts]
    if errors:
        raise errors[0]
    beat(office)
    reminders, carried, delivered, written, anchor = found[:5]
    return Done(carried, tuple(reminders), tuple(written), anchor, delivered)


def _try(part: Callable[[Office], Any], office: Office, errors: list[Exception]) -> Any:
    try:
        return part(office)
    except Exception as error:
        log.exception("part of a pass failed: %s", part.__name__)
        errors.append(error)
        return None
