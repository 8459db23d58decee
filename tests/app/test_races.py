"""Two at once: nothing is lost, numbers have neither gaps nor doubles, the late one is told."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from workflow.app import keeping
from workflow.app.handlers import carry_out
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor
from workflow.app.projecting import CASE
from workflow.app.reading import find_case
from workflow.app.reminding import sweep
from workflow.errors import ConflictError, RefusedError
from workflow.store.engine import Store

ON = date(2026, 11, 20)
WRITERS = 4


def at_once(office, *tasks):
    """Run tasks in threads, each with a database connection pool of its own (as a process has)."""

    def run(task):
        own = Store(office.store.url.render_as_string(hide_password=False))
        try:
            return task(replace(office, store=own))
        except (ConflictError, RefusedError) as refused:
            return refused
        finally:
            own.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_registrations_at_once_take_each_number_once(office, clerk):
    def register_some(own):
        mine = type(clerk)(own)
        return [mine.register(ON) for _ in range(5)]

    numbers = [n for found in at_once(office, *[register_some] * WRITERS) for n in found]
    assert sorted(numbers) == sorted(f"良政公开〔2026〕{n}号" for n in range(1, 5 * WRITERS + 1))
    assert keeping.verify(office, derived=True).broken == ()


def test_a_registration_that_fails_gives_its_number_back(office, clerk, monkeypatch):
    first = clerk.register(ON)

    def fail(*_):
        raise RuntimeError

    monkeypatch.setattr("workflow.app.registering.finish", fail)
    with pytest.raises(RuntimeError):
        clerk.register(ON)
    monkeypatch.undo()
    assert (first, clerk.register(ON)) == ("良政公开〔2026〕1号", "良政公开〔2026〕2号")
    with office.store.read() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(CASE)).scalar_one() == 2
    assert keeping.verify(office, derived=True).broken == ()


def test_moves_at_once_on_one_case_all_stand_in_its_chain(office, clerk):
    number = clerk.register(ON)

    def propose(own):
        mine = type(clerk)(own)
        return [mine.move(number, "propose_extension", ON, length=5).entry.entry for _ in range(4)]

    entries = [n for found in at_once(office, *[propose] * WRITERS) for n in found]
    assert sorted(entries) == list(range(2, 4 * WRITERS + 2))
    assert keeping.verify(office, derived=True).broken == ()


def test_of_two_who_saw_the_same_one_is_told_who_was_faster(office, clerk):
    number = clerk.register(ON)

    def acknowledge(own):
        return advance(own, Wanted(number, "acknowledge", ON, expected=1), Actor("li", "clerk"))

    found = at_once(office, acknowledge, acknowledge)
    refused = [one for one in found if isinstance(one, ConflictError)]
    assert len(refused) == 1  # told who was faster, though a rule would have refused it too
    with office.store.read() as session:
        assert find_case(office, session, number).version == 2


def test_two_sweeps_at_once_send_each_reminder_once(office, clerk, clock):
    clock.set(date(2020, 5, 11))
    for _ in range(5):
        clerk.register(date(2020, 5, 11))
    found = at_once(office, *[lambda own: sweep(own, date(2020, 6, 10))] * 3)
    sent = [(one.number, one.clock, one.person) for sweeping in found for one in sweeping]
    assert len(sent) == len(set(sent)) == 10  # five cases, the clerk and the head


def test_two_workers_at_once_carry_each_effect_out_once(office, clerk):
    for _ in range(6):
        number = clerk.register(ON)
        clerk.move(number, "submit_answer", ON, outcome="A12", search_record="示例")
    found = at_once(office, carry_out, carry_out, carry_out)
    done = [effect for carried in found for effect in carried.done]
    assert len(done) == len(set(done)) == 24
