"""The columns of an office's lists of disclosures: the catalogue's nine, and what was published."""

from collections.abc import Iterator
from typing import Any

from workflow.app.disclosing_reading import ATTRIBUTES
from workflow.app.office_tables import Table, TableRow
from workflow.errors import Reason
from workflow.ledger.dates import read_day
from workflow.ledger.problems import Problem
from workflow.messages import catalogue
from workflow.statutes.processes import ATTRIBUTES as PUBLICITY
from workflow.statutes.processes import PLACES

#: Fact → the other headers that offices print for it (its own is its name).
_OTHERS = {
    "title": ("事项名称", "公开事项", "公开事项名称", "信息名称", "标题"),
    "item_content": ("内容", "公开内容要素"),
    "basis": ("依据",),
    "responsible": ("公开主体", "责任单位", "责任部门"),
    "attribute": ("属性",),
    "time_limit": ("时限",),
    "way_published": ("方式",),
    "disclosure_kind": ("类型",),
    "site_column": ("栏目",),
    "category": ("信息类别", "分类"),
    "document_number": ("发文字号",),
    "made_on": ("生成日期", "制作日期", "成文日期"),
    "published_on": ("发布日期", "公开时间", "发布时间"),
    "channels": ("渠道", "公开渠道和载体", "发布渠道"),
    "place_published": ("链接", "网址"),
}
_OWN = {"published_on": "公开日期"}
#: Columns of an imported list besides the catalogue's nine.
PUBLISHED = ("category", "document_number", "made_on", "published_on", "channels",
             "place_published")  # fmt: skip
_DAYS = ("made_on", "published_on")
_WIDTHS = {"title": 34, "item_content": 40, "basis": 34}


def label_of(fact: str) -> str:
    """Return the header of a fact's column.

    >>> label_of("title"), label_of("published_on")
    ('名称', '公开日期')
    """
    return _OWN.get(fact) or catalogue("zh")[f"facts.{fact}"]


def header(facts: tuple[str, ...]) -> list[tuple[str, int]]:
    """Return headers with their widths."""
    return [(label_of(fact), _WIDTHS.get(fact, 16)) for fact in facts]


def table(facts: tuple[str, ...], needed: tuple[str, ...]) -> Table:
    """Return the table that has the columns of these facts."""
    columns = {label_of(fact): _OTHERS.get(fact, ()) for fact in facts}
    return Table(columns, tuple(label_of(fact) for fact in needed))


CATALOGUE = table(ATTRIBUTES, ("title", "attribute"))
LIST = table((*ATTRIBUTES, *PUBLISHED), ("title", "attribute"))


def read_row(row: TableRow, facts: tuple[str, ...]) -> tuple[dict[str, Any], list[Problem]]:
    """Return the facts of a row, and everything that is wrong with it."""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for fact in facts:
        text = row.text(label_of(fact))
        try:
            value = _value(fact, text, row)
        except ValueError:
            problems.append(_problem(row, fact, "wrong_day" if fact in _DAYS else "wrong_word"))
            continue
        if value:
            found[fact] = value
    missing = (fact for fact in ("title", "attribute") if not row.text(label_of(fact)))
    problems += [_problem(row, fact, f"no_{fact}") for fact in missing]
    return found, problems


def _value(fact: str, text: str, row: TableRow) -> Any:
    """Return a cell as the fact's value; ValueError where it isn't one."""
    if fact in _DAYS:
        day = read_day(row.cells.get(label_of(fact)), row.epoch)
        return day.isoformat() if day else None
    if fact == "attribute":
        return _coded(text, PUBLICITY, "facts.") if text else None
    if fact == "channels":
        return list(dict.fromkeys(_channels(text)))
    return text


def _channels(text: str) -> Iterator[str]:
    for sign in "，,；;/／ ":
        text = text.replace(sign, "、")
    for word in filter(None, text.split("、")):
        yield next(
            (code for mark, code in _CHANNEL_MARKS if mark in word),
            None,
        ) or _coded(word, PLACES, "disclosure.channel_")


#: What names of channels contain, as offices write them.
_CHANNEL_MARKS = (
    ("网站", "website"), ("门户", "website"), ("微博", "weibo"), ("微信", "wechat"),
    ("公众号", "wechat"), ("公报", "gazette"), ("查阅点", "terminal"), ("公开栏", "notice_board"),
    ("公示栏", "notice_board"), ("报纸", "press"),
    ("报刊", "press"), ("日报", "press"), ("电视", "press"), ("广播", "press"),
)  # fmt: skip


def _coded(text: str, codes: tuple[str, ...], area: str) -> str:
    named = catalogue("zh")
    for code in codes:
        if text in {code, named[f"{area}{code}"]}:
            return code
    raise ValueError(text)


def _problem(row: TableRow, fact: str, code: str) -> Problem:
    text = row.text(label_of(fact))
    return Problem(row.place, label_of(fact), Reason(f"disclosure.{code}", {"text": text}))
