"""A holiday notice that the office accepts moves the dates that hung on it, and is on record."""

from datetime import date

import pytest

from workflow.app import keeping
from workflow.app.calendars import accept_notice, imported_notices
from workflow.app.office import Actor
from workflow.app.reading import find_case
from workflow.app.reminding import sweep
from workflow.calendars import Notice
from workflow.errors import ConflictError
from workflow.store import journals

ADMIN = Actor("root", "admin")
#: Invented (示例): what the notice of 2027 may say. Fri 1 to Sun 3 January off, none swapped.
OFF = tuple((date(2027, 1, day), "元旦") for day in (1, 2, 3))
EXAMPLE = Notice(
    2027, "示例〔2026〕1号", "示例", yearly=True, dated=date(2026, 11, 25),
    known_since=date(2026, 11, 25), source="示例", off=OFF,
)  # fmt: skip


def reply(office, number):
    with office.store.read() as session:
        return find_case(office, session, number).deadlines.clock("reply")


def test_a_provisional_date_becomes_firm_on_the_day_the_notice_is_known(office, clerk, clock):
    clock.set(date(2026, 12, 7))
    number = clerk.register(date(2026, 12, 7), agency="shili")
    before = reply(office, number)
    assert before.provisional
    accept_notice(office, EXAMPLE, ADMIN)
    after = reply(office, number)
    # 8-11, 14-18, 21-25, 28-31 December are 18; 1 to 3 January off; 4 = 19, 5 = 20
    assert (after.due, after.provisional) == (date(2027, 1, 5), False)
    with office.store.read() as session:
        assert imported_notices(session) == (EXAMPLE,)
        entry = journals.read_chain(session, journals.INSTALLATION)[-1]
    assert (entry.trigger, entry.facts["number"]) == ("accept_notice", "示例〔2026〕1号")


def test_the_next_day_s_sweep_writes_the_firm_date(office, clerk, clock):
    clock.set(date(2026, 12, 7))
    clerk.register(date(2026, 12, 7), agency="shili")
    accept_notice(office, EXAMPLE, ADMIN)
    clock.set(date(2026, 12, 8))
    sweep(office)
    assert keeping.verify(office, derived=True).broken == ()


def test_the_same_notice_twice_is_refused(office):
    accept_notice(office, EXAMPLE, ADMIN)
    with pytest.raises(ConflictError):
        accept_notice(office, EXAMPLE, ADMIN)
