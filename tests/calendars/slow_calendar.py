"""A slow reader of law.md 6.2, written from its text alone: one day after the other, no index.

Settled days are asked of the calendar under test; the open ones are worked out here.
"""

from collections import defaultdict
from datetime import date, timedelta

ONE = timedelta(days=1)

# 春节, 清明节, 端午节, 中秋节 of the years that the tests look into
LUNAR = {
    2008: ("02-07", "04-04", "06-08", "09-14"),
    2009: ("01-26", "04-04", "05-28", "10-03"),
    2014: ("01-31", "04-05", "06-02", "09-08"),
    2015: ("02-19", "04-05", "06-20", "09-27"),
    2016: ("02-08", "04-04", "06-09", "09-15"),
    2019: ("02-05", "04-05", "06-07", "09-13"),
    2020: ("01-25", "04-04", "06-25", "10-01"),
    2021: ("02-12", "04-04", "06-14", "09-21"),
    2024: ("02-10", "04-04", "06-10", "09-17"),
    2025: ("01-29", "04-04", "05-31", "10-06"),
    2026: ("02-17", "04-05", "06-19", "09-25"),
    2027: ("02-06", "04-05", "06-09", "09-15"),
    2028: ("01-26", "04-04", "05-28", "10-03"),
    2029: ("02-13", "04-04", "06-16", "09-22"),
}
WINDOWS = {
    "元旦": (3, 2), "春节": (2, 8), "清明节": (3, 2), "劳动节": (3, 4),
    "端午节": (2, 2), "中秋节": (2, 2), "国庆节": (3, 8),
}  # fmt: skip


def festivals(year):
    dates = {"元旦": "01-01", "劳动节": "05-01", "国庆节": "10-01"}
    dates |= dict(zip(("春节", "清明节", "端午节", "中秋节"), LUNAR[year], strict=True))
    return {name: date.fromisoformat(f"{year}-{day}") for name, day in dates.items()}


def statutory(year, as_of):
    """Return the statutory days of a year by the version known: one entry a festival and day."""
    f = festivals(year)
    if year >= 2025 and as_of >= date(2024, 11, 12):  # 国务院令第795号
        spring, may = (-1, 0, 1, 2), (0, 1)
    elif year >= 2014 and as_of >= date(2013, 12, 11):  # 国务院令第644号
        spring, may = (0, 1, 2), (0,)
    else:  # 国务院令第513号
        spring, may = (-1, 0, 1), (0,)
    spans = {"春节": spring, "劳动节": may, "国庆节": (0, 1, 2)}
    return [f[name] + ONE * k for name in f for k in spans.get(name, (0,))]


def made_up(year, as_of):
    """Return the days off when art. 6 has moved what falls on a weekend or on another's day."""
    days = sorted(statutory(year, as_of))
    off = set(days)
    seen = set()
    for day in days:
        if day.weekday() >= 5 or day in seen:
            while day in off or day.weekday() >= 5:
                day += ONE  # noqa: PLW2901  (it moves)
            off.add(day)
        seen.add(day)
    return off


def free_in_windows(day):
    return any(
        at - ONE * before <= day <= at + ONE * after
        for year in (day.year, day.year + 1)
        if year in LUNAR
        for name, at in festivals(year).items()
        for before, after in (WINDOWS[name],)
    )


def owner(day):
    near = [
        (at + ONE * 14, name)
        for year in (day.year - 1, day.year, day.year + 1)
        if year in LUNAR
        for name, at in festivals(year).items()
        if abs((at - day).days) <= 14
    ]
    return min(near) if near else None


def nth(calendar, as_of, reading, after, n, excluded=()):
    """Count day by day in a reading: ``likely``, ``earliest`` or ``latest``."""
    met = defaultdict(int)
    day = after
    while n:
        day += ONE
        if day in excluded:
            continue
        n -= _works(calendar, as_of, reading, day, met)
    return day


def _works(calendar, as_of, reading, day, met):
    if day < calendar.open_from:
        return calendar.day(day).works
    if reading == "earliest":
        return day not in statutory(day.year, as_of) and (day.weekday() < 5 or _swaps(day, met))
    free = made_up(day.year, as_of) if reading == "likely" else ()
    return (
        day.weekday() < 5 and day not in free and not (reading == "latest" and free_in_windows(day))
    )


def _swaps(day, met):
    festival = owner(day)
    if festival is None or met[festival] >= 2:
        return False
    met[festival] += 1
    return True
