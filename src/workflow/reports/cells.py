"""A number cell as published reports print it: digits, a dash for zero, digits with words."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Number = int | Decimal
Table = Mapping[str, Mapping[str, Any]]

#: What offices print where nothing is to be counted; read as 0 (law.md 4.5, 7).
BLANKS = frozenset({"", "/", "-", "—", "——", "–", "―", "－", "／", "\\", "&nbsp;"})

_NUMBER = re.compile(r"(?<![\d.])[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d,]*\d)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's number, whether it was blank, and the words around the number."""

    number: Number
    blank: bool = False
    rest: str = ""


EMPTY = Cell(0, blank=True)


def read_cell(raw: Any) -> Cell:
    """Take the number out of a cell; blanks are 0, and what isn't the number is ``rest``.

    >>> read_cell("251000元")
    Cell(number=251000, blank=False, rest='元')
    >>> read_cell("—").blank
    True
    >>> read_cell("１，１３６").number
    1136
    """
    if type(raw) is int:
        return Cell(raw)
    if raw is None:
        return EMPTY
    if isinstance(raw, float):
        return _read_text(repr(raw))
    return _read_text(raw if isinstance(raw, str) else repr(raw))


def plain(number: Number) -> int | float:
    """Return a number as JSON carries it: an int where it is whole.

    >>> plain(Decimal("7730.280")), plain(Decimal("3.0"))
    (7730.28, 3)
    """
    return int(number) if number == int(number) else float(number)


def _read_text(raw: str) -> Cell:
    text = unicodedata.normalize("NFKC", raw).strip()
    if raw.strip() in BLANKS or text in BLANKS:
        return EMPTY
    found = _NUMBER.search(text)
    if not found:
        return Cell(0, rest=raw.strip())
    digits = found.group().replace(",", "").replace("−", "-")
    rest = (text[: found.start()] + text[found.end() :]).strip()
    return Cell(_number(digits), rest=rest)


def _number(digits: str) -> Number:
    value = Decimal(digits)
    whole = value == value.to_integral_value()
    return int(value) if whole else value
