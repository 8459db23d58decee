"""Values as they stand in a document: dates without leading zeros, text safe for XML."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from workflow.errors import InputError
from workflow.messages import say

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c]")
#: Characters that no XML 1.0 document may hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile("[&<>\t\n]")
_AS_XML = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "\n": '</w:t><w:br/><w:t xml:space="preserve">',
    "\t": '</w:t><w:tab/><w:t xml:space="preserve">',
}


class Xml(str):
    """XML that the renderer itself made: it isn't escaped again."""

    __slots__ = ()


def clean(text: str) -> str:
    r"""Return the text with line ends as newlines and without what XML can't hold.

    >>> clean("a\r\nb\x07")
    'a\nb'
    """
    if text.isprintable():
        return text
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))


def long_date(day: date) -> str:
    """Return a day as official letters write it, months and days without a leading zero.

    >>> import datetime
    >>> long_date(datetime.date(2020, 5, 1))
    '2020年5月1日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def as_text(value: Any) -> str:
    """Return a value as it is printed: None as nothing, a list joined by 、, a flag as 是 or 否.

    Anything but text, number, date, flag and lists of these is no value of a document: InputError.
    """
    if isinstance(value, str):
        return clean(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("docx.yes" if value else "docx.no")
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return "、".join(as_text(item) for item in value)
    raise InputError("template.not_printable", kind=type(value).__name__)


def as_xml(value: Any) -> str:
    """Return a value as the content of a ``w:t``: newlines break the line, tabs stay tabs."""
    if isinstance(value, Xml):
        return value
    text = as_text(value)
    if not _SPECIAL.search(text):
        return text
    return _SPECIAL.sub(lambda found: _AS_XML[found.group()], text)


def joined(items: Iterable[Any], separator: str = "、") -> str:
    """Return the items printed one after the other, the filter ``join``."""
    return separator.join(as_text(item) for item in items)
