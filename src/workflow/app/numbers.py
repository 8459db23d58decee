"""The application's number: the agency's pattern over its yearly series (notices.md, 'Numbers')."""

import string
from datetime import date

from sqlmodel import Session

from workflow.errors import InputError
from workflow.store.numbers import take
from workflow.store.tables import Agency

#: GB/T 9704: 机关代字〔年份〕序号号, no 第, no leading zeros.
DEFAULT_PATTERN = "{word}〔{year}〕{n}号"
PLACES = frozenset({"word", "year", "n"})


def check_pattern(pattern: str) -> str:
    """Return a pattern that names year and number and nothing unknown, else raise InputError."""
    try:
        named = {place for _, place, _, _ in string.Formatter().parse(pattern) if place is not None}
    except ValueError:
        named = set()
    if not {"year", "n"} <= named <= PLACES:
        raise InputError("agency.pattern_wrong", pattern=pattern)
    return pattern


def next_number(session: Session, agency: Agency, on: date, series: str = "request") -> str:
    """Take the next number of the agency's series of the year of ``on``."""
    n = take(session, agency.code, series, on.year)
    return agency.number_pattern.format(word=agency.number_word, year=on.year, n=n)
