"""A command does its heavy work itself where nobody is at it, and watches it where somebody is."""

import threading
from datetime import date

import pytest

import leases
from workflow.app.calendars import Arrival, accept
from workflow.app.heavy import foreground
from workflow.app.heavy.foreground import derive_again, see_through
from workflow.app.heavy.rederive import order
from workflow.app.rederiving import stale_count
from workflow.app.running import run_task, to_nobody
from workflow.app.tasks import cancel, progress, tasks
from workflow.calendars import Closure

from .conftest import ADMIN

ON, CLOSED = date(2026, 11, 24), date(2026, 12, 1)


@pytest.fixture
def touched(office, clerk):
    """Two cases that a closure touches."""
    for _ in range(2):
        clerk.register(ON, agency="shili")
    accept(office, Arrival("shili", Closure(CLOSED, "示例决定"), ON), ADMIN)
    return 2


def held(office, ident, monkeypatch):
    """Let a process claim a task and die."""

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("workflow.app.heavy.rederive.rederive_within", die)
        with pytest.raises(KeyboardInterrupt):
            run_task(office, foreground.KINDS, ident, to_nobody)


def test_where_nothing_is_touched_nothing_is_ordered(office, clerk):
    clerk.register(ON)
    assert derive_again(office, ADMIN, to_nobody) == []
    assert tasks(office) == []


def test_a_command_does_its_own_task_and_leaves_that_of_a_dead_process(
    office, touched, monkeypatch
):
    dead = order(office, ADMIN)
    held(office, dead, monkeypatch)
    moved = derive_again(office, ADMIN, to_nobody)
    assert len({one["number"] for one in moved}) == touched
    assert (stale_count(office), progress(office, dead).state) == (0, "running")


def test_what_an_older_task_moved_meanwhile_is_told_too(office, touched):
    order(office, ADMIN)  # a worker takes this one first, and finds the cases of both
    ident = order(office, ADMIN)
    first = tasks(office)[-1].id
    see_through(office, first, to_nobody)
    see_through(office, ident, to_nobody)
    assert len({one["number"] for one in foreground.moves_of(office, first, ident)}) == touched


def test_a_task_that_somebody_else_is_at_is_watched_until_it_ends(office, touched, monkeypatch):
    monkeypatch.setattr(foreground, "LOOK", 0.02)
    ident = order(office, ADMIN)
    held(office, ident, monkeypatch)
    heard = []
    later = threading.Timer(0.2, leases.run_out, [office])
    later.start()
    done = see_through(office, ident, lambda *said: heard.append(said))
    later.join()
    assert (done.state, done.done) == ("finished", touched)
    assert len(heard) > 2  # it looked again and again
    assert heard[-1] == (touched, touched)


def test_a_task_that_was_cancelled_is_waited_for_no_longer(office, touched):
    ident = order(office, ADMIN)
    cancel(office, ident)
    assert see_through(office, ident, to_nobody).state == "cancelled"
    assert stale_count(office) == touched
