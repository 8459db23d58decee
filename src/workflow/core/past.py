"""Questions to the entries of one machine, in the order in which they were recorded."""

from collections.abc import Sequence

from workflow.core.journal import Entry


def latest(past: Sequence[Entry], *triggers: str) -> Entry | None:
    """Return the last entry of any of the triggers, None where there is none."""
    return next((entry for entry in reversed(past) if entry.trigger in triggers), None)


def since(past: Sequence[Entry], *triggers: str) -> tuple[Entry, ...]:
    """Return the entries after the last one of the triggers: all of them where there is none."""
    for place in range(len(past), 0, -1):
        if past[place - 1].trigger in triggers:
            return tuple(past[place:])
    return tuple(past)


def of(past: Sequence[Entry], *triggers: str) -> tuple[Entry, ...]:
    """Return the entries of some triggers."""
    return tuple(entry for entry in past if entry.trigger in triggers)
