"""One pass of the sweep: the outbox, the reminders, the documents' folder."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflow.app.folder import write_out
from workflow.app.handlers import Carried, carry_out
from workflow.app.office import Office
from workflow.app.reminding import Sent, sweep


@dataclass(frozen=True, slots=True)
class Done:
    """What one pass did."""

    carried: Carried
    reminders: tuple[Sent, ...]
    written: tuple[Path, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the JSON shape of ``worker --json``."""
        failed = [{"effect": effect, "message": what} for effect, what in self.carried.failed]
        return {
            "done": list(self.carried.done),
            "failed": failed,
            "reminders": [{"person": one.person, "code": one.code} for one in self.reminders],
            "written": [str(path) for path in self.written],
        }


def work(office: Office) -> Done:
    """Carry out what waits, once. Calling it again at once does nothing."""
    carried = carry_out(office)
    return Done(carried, tuple(sweep(office)), tuple(write_out(office)))
