"""The days that no notice settles, read three ways by the rule of law.md 6.2: slow and plain.

Days before the first open day are as known. From there on each reading has its own rule; all
three are typed here from the rule's sentences, and walk one day at a time.
"""

from datetime import date, timedelta
from functools import cache

from oracle.known_days import first_open_day, national

# 正月初一, 清明, 端午, 中秋 (the other festivals have a fixed date).
MOVING = {
    2008: ("2008-02-07", "2008-04-04", "2008-06-08", "2008-09-14"),
    2009: ("2009-01-26", "2009-04-04", "2009-05-28", "2009-10-03"),
    2010: ("2010-02-14", "2010-04-05", "2010-06-16", "2010-09-22"),
    2011: ("2011-02-03", "2011-04-05", "2011-06-06", "2011-09-12"),
    2012: ("2012-01-23", "2012-04-04", "2012-06-23", "2012-09-30"),
    2013: ("2013-02-10", "2013-04-04", "2013-06-12", "2013-09-19"),
    2014: ("2014-01-31", "2014-04-05", "2014-06-02", "2014-09-08"),
    2015: ("2015-02-19", "2015-04-05", "2015-06-20", "2015-09-27"),
    2016: ("2016-02-08", "2016-04-04", "2016-06-09", "2016-09-15"),
    2017: ("2017-01-28", "2017-04-04", "2017-05-30", "2017-10-04"),
    2018: ("2018-02-16", "2018-04-05", "2018-06-18", "2018-09-24"),
    2019: ("2019-02-05", "2019-04-05", "2019-06-07", "2019-09-13"),
    2020: ("2020-01-25", "2020-04-04", "2020-06-25", "2020-10-01"),
    2021: ("2021-02-12", "2021-04-04", "2021-06-14", "2021-09-21"),
    2022: ("2022-02-01", "2022-04-05", "2022-06-03", "2022-09-10"),
    2023: ("2023-01-22", "2023-04-05", "2023-06-22", "2023-09-29"),
    2024: ("2024-02-10", "2024-04-04", "2024-06-10", "2024-09-17"),
    2025: ("2025-01-29", "2025-04-04", "2025-05-31", "2025-10-06"),
    2026: ("2026-02-17", "2026-04-05", "2026-06-19", "2026-09-25"),
    2027: ("2027-02-06", "2027-04-05", "2027-06-09", "2027-09-15"),
    2028: ("2028-01-26", "2028-04-04", "2028-05-28", "2028-10-03"),
    2029: ("2029-02-13", "2029-04-04", "2029-06-16", "2029-09-22"),
}


def festivals(year):
    """Return the seven festivals of a year with their dates."""
    spring, tomb, dragon, moon = (date.fromisoformat(day) for day in MOVING[year])
    return {
        "元旦": date(year, 1, 1),
        "春节": spring,
        "清明节": tomb,
        "劳动节": date(year, 5, 1),
        "端午节": dragon,
        "中秋节": moon,
        "国庆节": date(year, 10, 1),
    }


@cache
def statutory_days(year, known_on):
    """Return the days off for all citizens, unmoved, one list a festival (放假办法 art. 2)."""
    of = festivals(year)
    spring, labour = [0, 1, 2], [0]  # 国务院令第644号, from 2014
    if year < 2014 or known_on < date(2013, 12, 11):
        spring = [-1, 0, 1]  # 国务院令第513号, from 2008
    if year >= 2025 and known_on >= date(2024, 11, 12):
        spring, labour = [-1, 0, 1, 2], [0, 1]  # 国务院令第795号, from 2025
    offsets = {
        "元旦": [0],
        "春节": spring,
        "清明节": [0],
        "劳动节": labour,
        "端午节": [0],
        "中秋节": [0],
        "国庆节": [0, 1, 2],
    }
    return {name: [of[name] + timedelta(days=n) for n in offsets[name]] for name in of}


def weekend(day):
    return day.weekday() in (5, 6)


@cache
def moved_statutory_days(year, known_on):
    """A day on a weekend, or on another festival's day, moves to the next free weekday."""
    days = sorted(day for days in statutory_days(year, known_on).values() for day in days)
    taken, moving = [], []
    for day in days:
        if weekend(day) or day in taken:
            moving.append(day)
        else:
            taken.append(day)
    for day in moving:
        free = day
        while weekend(free) or free in taken:
            free += timedelta(days=1)
        taken.append(free)
    return taken


# Days off around a festival's date, as wide as they have ever been.
WIDEST = {
    "元旦": (-3, 2),
    "春节": (-2, 8),
    "清明节": (-3, 2),
    "劳动节": (-3, 4),
    "端午节": (-2, 2),
    "中秋节": (-2, 2),
    "国庆节": (-3, 8),
}


@cache
def around(day):
    """Return (name, year, date) of the festivals of the years before, of and after a day."""
    found = []
    for year in (day.year - 1, day.year, day.year + 1):
        if year in MOVING:
            found += [(name, year, on) for name, on in festivals(year).items()]
    return found


class Likely:
    """The likeliest days."""

    def begin(self):
        """A walk begins."""

    def __call__(self, day, known_on):
        if day < first_open_day(known_on):
            return national(day, known_on)
        return not weekend(day) and day not in moved_statutory_days(day.year, known_on)

    def may_end(self, day, known_on):
        return self(day, known_on)


class Latest(Likely):
    """As few working days as there can be."""

    def __call__(self, day, known_on):
        if day < first_open_day(known_on):
            return national(day, known_on)
        if weekend(day):
            return False
        for name, _, on in around(day):
            first, last = WIDEST[name]
            if on + timedelta(days=first) <= day <= on + timedelta(days=last):
                return False
        return True


class Earliest(Likely):
    """As many working days as there can be; remembers the weekend days this walk has met."""

    def __init__(self):
        self.met = {}

    def begin(self):
        self.met = {}

    def __call__(self, day, known_on):
        if day < first_open_day(known_on):
            return national(day, known_on)
        if day in self.statutory(day.year, known_on):
            return False
        if not weekend(day):
            return True
        near = self.festival_near(day)
        if near is None:
            return False
        self.met[near] = self.met.get(near, 0) + 1
        return self.met[near] <= 2

    def may_end(self, day, known_on):
        """A last day rolls forward: any weekend day near a festival may work."""
        if day < first_open_day(known_on):
            return national(day, known_on)
        if day in self.statutory(day.year, known_on):
            return False
        return not weekend(day) or self.festival_near(day) is not None

    def statutory(self, year, known_on):
        return [day for days in statutory_days(year, known_on).values() for day in days]

    def festival_near(self, day):
        """Return the festival within 14 days; of two, the one whose 14 days end first."""
        near = [(on, name) for name, _, on in around(day) if abs((day - on).days) <= 14]
        return min(near) if near else None
