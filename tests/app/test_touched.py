"""Which cases a change of calendar can touch: those alone are found, by index, and derived again.

On 24 November 2026 agency shili has three requests: one ends on 1 December, one on 15 December,
one on 30 December, which is provisional while no notice for 2027 is known.
"""

from datetime import date

import pytest
import sqlalchemy as sa

from calendars.example_lists import HEADING, as_csv
from workflow.app import keeping
from workflow.app.agencies import change_agency, get_agency
from workflow.app.calendar_drafts import draft_of
from workflow.app.calendars import Arrival, accept, arrived, rules_of, sources_of
from workflow.app.office import Actor
from workflow.app.projecting import CASE
from workflow.app.reading import find_case
from workflow.app.rederiving import stale
from workflow.app.touched import chains_in, changed_since, count_in, parts
from workflow.calendars import Closure
from workflow.calendars.imports import Heading
from workflow.calendars.lists import parse_list
from workflow.store import journals

from .conftest import rederived

ADMIN = Actor("root", "admin")
TODAY = date(2026, 11, 24)
EARLY, MIDDLE, LATE = date(2026, 11, 3), date(2026, 11, 17), date(2026, 12, 2)


@pytest.fixture
def numbers(clerk, clock):
    found = []
    for on in (EARLY, MIDDLE, LATE):
        clock.set(on)
        found.append(clerk.register(on, agency="shili"))
    clock.set(LATE)
    return found


def close(office, on, agency="shili"):
    accept(office, Arrival(agency, Closure(on, "示例决定"), office.today), ADMIN)


def number_of(office, chain):
    with office.store.read() as session:
        return session.execute(sa.select(CASE.c.number).where(CASE.c.chain == chain)).scalar_one()


def touched(office):
    return [number_of(office, chain) for chain in stale(office)]


def row(office, number):
    with office.store.read() as session:
        return session.execute(sa.select(CASE).where(CASE.c.number == number)).one()


def version(office):
    with office.store.read() as session:
        return rules_of(session, get_agency(session, "shili")).calendar_on(office.today).version


def test_only_cases_that_reach_to_the_changed_day_are_touched(office, numbers):
    early, middle, late = numbers
    assert [row(office, one).reach for one in numbers][:2] == [
        date(2026, 12, 1),
        date(2026, 12, 15),
    ]
    close(office, date(2026, 12, 9))
    assert touched(office) == [middle, late]
    rederived(office)
    assert touched(office) == []
    assert row(office, middle).due == date(2026, 12, 16)
    assert row(office, middle).calendar == version(office) != row(office, early).calendar


def test_a_case_that_was_left_alone_verifies_under_the_calendar_it_names(office, numbers):
    close(office, date(2026, 12, 9))
    rederived(office)
    assert keeping.verify(office, derived=True).broken == ()
    with office.store.write() as session:
        session.execute(sa.update(CASE).where(CASE.c.number == numbers[0]).values(calendar="别的"))
    assert [one.table for one in keeping.verify(office, derived=True).broken] == ["derived_case"]


def test_a_second_change_is_measured_from_each_case_s_own_calendar(office, numbers):
    early, middle, late = numbers
    close(office, date(2026, 12, 9))
    rederived(office)
    close(office, date(2026, 12, 16))
    assert touched(office) == [middle, late]  # the new last day of the middle one is that day
    rederived(office)
    assert row(office, middle).due == date(2026, 12, 17)
    close(office, date(2026, 12, 1))
    assert sorted(touched(office)) == sorted(numbers)
    rederived(office)
    assert row(office, early).due == date(2026, 12, 2)
    assert keeping.verify(office, derived=True).broken == ()


def test_a_closure_on_a_day_that_is_free_anyway_touches_no_case(office, numbers):
    close(office, date(2026, 12, 5))  # a Saturday
    assert touched(office) == []
    assert keeping.verify(office, derived=True).broken == ()


def test_next_year_s_notice_touches_what_was_provisional(office, numbers):
    late = numbers[2]
    found = row(office, late)
    assert found.reach > found.due == date(2026, 12, 30)
    listed = parse_list(as_csv(), "2027.csv")
    accept(office, draft_of(office, listed, HEADING, None, office.today).arrival, ADMIN)
    assert touched(office) == [late]
    rederived(office)
    assert row(office, late).reach == row(office, late).due


def test_another_agency_s_closure_touches_nothing_here(office, numbers):
    close(office, date(2026, 12, 9), "liangtian")
    assert touched(office) == []


def test_an_answered_case_is_touched_only_by_what_lies_before_its_last_day(office, numbers, clerk):
    early = numbers[0]
    clerk.answer(early, LATE)
    end = row(office, early).reach
    close(office, date(2026, 12, 9))
    assert early in touched(office)  # its proof of service is still due
    rederived(office)
    close(office, date(end.year, end.month + 1, 9))
    assert early not in touched(office)


def test_an_agency_in_another_region_has_every_case_derived_again(office, numbers):
    change_agency(office, "shili", {"region": "guangxi"}, ADMIN)
    assert sorted(touched(office)) == sorted(numbers)


def test_a_calendar_that_no_label_leads_back_to_may_differ_on_any_day(office):
    with office.store.read() as session:
        own = sources_of(get_agency(session, "shili"), arrived(session))
    assert changed_since(own, "cn/2026-12-26/000000000000", TODAY) == date.min
    assert changed_since(own, own.calendar(TODAY).version, TODAY) is None


def test_a_package_that_brought_a_notice_touches_only_what_that_notice_changes(office):
    """Rows of the package before it name the calendar that this one gives for the day before."""
    with office.store.read() as session:
        own = sources_of(get_agency(session, "shili"), arrived(session))
    before = own.calendar(date(2025, 11, 3))
    assert changed_since(own, before.version, TODAY) == date(2025, 12, 26)


def test_rows_of_before_two_changes_are_found_again_whatever_was_told_late(office, numbers):
    """The first was published before these rows were made, and accepted after them."""
    listed = parse_list("日期,类型,名称\n2026-12-09,休,示例\n", "change.csv")
    told = Heading(2026, "示例〔2026〕9号", EARLY, EARLY, "示例", yearly=False)
    accept(office, draft_of(office, listed, told, None, office.today).arrival, ADMIN)
    close(office, date(2026, 12, 10))
    with office.store.read() as session:
        found = parts(session, office.today)
    assert [(one.agency, one.since) for one in found] == [("shili", date(2026, 12, 9))]


def test_as_many_are_given_as_are_asked_for_and_the_nearest_first(office, numbers):
    close(office, EARLY)
    with office.store.read() as session:
        found = parts(session, office.today)
        assert count_in(session, found) == len(numbers)
        first = chains_in(session, found, 2)
        assert chains_in(session, found)[:2] == first
        assert chains_in(session, found, 0) == []
    assert [number_of(office, chain) for chain in first] == numbers[:2]


def test_what_is_touched_is_one_range_of_an_index(office, numbers):
    close(office, date(2026, 12, 9))
    with office.store.read() as session:
        (part,) = parts(session, office.today)
        chosen = sa.select(CASE.c.chain).where(part.holds).order_by(CASE.c.reach, CASE.c.chain)
        text = str(chosen.compile(session.connection(), compile_kwargs={"literal_binds": True}))
        if office.store.sqlite:
            plan = [one[3] for one in session.execute(sa.text(f"EXPLAIN QUERY PLAN {text}"))]
            assert len(plan) == 1
            assert "COVERING INDEX ix_derived_case_reach" in plan[0]
            assert "(agency=? AND calendar=? AND reach>?)" in plan[0]
            return
        session.execute(sa.text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(one[0] for one in session.execute(sa.text(f"EXPLAIN {text}")))
        assert "Index Only Scan using ix_derived_case_reach" in plan
        assert "Sort" not in plan


def test_cases_that_can_t_be_touched_get_no_entry_and_no_message(office, numbers):
    close(office, date(2026, 12, 9))
    rederived(office)
    with office.store.read() as session:
        case = find_case(office, session, numbers[0])
        entries = journals.read_chain(session, case.chain)
    assert [one.trigger for one in entries] == ["register"]
