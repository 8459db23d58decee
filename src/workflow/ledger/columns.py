"""The columns of a ledger (contract, 'Register'), and the other names that offices give them."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

#: Begins the columns that the list of bad rows adds: they are left out when it is fed again.
HINT = "导入提示"
HINT_ROW, HINT_COLUMN, HINT_MEND = f"{HINT}：原行号", f"{HINT}：有问题的列", f"{HINT}：怎么改"

_ALIKE = 0.75
_REMARK = re.compile(r"\([^()]*\)$|[*:]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, and the headers proposed to be the same. ``width`` is in characters."""

    label: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    width: int = 12


NUMBER = Column(
    "申请编号",
    ("编号", "登记编号", "受理编号", "登记号", "申请登记号", "案件编号", "受理号", "流水号"),
    required=True,
    width=22,
)
APPLICANT = Column("申请人", ("姓名", "申请人姓名", "申请人名称", "申请人姓名或名称"), width=16)
CLASS = Column(
    "申请人类别",
    ("申请人类型", "申请人性质", "申请主体", "申请主体类别", "申请人分类"),
    required=True,
    width=14,
)
CHANNEL = Column(
    "受理渠道",
    ("申请渠道", "申请方式", "受理方式", "提交方式", "来源", "渠道", "申请途径"),
    required=True,
)
SUBMITTED = Column(
    "提交日期", ("申请日期", "申请时间", "提交时间", "提出日期", "寄出日期"), required=True
)
RECEIVED = Column(
    "收到日期",
    ("收到时间", "收到申请日期", "收到申请时间", "收件日期", "签收日期", "受理日期", "受理时间"),
)
CONTENT = Column(
    "申请内容",
    ("申请事项", "申请公开内容", "申请公开的内容", "所需信息内容", "申请信息", "所需信息"),
    width=40,
)
EXTENDED = Column("延期日期", ("延期时间", "延期告知日期", "延期答复日期"))
EXTENDED_BY = Column("延期工作日", ("延期天数", "延期工作日数", "延长工作日", "延长天数"))
DECIDED = Column("答复日期", ("答复时间", "办结日期", "办结时间", "回复日期", "回复时间"))
DOCUMENT = Column("答复文号", ("文号", "答复书文号", "告知书文号", "答复编号"), width=22)
RESULT = Column(
    "办理结果", ("答复结果", "处理结果", "答复类型", "办理情况", "答复情况", "结果"), width=24
)
SERVED = Column("送达日期", ("送达时间", "签收时间", "答复送达日期"))
NOTES = Column("备注", ("说明",), width=30)

REQUESTS = (
    NUMBER, APPLICANT, CLASS, CHANNEL, SUBMITTED, RECEIVED, CONTENT,
    EXTENDED, EXTENDED_BY, DECIDED, DOCUMENT, RESULT, SERVED, NOTES,
)  # fmt: skip

KIND = Column("类型", ("案件类型", "类别", "救济类型"), required=True, width=18)
APPEAL_RECEIVED = Column("收到日期", RECEIVED.aliases, required=True)
CLOSED = Column("结案日期", ("结案时间", "决定日期", "判决日期", "审结日期"))
APPEAL_RESULT = Column("结果", ("审理结果", "复议结果", "诉讼结果", "结案结果"))
APPEALS = (NUMBER, KIND, APPEAL_RECEIVED, CLOSED, APPEAL_RESULT)
APPEALS_SHEET = "复议诉讼"


def normal(header: str) -> str:
    """Return a header without spaces, marks and the remark in brackets behind it.

    >>> normal(" ＊提交 日期（必填）："), normal("申请人 类别")
    ('提交日期', '申请人类别')
    """
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", header))
    return _REMARK.sub("", _REMARK.sub("", text)) or text


@cache
def labels(columns: tuple[Column, ...]) -> frozenset[str]:
    """Return the headers of some columns."""
    return frozenset(column.label for column in columns)


@cache
def _aliases(columns: tuple[Column, ...]) -> dict[str, str]:
    return {alias: column.label for column in columns for alias in column.aliases}


@cache
def same(header: str, columns: tuple[Column, ...]) -> str | None:
    """Return the column that a header is known to be another name of, None where it is none."""
    return _aliases(columns).get(normal(header))


@cache
def like(header: str, columns: tuple[Column, ...]) -> str | None:
    """Return the column whose name (or other name) a header resembles most."""
    known = {**_aliases(columns), **{column.label: column.label for column in columns}}
    close = get_close_matches(normal(header), known, n=1, cutoff=_ALIKE)
    return known[close[0]] if close else None
