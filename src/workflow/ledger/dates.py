"""Days as ledgers hold them: Excel's own dates and serial numbers, and every way to type one."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Any

#: What stands in a cell that says nothing.
BLANKS = frozenset({"", "/", "-", "--", "—", "——", "无", "\\", "空", "N/A", "n/a"})
#: Signs without width, which come along when a text is copied from a web page: nothing.
NO_WIDTH = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
#: Day 0 of Excel's serial numbers, on Windows and in old Macintosh files.
EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)

_SERIALS = range(36_526, 73_051)  # 2000-01-01 to 2099-12-31
_TYPED = re.compile(
    r"(\d{4})\s*[年./\-、。·]\s*(\d{1,2})\s*[月./\-、。·]\s*(\d{1,2})\s*[日号]?"
    r"(?:[\sT(]*(?:[上下中]午|周|星期|\d{1,2}[:时点]).*)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_CHINESE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]?"
)
_DIGITS = {**{sign: n for n, sign in enumerate("〇一二三四五六七八九")}, "零": 0, "○": 0}


def blank(value: Any) -> bool:
    """Tell whether a cell says nothing."""
    return value is None or (isinstance(value, str) and value.strip() in BLANKS)


def read_day(value: Any, epoch: date = EPOCH_1900) -> date | None:
    """Return the day that a cell holds, None for an empty one; ValueError where it holds none.

    A serial number counts from ``epoch``; the time of day is dropped.

    >>> [read_day(cell).isoformat() for cell in (43962, "２０２０年５月１１日", "2020.5.11")]
    ['2020-05-11', '2020-05-11', '2020-05-11']
    """
    if blank(value):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return _from_text(value, epoch)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value, epoch)
    raise ValueError(value)


def _from_number(value: float, epoch: date) -> date:
    if int(value) in _SERIALS:
        return epoch + timedelta(days=int(value))
    return _from_text(f"{value:.0f}", epoch)


def _from_text(text: str, epoch: date) -> date:
    plain = unicodedata.normalize("NFKC", text).translate(NO_WIDTH).strip().lstrip("'")
    found = _TYPED.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if found:
        year, month, day = (int(part) for part in found.groups())
        return date(year, month, day)
    serial = _SERIAL.fullmatch(plain)
    if serial and int(serial[1]) in _SERIALS:
        return epoch + timedelta(days=int(serial[1]))
    written = _CHINESE.fullmatch("".join(plain.split()))
    if written:
        return _from_chinese(*written.groups())
    raise ValueError(text)


def _from_chinese(year: str, month: str, day: str) -> date:
    number = int("".join(str(_DIGITS[sign]) for sign in year))
    return date(number, _chinese_number(month), _chinese_number(day))


def _chinese_number(text: str) -> int:
    """Return a number below a hundred: 十一, 二十, 三.

    >>> [_chinese_number(text) for text in ("三", "十", "十一", "二十", "三十一")]
    [3, 10, 11, 20, 31]
    """
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[sign]) for sign in text))
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
