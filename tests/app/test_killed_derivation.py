"""A derivation killed by SIGKILL in the middle of a step: the next one ends it, nothing twice."""

import signal
import subprocess
import sys
from datetime import date

import leases
from workflow.app import keeping
from workflow.app.calendars import Arrival, accept
from workflow.app.heavy.rederive import moves_of, order
from workflow.app.inbox import inbox
from workflow.app.reading import all_cases
from workflow.app.rederiving import stale_count
from workflow.app.tasks import progress
from workflow.app.working import do_heavy_work
from workflow.calendars import Closure

from .conftest import ADMIN

ON, CLOSED = date(2026, 11, 24), date(2026, 12, 1)
SIZE, A_STEP, LAST = 7, 2, 3

#: Derives some cases a step, and dies before the step that is named is committed.
WORK = """
import os, signal, sys
from datetime import UTC, datetime
from workflow.adapters.keyfile import keyring
from workflow.app.heavy import rederive
from workflow.app.office import Office
from workflow.app.working import do_heavy_work
from workflow.store.engine import Store
url, a_step, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
clock = lambda: datetime(2026, 11, 24, 4, tzinfo=UTC)
whole, steps = rederive.rederive_within, []
def killed(*given):
    steps.append(whole(*given))
    if len(steps) == last:
        os.kill(os.getpid(), signal.SIGKILL)
    return steps[-1]
rederive.AT_ONCE, rederive.rederive_within = a_step, killed
do_heavy_work(Office(Store(url), keyring(bytes(range(32))), clock))
"""


def test_a_killed_derivation_is_ended_by_the_next_process(office, clerk):
    numbers = [clerk.register(ON, agency="shili") for _ in range(SIZE)]
    accept(office, Arrival("shili", Closure(CLOSED, "示例决定"), ON), ADMIN)
    ident = order(office, ADMIN)
    url = office.store.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", WORK, url, str(A_STEP), str(LAST)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL

    done = A_STEP * (LAST - 1)
    assert stale_count(office) == SIZE - done  # the step under way left nothing behind
    assert (progress(office, ident).done, progress(office, ident).total) == (done, SIZE)
    assert len({one["number"] for one in moves_of(office, ident, ident)}) == done

    leases.run_out(office)
    assert do_heavy_work(office) == 1
    assert stale_count(office) == 0
    task = progress(office, ident)
    assert (task.state, task.done) == ("finished", SIZE)
    moved = moves_of(office, ident, ident)
    assert task.counts["moved"] == len(moved)
    assert sorted({one["number"] for one in moved}) == sorted(numbers)
    told = [one["message"] for one in inbox(office, "li") if one["code"] == "inbox.moved"]
    assert len(told) == len(set(told)) == len(moved)
    with office.store.read() as session:
        for case in all_cases(office, session):
            assert [one.trigger for one in case.entries] == ["register", "recalculate"]
    assert keeping.verify(office, derived=True).broken == ()
