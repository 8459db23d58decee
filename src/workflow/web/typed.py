"""What officers type, read the ways they write it: days, whole numbers, full-width digits."""

import re
import unicodedata
from datetime import date, timedelta

WORDS = {"今天": 0, "昨天": -1, "前天": -2, "明天": 1}
#: 2026-11-24, 2026/11/24, 2026.11.24, 2026年11月24日; a weekday behind it is passed over.
FULL = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?")
#: 20261124
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
#: 11-24, 11/24, 11.24, 11月24日
SHORT = re.compile(r"(\d{1,2})(?:[-/.]|月)(\d{1,2})日?")
BEHIND = re.compile(r"\((?:周|星期)[一二三四五六日天]\)$")


def plain(text: str) -> str:
    """Return a text with full-width digits and signs made plain, without blanks around it.

    >>> plain(" ２０２６．１１ ")
    '2026.11'
    """
    return unicodedata.normalize("NFKC", text).strip()


def read_day(text: str, today: date) -> date | None:
    """Return the day that a text names, None where it names none.

    A day without its year is the one nearest to today.

    >>> read_day("11.24", date(2026, 11, 25)), read_day("12月30日", date(2027, 1, 4))
    (datetime.date(2026, 11, 24), datetime.date(2026, 12, 30))
    """
    said = BEHIND.sub("", plain(text)).replace(" ", "")
    if said in WORDS:
        return today + timedelta(days=WORDS[said])
    for pattern in (FULL, COMPACT):
        if found := pattern.fullmatch(said):
            return _day(*map(int, found.groups()))
    if found := SHORT.fullmatch(said):
        return _nearest(int(found[1]), int(found[2]), today)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(month: int, day: int, today: date) -> date | None:
    years = (today.year, today.year - 1, today.year + 1)
    days = [found for year in years if (found := _day(year, month, day))]
    return min(days, key=lambda one: abs(one - today), default=None)


def read_number(text: str) -> int | None:
    """Return a whole number, None where the text is none.

    >>> read_number("１５")
    15
    """
    said = plain(text)
    return int(said) if re.fullmatch(r"-?\d{1,9}", said) else None


def typed_day(on: date) -> str:
    """Return a day as a field shows it.

    >>> typed_day(date(2026, 11, 4))
    '2026年11月4日'
    """
    return f"{on.year}年{on.month}月{on.day}日"
