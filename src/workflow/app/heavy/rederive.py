"""Cases whose calendar has changed, derived again in the background.

The order names nothing: which cases are stale the database knows, at every moment.
"""

from workflow.app.office import Office
from workflow.app.rederiving import rederive_one, stale
from workflow.app.running import Job, Kind, Step

#: So many cases are derived between two notes of the progress.
AT_ONCE = 50


def _count(office: Office, _job: Job) -> int:
    return len(stale(office))


def _some(office: Office, job: Job) -> Step:
    """Derive the most urgent stale cases again; one that stays stale isn't taken twice."""
    chains = stale(office, AT_ONCE)
    if not chains or chains[0] == job.cursor:
        return Step(last=True)
    moved = [move for chain in chains for move in rederive_one(office, chain, job.actor)]
    overdue = sum(move.overdue for move in moved)
    return Step(chains[0], len(chains), counts={"moved": len(moved), "overdue": overdue})


REDERIVE = Kind(_count, _some)
