"""What a ledger brought: history, of which nobody is warned (docs/decisions/0005).

A ledger comes years later and doesn't tell everything: no day of service, no defence before the
reconsideration body. A term that had run out before its start was even recorded is no duty.
"""

from workflow.app.folding import Case
from workflow.clock import CHINA
from workflow.core.deadlines import Deadline
from workflow.core.journal import Entry

#: The entrance that the journal names for all that came from a ledger.
LEDGER = "ledger"


def is_imported(case: Case, entry: Entry) -> bool:
    """Tell whether an entry, or the one that it mends in the end, came from a ledger."""
    by_number = {one.entry: one for one in case.entries}
    while entry.supersedes is not None:
        entry = by_number[entry.supersedes]
    return entry.via == LEDGER


def is_history(case: Case, deadline: Deadline) -> bool:
    """Tell whether a term that nothing ended is no duty: over before the import of its start.

    What an open request itself waits for (its confirmation, its answer) is never history.
    """
    if deadline.due is None or (case.open and deadline.id is None):
        return False
    start = _start(case, deadline)
    if start is None or start.via != LEDGER:
        return False
    return deadline.due < start.recorded_at.astimezone(CHINA).date()


def _start(case: Case, deadline: Deadline) -> Entry | None:
    """Return the entry, as first written, by which a clock was last known to run."""
    until = deadline.day_zero or deadline.due
    known = (
        entry
        for entry in reversed(case.entries)
        if entry.supersedes is None and _ident(entry) == deadline.id
    )
    return next((entry for entry in known if until is None or entry.on <= until), None)


def _ident(entry: Entry) -> str | None:
    return entry.child.partition(":")[2] if entry.child else None
