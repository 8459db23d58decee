"""Periods that figures are kept for: a year, a half, a quarter, a month."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

from workflow.errors import InputError
from workflow.messages import say

#: Kind of period → how many months it has, and the kind that it is made of.
MONTHS = {"Y": 12, "H": 6, "Q": 3, "M": 1}
_PARTS = {"Y": "H", "H": "Q", "Q": "M"}
_CODE = re.compile(r"(\d{4})(?:-?H([12])|-?Q([1-4])|-(\d{2}))?")
_WRITTEN = re.compile(
    r"(\d{4})(?:年度?|年?(上|下)半年度?|年?第?([1-4一二三四])季度|年?(\d{1,2})月)"
)
_HALVES = {"上": 1, "下": 2}
_QUARTERS = {sign: n for n, sign in enumerate("一二三四", 1)}


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A period: ``kind`` is Y, H, Q or M, ``number`` its place in the year from 1 on."""

    year: int
    kind: str = "Y"
    number: int = 1

    @property
    def code(self) -> str:
        """The period as it is written in commands, journal and JSON.

        >>> Period(2020).code, Period(2020, "H", 1).code, Period(2020, "M", 5).code
        ('2020', '2020H1', '2020-05')
        """
        if self.kind == "Y":
            return str(self.year)
        if self.kind == "M":
            return f"{self.year}-{self.number:02}"
        return f"{self.year}{self.kind}{self.number}"

    @property
    def label(self) -> str:
        """The period as it stands in a sentence of a Chinese document: 2020年上半年."""
        return say(self._word, "zh", year=self.year, number=self.number)

    @property
    def _word(self) -> str:
        half = f"_{self.number}" if self.kind == "H" else ""
        return f"figures.period_{self.kind.lower()}{half}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, MONTHS[self.kind] * (self.number - 1) + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        month = MONTHS[self.kind] * self.number
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def last_year(self) -> "Period":
        """The same period of the year before."""
        return Period(self.year - 1, self.kind, self.number)

    def parts(self) -> Iterator["Period"]:
        """Yield the periods that it is made of; a month is made of none."""
        kind = _PARTS.get(self.kind)
        if kind is None:
            return
        count = MONTHS[self.kind] // MONTHS[kind]
        for number in range(count * (self.number - 1) + 1, count * self.number + 1):
            yield Period(self.year, kind, number)

    def holds(self, on: date | None) -> bool:
        """Tell whether a day lies in it."""
        return on is not None and self.first <= on <= self.last

    def __lt__(self, other: "Period") -> bool:
        """Order by the last day; of two that end on one day the shorter comes first."""
        return (self.last, MONTHS[self.kind]) < (other.last, MONTHS[other.kind])


def half_of(on: date) -> Period:
    """Return the half year in which a day lies.

    >>> half_of(date(2026, 7, 1)).code
    '2026H2'
    """
    return Period(on.year, "H", 1 if on.month <= MONTHS["H"] else 2)


def read_period(text: str) -> Period:
    """Read a period: ``2020``, ``2020H1``, ``2020Q3``, ``2020-05``, 2020年上半年; or InputError.

    >>> read_period("2020年上半年"), read_period("2020q4").code
    (Period(year=2020, kind='H', number=1), '2020Q4')
    """
    plain = "".join(unicodedata.normalize("NFKC", str(text)).split()).upper()
    found = _coded(plain) or _written(plain)
    if found is None or not 1 <= found.number <= 12 // MONTHS[found.kind]:
        raise InputError("figures.period_wrong", period=text)
    return found


def _coded(text: str) -> Period | None:
    found = _CODE.fullmatch(text)
    return _period(*found.groups()) if found else None


def _written(text: str) -> Period | None:
    found = _WRITTEN.fullmatch(text)
    if not found:
        return None
    year, half, quarter, month = found.groups()
    number = _QUARTERS.get(quarter, quarter)
    return _period(year, _HALVES.get(half), number, month)


def _period(
    year: str, half: str | int | None, quarter: str | int | None, month: str | None
) -> Period:
    for kind, number in (("H", half), ("Q", quarter), ("M", month)):
        if number is not None:
            return Period(int(year), kind, int(number))
    return Period(int(year))
