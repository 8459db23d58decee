"""Whose report it is and about which year: the title, else the period that the text states."""

import re
from collections.abc import Sequence

from workflow.reports.reading.lines import Line

_SOON = 40
_TITLE = re.compile(
    r"^(?P<before>.*?)(?P<year>20\d\d|二[〇○零Ｏ0][〇○零一二三四五六七八九0]{2})年度?"
    r"(?P<after>.*?)政府信息公开(?:工作)?(?:年度)?(?:工作)?(?:年度)?报告(?P<rest>.*)$"
)
_PERIOD = re.compile(r"(20\d\d)年1月1日(?:起)?(?:至|到|—|-)(?:\1年|同年)?12月31日")
_BODY = re.compile(r"(政府|局|委|办|院|厅|部|会|中心|镇|乡|街道|所|站|队|社|处|区|县|市)(（.*）)?$")
_CHINESE = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")
_LONGEST_NAME = 40


def body_and_year(lines: Sequence[Line]) -> tuple[str, int | None]:
    """Return the body's name ("" where no title names it) and the year (None: not stated)."""
    names: list[str] = []
    for line in lines[:_SOON]:
        text = "".join((line.single or "").replace("**", "").split())
        title = _TITLE.match(text)
        if title and not re.search("[。；，]", title["before"] + title["after"]):
            body = title["before"].strip("《") or title["after"]
            year = int(title["year"].translate(_CHINESE))
            return body or next(filter(_BODY.search, reversed(names)), ""), year
        if 0 < len(text) <= _LONGEST_NAME:
            names.append(text)
    return "", _stated_period(lines)


def is_title(text: str) -> bool:
    """Tell whether a paragraph is the title, or the part of it that names the year."""
    return bool(_TITLE.match("".join(text.split()))) and "。" not in text


def _stated_period(lines: Sequence[Line]) -> int | None:
    years = {int(found) for line in lines for found in _PERIOD.findall("".join(line.text.split()))}
    return years.pop() if len(years) == 1 else None
