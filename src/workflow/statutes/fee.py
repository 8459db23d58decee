"""The information-processing fee (国办函〔2020〕109号, in force 2021-01-01 [M 97 %]).

Two tariffs, both marginal; an application is charged by one of them, never by both (art. 3).
Money is whole 分.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.errors import InputError

YUAN = 100

#: More than any office will ever see: a larger count is a slip of the finger.
MOST = 1_000_000

#: Art. 4: items of one applicant in one calendar month: (from, to, 分 each). From the 31st on
#: each further block of ten raises the rate by 100 yuan [V text; that 31-40 is 200: M 95 %].
FREE_ITEMS = 10
FIRST_ITEMS = 30
ITEM_RATE = 100 * YUAN
ITEM_BLOCK = 10

#: Art. 5: pages of one application, A4 or smaller, one side [M 95 %]; tiers [V].
PAGE_TIERS = ((1, 30, 0), (31, 100, 10 * YUAN), (101, 200, 20 * YUAN), (201, None, 40 * YUAN))


@dataclass(frozen=True, slots=True)
class Tier:
    """The part of a count that falls into one tier: its bounds, the rate and the sum, in 分."""

    first: int
    last: int | None
    count: int
    rate_fen: int

    @property
    def fen(self) -> int:
        """What this part costs."""
        return self.count * self.rate_fen

    def to_json(self) -> dict[str, Any]:
        """Return the tier with its amounts in yuan."""
        return {
            "from": self.first,
            "to": self.last,
            "count": self.count,
            "rate_yuan": self.rate_fen // YUAN,
            "yuan": self.fen // YUAN,
        }


@dataclass(frozen=True, slots=True)
class Fee:
    """What a count costs, tier by tier."""

    tariff: str
    count: int
    tiers: tuple[Tier, ...]

    @property
    def fen(self) -> int:
        """The whole amount."""
        return sum(tier.fen for tier in self.tiers)

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape: both tariffs know whole yuan only."""
        tiers = [tier.to_json() for tier in self.tiers]
        return {"yuan": self.fen // YUAN, "tiers": tiers}


def fee(tariff: str, count: int) -> Fee:
    """Return what ``count`` items of a month, or pages of an application, cost.

    InputError for a negative or absurd count, or a tariff that is neither ``items`` nor ``pages``.
    """
    if count < 0:
        raise InputError("fee.negative", count=count)
    if count > MOST:
        raise InputError("fee.too_many", count=count, most=MOST)
    if tariff == "items":
        return Fee(tariff, count, _items(count))
    if tariff == "pages":
        return Fee(tariff, count, _tiers(count, PAGE_TIERS))
    raise InputError("fee.tariff_unknown", tariff=tariff)


def _tiers(count: int, table: tuple[tuple[int, int | None, int], ...]) -> tuple[Tier, ...]:
    return tuple(
        Tier(first, last, min(count, last or count) - first + 1, rate)
        for first, last, rate in table
        if count >= first
    )


def _items(count: int) -> tuple[Tier, ...]:
    table: list[tuple[int, int | None, int]] = [
        (1, FREE_ITEMS, 0),
        (FREE_ITEMS + 1, FIRST_ITEMS, ITEM_RATE),
    ]
    for number, first in enumerate(range(FIRST_ITEMS + 1, count + 1, ITEM_BLOCK), 2):
        table.append((first, first + ITEM_BLOCK - 1, number * ITEM_RATE))
    return _tiers(count, tuple(table))


def yuan(fen: int) -> str:
    """Return an amount in yuan, without idle zeros.

    >>> yuan(220000)
    '2200'
    """
    whole, rest = divmod(fen, 100)
    return f"{whole}.{rest:02}" if rest else str(whole)


def charged_month(
    rule: str, *, received_on: date, submitted_on: date, noticed_on: date
) -> tuple[int, int]:
    """Return year and month into which an application's items fall (art. 4: 自然月).

    ``rule`` is the setting ``fee_month_rule`` [J]: ``receipt``, ``submission`` or ``notice``.
    """
    days = {"receipt": received_on, "submission": submitted_on, "notice": noticed_on}
    return days[rule].year, days[rule].month
