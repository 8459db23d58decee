"""Plain terms: the product's three dates against three walks of law.md 6.2, day by day."""

from datetime import date, timedelta

from oracle.event_lists import LAST_AS_OF, Chooser
from oracle.known_days import YEARLY_NOTICE, first_open_day, national, regional
from oracle.slow_readings import Earliest, Latest, Likely
from oracle.slow_walks import OpenDayError, Walker
from workflow.calendars import load
from workflow.core.terms import Term, Unit, end

LONGEST = {"working_days": 90, "calendar_days": 200, "months": 8}


# Four days a year, and the days around each notice.
ASKED_ON = [date(year, month, 3) for year in range(2009, 2027) for month in (1, 4, 7, 11)]
ASKED_ON += [day + timedelta(days=n) for day in list(YEARLY_NOTICE.values())[1:] for n in (-1, 0)]


def walked(reading, as_of, day_zero, length, unit):
    return Walker(as_of, reading).after(day_zero, {"length": length, "unit": unit})


def a_term(chooser):
    """A term asked on a day: half of them end where no notice says which days work."""
    as_of = chooser.pick(ASKED_ON)
    unit = chooser.pick(sorted(LONGEST))
    length = chooser.number(1, LONGEST[unit])
    middle = as_of if chooser.chance(30) else first_open_day(as_of)
    return as_of, middle + timedelta(days=chooser.number(-100, 25)), length, unit


def test_five_thousand_terms_have_the_dates_that_a_walk_gives():
    provisional = 0
    calendars = {}
    for seed in range(5_000):
        as_of, day_zero, length, unit = a_term(Chooser(seed))
        case = (as_of, day_zero, length, unit)
        day_zero = max(day_zero, date(2008, 1, 1))
        calendar = calendars.setdefault(as_of, load(as_of=as_of))
        found = end(Term(length, Unit(unit)), day_zero, calendar)
        try:
            firm = walked(national, as_of, day_zero, length, unit)
        except OpenDayError:
            provisional += 1
            assert found.provisional, case
            expected = [
                walked(r(), as_of, day_zero, length, unit) for r in (Likely, Earliest, Latest)
            ]
            assert [found.due, found.not_before, found.not_after] == expected, case
        else:
            assert (found.due, found.provisional, found.not_before) == (firm, False, None), case
    assert 1_000 < provisional < 4_000  # both kinds were really tried


def test_terms_in_a_region_skip_its_days():
    for seed in range(500):
        chooser = Chooser(seed)
        region = chooser.pick(["ningxia", "guangxi"])
        first = {"ningxia": date(2019, 1, 1), "guangxi": date(2021, 1, 1)}[region]
        day_zero = first + timedelta(days=chooser.number(0, (date(2026, 6, 1) - first).days))
        length = chooser.number(1, 60)
        found = end(Term(length, Unit("working_days")), day_zero, load(region, as_of=LAST_AS_OF))
        expected = walked(regional(region), LAST_AS_OF, day_zero, length, "working_days")
        assert (found.due, found.provisional) == (expected, False), (region, day_zero, length)
