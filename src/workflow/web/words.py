"""Days and what is left of them, in the words of the office (never '前', always the weekday)."""

from datetime import date, datetime

from workflow.clock import CHINA

WEEKDAYS = "一二三四五六日"


def weekday(on: date) -> str:
    """Return 周一 … 周日.

    >>> weekday(date(2026, 11, 24))
    '周二'
    """
    return f"周{WEEKDAYS[on.weekday()]}"


def short_day(on: date) -> str:
    """Return a day of the year at hand.

    >>> short_day(date(2026, 11, 4))
    '11月4日'
    """
    return f"{on.month}月{on.day}日"


def day_in_list(on: date, today: date) -> str:
    """Return a day as lists show it: the year only where it isn't this one.

    >>> day_in_list(date(2026, 11, 27), date(2026, 11, 24))
    '11月27日（周五）'
    >>> day_in_list(date(2027, 1, 6), date(2026, 11, 24))
    '2027年1月6日（周三）'
    """
    year = "" if on.year == today.year else f"{on.year}年"
    return f"{year}{short_day(on)}（{weekday(on)}）"


def full_day(on: date) -> str:
    """Return a day as headings and letters show it.

    >>> full_day(date(2026, 3, 6))
    '2026年3月6日（周五）'
    """
    return f"{on.year}年{short_day(on)}（{weekday(on)}）"


def clock_time(at: datetime) -> str:
    """Return the time of day in China.

    >>> from datetime import UTC
    >>> clock_time(datetime(2026, 3, 6, 1, 42, tzinfo=UTC))
    '9:42'
    """
    local = at.astimezone(CHINA)
    return f"{local.hour}:{local.minute:02}"


def local_day(at: datetime) -> date:
    """Return the day of a moment in China."""
    return at.astimezone(CHINA).date()
