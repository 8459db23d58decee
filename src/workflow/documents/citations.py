"""Articles cited in a text, and the versions of laws that have or had them.

The table below knows a law's versions by the number of their articles and the days on which they
were in force. A law that isn't in it is not judged. [M] from memory, as sure as said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

REGULATION = "政府信息公开条例"


@dataclass(frozen=True, slots=True)
class LawVersion:
    """One version of a law: its short name, its code, when it was in force, its last article."""

    name: str
    code: str
    since: date
    until: date | None
    articles: int

    def holds(self, on: date) -> bool:
        """Tell whether the version is in force on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


VERSIONS = (
    # 国务院令第492号 [V R08 dates; articles M 98%]; 国务院令第711号, 56 articles [V R19]
    LawVersion(REGULATION, "cn-2008", date(2008, 5, 1), date(2019, 5, 14), 38),
    LawVersion(REGULATION, "cn-2019", date(2019, 5, 15), None, 56),
    # [M 97%]
    LawVersion("行政复议法", "fy-2017", date(1999, 10, 1), date(2023, 12, 31), 43),
    LawVersion("行政复议法", "fy-2023", date(2024, 1, 1), None, 90),
    # [M 95%]
    LawVersion("行政诉讼法", "ss-1989", date(1990, 10, 1), date(2015, 4, 30), 75),
    LawVersion("行政诉讼法", "ss-2014", date(2015, 5, 1), None, 103),
    # [M 95%]
    LawVersion("保守国家秘密法", "bm-2010", date(2010, 10, 1), date(2024, 4, 30), 53),
    LawVersion("保守国家秘密法", "bm-2024", date(2024, 5, 1), None, 65),
    # [M 95%]
    LawVersion("个人信息保护法", "pipl", date(2021, 11, 1), None, 74),
)
#: Laws that no longer are, with the law that took their place. [M 97%]
REPEALED = {
    "物权法": (date(2021, 1, 1), "民法典"),
    "合同法": (date(2021, 1, 1), "民法典"),
    "民法通则": (date(2021, 1, 1), "民法典"),
    "侵权责任法": (date(2021, 1, 1), "民法典"),
}

_NAMED = re.compile(r"《(?P<name>[^》]{1,40})》")
_ARTICLE = re.compile(r"第(?P<number>[〇零一二两三四五六七八九十百千]+|\d+)条(?:之[一二三四五])?")
_SHORT = {"条例": REGULATION, "信息公开条例": REGULATION}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Citation:
    """An article cited: the law's name as the table knows it, the article as it is written."""

    law: str
    article: str
    number: int


def citations(text: str) -> Iterator[Citation]:
    """Yield the articles cited in a paragraph, each under the law last named before it.

    >>> [(c.law, c.number) for c in citations("根据《政府信息公开条例》第三十三条第二款、第35条")]
    [('政府信息公开条例', 33), ('政府信息公开条例', 35)]
    """
    named = [(found.start(), known(found["name"])) for found in _NAMED.finditer(text)]
    for found in _ARTICLE.finditer(text):
        before = [law for at, law in named if at < found.start()]
        if law := before[-1] if before else _bare(text[: found.start()]):
            yield Citation(law, found.group(), number_of(found["number"]))


def laws_named(text: str) -> Iterator[str]:
    """Yield every law named in 《》, as the tables know it."""
    for found in _NAMED.finditer(text):
        yield known(found["name"])


def known(name: str) -> str:
    """Return a law's name without the country and the year in brackets."""
    short = re.sub(r"^中华人民共和国|[（(].*$", "", name.strip())
    return _SHORT.get(short, short)


def _bare(before: str) -> str:
    """Return the Regulation where a text says 条例第……条 without 《》."""
    return REGULATION if re.search(r"条例(第[^，。；]*)?$", before) else ""


def number_of(numeral: str) -> int:
    """Return the value of a Chinese or Arabic numeral below ten thousand.

    >>> [number_of(n) for n in ("十", "十六", "三十三", "一百零二", "33")]
    [10, 16, 33, 102, 33]
    """
    if numeral.isdecimal():
        return int(numeral)
    total, digit = 0, 0
    for sign in numeral:
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def version_for(law: str, statute: str, on: date) -> LawVersion | None:
    """Return the version that counts: the Regulation's by the case, another's by the day."""
    versions = [version for version in VERSIONS if version.name == law]
    if law == REGULATION and statute:
        return next((version for version in versions if version.code == statute), None)
    return next((version for version in versions if version.holds(on)), None)
