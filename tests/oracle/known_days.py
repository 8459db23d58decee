"""The days that work, from a package that is not ours, and what was known of them when.

National days: ``chinesecalendar``, which knows the final state of every year. The three years
whose days were changed after their notice, the days on which the notices became public, and the
regional days are typed here from the notices themselves.
"""

from datetime import date, timedelta
from functools import cache

import chinese_calendar

# Year of the notice: the day on which it was published (Xinhua, www.gov.cn).
YEARLY_NOTICE = {
    2008: date(2007, 12, 18),
    2009: date(2008, 12, 10),
    2010: date(2009, 12, 8),
    2011: date(2010, 12, 10),
    2012: date(2011, 12, 6),
    2013: date(2012, 12, 10),
    2014: date(2013, 12, 11),
    2015: date(2014, 12, 16),
    2016: date(2015, 12, 10),
    2017: date(2016, 12, 1),
    2018: date(2017, 11, 30),
    2019: date(2018, 12, 6),
    2020: date(2019, 11, 21),
    2021: date(2020, 11, 25),
    2022: date(2021, 10, 25),
    2023: date(2022, 12, 8),
    2024: date(2023, 10, 25),
    2025: date(2024, 11, 12),
    2026: date(2025, 11, 4),
}

# Before the second notice of these three years was known, these days were the other way round.
BEFORE_2015_05_13 = {  # the day off for the 70th anniversary of the victory
    date(2015, 9, 3): True,
    date(2015, 9, 4): True,
    date(2015, 9, 6): False,
}
BEFORE_2019_03_22 = {  # May Day was one day off
    date(2019, 4, 28): False,
    date(2019, 5, 2): True,
    date(2019, 5, 3): True,
    date(2019, 5, 5): False,
}
BEFORE_2020_01_27 = {  # the Spring Festival ended on 30 January
    date(2020, 1, 31): True,
    date(2020, 2, 1): True,
}

# Region, year: known since (None: no date found, taken as 1 January), days off, days that work.
NINGXIA = {
    2015: (
        "2014-12-26",
        ["2015-07-20", "2015-07-21", "2015-07-22", "2015-09-23", "2015-09-24", "2015-09-25"],
        ["2015-07-25", "2015-09-20"],
    ),
    2019: (None, ["2019-06-05", "2019-06-06", "2019-08-12", "2019-08-13"], []),
    2020: ("2019-12-04", ["2020-05-25", "2020-05-26", "2020-07-30", "2020-07-31"], []),
    2021: ("2020-12-17", ["2021-05-13", "2021-05-14", "2021-07-19", "2021-07-20"], []),
    2022: (None, ["2022-07-11", "2022-07-12"], []),
    2023: (None, ["2023-06-29", "2023-06-30"], []),
    2024: (None, ["2024-04-10", "2024-04-11", "2024-06-17", "2024-06-18"], []),
    2025: (None, ["2025-03-31", "2025-04-01", "2025-06-06"], []),
    2026: (None, ["2026-05-27", "2026-05-28"], []),
}
GUANGXI = {
    2017: ("2017-02-10", ["2017-03-30", "2017-03-31", "2017-04-01"], ["2017-04-08"]),
    2021: ("2021-03-18", ["2021-04-14", "2021-04-15", "2021-04-16"], ["2021-04-18"]),
    2022: (None, ["2022-04-02", "2022-04-06"], []),
    2023: ("2023-03-14", ["2023-04-21", "2023-04-23"], []),
    2024: ("2024-03-22", ["2024-04-11", "2024-04-12"], []),
    2025: (None, ["2025-03-31", "2025-04-01"], []),
    2026: ("2026-03-04", ["2026-04-17", "2026-04-20"], []),
}
REGIONS = {"ningxia": NINGXIA, "guangxi": GUANGXI, "xinjiang": {}, "xizang": {}}

_FINAL: dict[date, bool] = {}
_DAY = date(2008, 1, 1)
while _DAY.year < 2027:
    _FINAL[_DAY] = chinese_calendar.is_workday(_DAY)
    _DAY += timedelta(days=1)


@cache
def first_open_day(known_on):
    """Return 26 December of the last year whose notice is known on a day (law.md 6.2)."""
    known = [year for year, since in YEARLY_NOTICE.items() if since <= known_on]
    return date(max(known), 12, 26)


@cache
def not_yet_changed(known_on):
    """Return the days that a second notice changed later, as they stood on a day."""
    days = {}
    if known_on < date(2015, 5, 13):
        days |= BEFORE_2015_05_13
    if known_on < date(2019, 3, 22):
        days |= BEFORE_2019_03_22
    if known_on < date(2020, 1, 27):
        days |= BEFORE_2020_01_27
    return days


def national(day, known_on):
    """Tell whether a day works in the whole country; None where no notice known settles it."""
    if day >= first_open_day(known_on):
        return None
    return not_yet_changed(known_on).get(day, _FINAL[day])


def regional(region):
    """Return the same question asked in a region (None: no region)."""
    if region is None:
        return national
    years = REGIONS[region]

    def works(day, known_on):
        if day.year not in years:
            return None
        since, off, working = years[day.year]
        if known_on < date.fromisoformat(since or f"{day.year}-01-01"):
            return None
        if day.isoformat() in off:
            return False
        if day.isoformat() in working:
            return True
        return national(day, known_on)

    return works
