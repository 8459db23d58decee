"""Two officers at once: what the second one is told of the first."""

from workflow.app.viewing import Viewed
from workflow.core.journal import Entry
from workflow.messages import say
from workflow.web.words import clock_time, local_day, short_day


def overtaken_by(viewed: Viewed, seen: str) -> list[str]:
    """Return who did what when since an officer opened the page."""
    known = int(seen) if seen.isdigit() else viewed.case.version
    return [_who(viewed, entry) for entry in viewed.entries if entry.entry > known]


def _who(viewed: Viewed, entry: Entry) -> str:
    kind = entry.child.partition(":")[0] if entry.child else "request"
    return say(
        "web_move.overtaken_by",
        by=viewed.file.people.get(entry.actor, entry.actor),
        day=short_day(local_day(entry.recorded_at)),
        at=clock_time(entry.recorded_at),
        act=say(f"triggers.{kind}_{entry.trigger}"),
    )
