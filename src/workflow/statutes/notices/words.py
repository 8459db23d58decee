"""Days, periods, lists and quotations as an official letter writes them, always in Chinese.

These words go into documents, so they don't follow the reader's language.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from workflow.messages import say

_NUMERALS = "零一二三四五六七八九"
_ENDS = " \t\r\n。；;，,、."
_INNER_QUOTES = str.maketrans("“”", "‘’")


def words(key: str, /, **values: Any) -> str:
    """Return a sentence of the letters (``notice_text.<key>``), in Chinese."""
    return say(f"notice_text.{key}", "zh", **values)


def day(on: date | None) -> str:
    """Return a day in Arabic digits without leading zeros, ``""`` for none.

    >>> day(date(2020, 6, 8))
    '2020年6月8日'
    """
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


def to_date(value: Any) -> date | None:
    """Return the day that a fact holds (a date, or YYYY-MM-DD), None for anything else."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def you(kind: str) -> str:
    """Return how a letter speaks to an applicant of a class.

    >>> you("natural"), you("enterprise")
    ('您', '您单位')
    """
    return words("you" if kind == "natural" else "your_unit")


def trimmed(text: str) -> str:
    """Return a text without the stop it ends with, so that a sentence can go on behind it.

    >>> trimmed(" 查找档案需要时间。 ")
    '查找档案需要时间'
    """
    return text.strip().rstrip(_ENDS)


def quoted(text: str) -> str:
    """Return a text in quotation marks; quotations inside it become single ones.

    >>> quoted("兴源村“土地整治”方案。")
    '“兴源村‘土地整治’方案”'
    """
    return f"“{trimmed(text).translate(_INNER_QUOTES)}”"


def split(text: str) -> list[str]:
    """Return the items of a list that was written as one text: by lines, else by semicolons.

    >>> split("一、信息名称；二、时间范围")
    ['一、信息名称', '二、时间范围']
    """
    pieces = text.split("\n") if "\n" in text.strip() else re.split("[；;]", text)
    return [piece.strip() for piece in pieces if piece.strip()]


def listed(names: Iterable[str]) -> str:
    """Return names joined as a list inside a sentence."""
    return "、".join(names)


def period(value: Any) -> str:
    """Return a period as a letter writes it, ``""`` for none.

    >>> period({"length": 15, "unit": "working_days"})
    '15个工作日'
    """
    if not isinstance(value, Mapping):
        return ""
    return words(f"period_{value['unit']}", length=value["length"])


def money(fen: int) -> str:
    """Return an amount of 分 in yuan, with decimals only where there are any.

    >>> money(220000), money(50)
    ('2200元', '0.5元')
    """
    yuan, rest = divmod(fen, 100)
    return f"{yuan}元" if not rest else f"{yuan}.{rest:02}".rstrip("0") + "元"


def numbered(items: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a list set as paragraphs: each with its number and its closing mark.

    A single item carries no number.
    """
    last = len(items) - 1
    return [
        {
            "number": f"{place + 1}." if last else "",
            "text": item,
            "end": "。" if place == last else "；",
        }
        for place, item in enumerate(items)
    ]
