"""One pass of the sweep: reminders, the outbox, what leaves the house, the folder, the anchor.

The same pass has two callers, never both: APScheduler in embedded mode, procrastinate's periodic
task on PostgreSQL. A part that fails holds up no other: a broken template loses no warning.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
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
from workflow.app.running import empty_old, run_tasks
from workflow.app.showings import forget_old as forget_old_showings

log = logging.getLogger("workflow.working")


@dataclass(frozen=True, slots=True)
class Done:
    """What one pass did; asked to stop, it comes to its end without all of its parts."""

    carried: Carried = field(default_factory=lambda: Carried((), ()))
    reminders: Sequence[Sent] = ()
    written: Sequence[Path] = ()
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


TOLD = frozenset(one.name for one in fields(Done))


def work(office: Office) -> Done:
    """Carry out what waits, once, heavy work too. Calling it again at once does nothing.

    Every part is tried; then the first error that isn't an effect's own is raised.
    """
    return _pass(office, {**_parts(), "heavy": do_heavy_work})


def look_after(office: Office) -> Done:
    """Carry out what waits, once; heavy work is left to a thread or job of its own."""
    return _pass(office, _parts())


def do_heavy_work(office: Office) -> int:
    """Do the heavy work that waits until there is none, or until asked to stop."""
    return run_tasks(office, KINDS)


def _parts() -> Mapping[str, Callable[[Office], Any]]:
    """Return the parts of a pass in their order, by what ``Done`` calls their results."""
    return {
        "reminders": sweep,
        "carried": carry_out,
        "delivered": deliver,
        "written": write_out,
        "anchor": daily_anchor,
        "emptied": empty_old,
        "ordered": order_what_is_stale,
        "forgotten": forget_old_showings,
    }


def _pass(office: Office, parts: Mapping[str, Callable[[Office], Any]]) -> Done:
    """Do one part after the other; only a pass that did them all is one that was finished."""
    errors: list[Exception] = []
    found: dict[str, Any] = {}
    for name, part in parts.items():
        if office.stopping():
            break
        found[name] = _try(part, office, errors)
    if errors:
        raise errors[0]
    if not office.stopping():
        beat(office)
    return Done(**{name: what for name, what in found.items() if name in TOLD})


def _try(part: Callable[[Office], Any], office: Office, errors: list[Exception]) -> Any:
    try:
        return part(office)
    except Exception as error:
        log.exception("part of a pass failed: %s", part.__name__)
        errors.append(error)
        return None
