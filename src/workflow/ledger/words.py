"""The words of a ledger's cells: classes, channels, kinds of appeal, and their variants."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from workflow.ledger.dates import NO_WIDTH, blank
from workflow.statutes.facts import CHANNELS, CLASSES

#: So many words of one kind are remembered: a ledger says the same ones again and again.
WORDS_KEPT = 1000
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B))}
_WIDE |= {0x3000: 0x20, 0xA0: 0x20, **NO_WIDTH}
_HAS_WIDE = re.compile(f"[{''.join(map(chr, _WIDE))}]").search
_NOISE = re.compile(r"[\s、,，。.;；:：/／·()（）\"“”_—–-]+")
_GROUP = re.compile(r"^法人(?:或|和|及)?(?:者)?其他组织")

CLASS_LABELS = {
    "natural": "自然人",
    "enterprise": "商业企业",
    "research": "科研机构",
    "social": "社会公益组织",
    "legal": "法律服务机构",
    "other": "其他",
}
_CLASS_WORDS = {label: key for key, label in CLASS_LABELS.items()} | {
    "公民": "natural",
    "个人": "natural",
    "企业": "enterprise",
    "公司": "enterprise",
    "社会组织": "social",
    "社会公益性组织": "social",
    "公益组织": "social",
    "科研单位": "research",
    "法律服务组织": "legal",
    "律师事务所": "legal",
    "其他组织": "other",
    "其它": "other",
    "其他机构": "other",
}
CHANNEL_LABELS = {
    "in_person": "当面",
    "signed_mail": "挂号信/EMS",
    "ordinary_mail": "平信",
    "web": "网络",
    "fax": "传真",
    "email": "电子邮件",
}
_CHANNEL_WORDS = {
    "当面": "in_person",
    "当面提交": "in_person",
    "当面申请": "in_person",
    "现场": "in_person",
    "现场提交": "in_person",
    "现场申请": "in_person",
    "窗口": "in_person",
    "挂号信EMS": "signed_mail",
    "挂号信": "signed_mail",
    "挂号": "signed_mail",
    "EMS": "signed_mail",
    "特快专递": "signed_mail",
    "邮政特快专递": "signed_mail",
    "平信": "ordinary_mail",
    "普通信函": "ordinary_mail",
    "网络": "web",
    "网上": "web",
    "网上申请": "web",
    "网络申请": "web",
    "网站": "web",
    "网站申请": "web",
    "网络平台": "web",
    "在线申请": "web",
    "传真": "fax",
    "电子邮件": "email",
    "电子邮箱": "email",
    "EMAIL": "email",
}
#: Mail of which it isn't said whether somebody signed for it: taken as signed for, and said so.
_MAIL = frozenset({"邮寄", "信函", "邮寄申请", "信件", "邮递", "邮政", "快递"})

#: 类型 → machine, and the group of a suit.
APPEAL_LABELS: Mapping[tuple[str, str | None], str] = {
    ("reconsideration", None): "行政复议",
    ("litigation", "direct"): "未经复议直接起诉",
    ("litigation", "after_reconsideration"): "复议后起诉",
}
_APPEAL_WORDS: Mapping[str, tuple[str, str | None]] = {
    label: key for key, label in APPEAL_LABELS.items()
} | {
    "复议": ("reconsideration", None),
    "直接起诉": ("litigation", "direct"),
    "review": ("reconsideration", None),
    "litigationdirect": ("litigation", "direct"),
    "litigationafterreview": ("litigation", "after_reconsideration"),
}
RESULT_LABELS = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
}
_RESULT_WORDS = {label: key for key, label in RESULT_LABELS.items()} | {
    "维持": "upheld",
    "纠正": "corrected",
    "其他": "other",
    "未审结": "pending",
    "审理中": "pending",
}


def text_of(value: Any) -> str:
    """Return what a cell says as text: whole numbers without ``.0``, wide digits as plain ones.

    >>> text_of(20.0), text_of(" 良政公开〔２０２０〕1号 "), text_of(None), text_of('="0012"')
    ('20', '良政公开〔2020〕1号', '', '0012')
    """
    if blank(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if _HAS_WIDE(text):
        text = text.translate(_WIDE)
    text = text.strip()
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1]  # how a CSV keeps Excel from reading a number
    return text


def _word(value: Any) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text_of(value)))


@lru_cache(WORDS_KEPT, typed=True)
def read_class(value: Any) -> str | None:
    """Return the class of an applicant; None where the words name none."""
    word = _GROUP.sub("", _word(value))
    return word if word in CLASSES else _CLASS_WORDS.get(word)


@lru_cache(WORDS_KEPT, typed=True)
def read_channel(value: Any) -> tuple[str | None, bool]:
    """Return the channel, and whether the word left open how the mail was sent."""
    word = _word(value)
    if word in _MAIL:
        return "signed_mail", True
    known = {channel.replace("_", ""): channel for channel in CHANNELS}
    return known.get(word.lower()) or _CHANNEL_WORDS.get(word.upper()), False


def read_appeal(value: Any) -> tuple[str, str | None] | None:
    """Return the machine of an appeal and the group of a suit; None where it is none."""
    return _APPEAL_WORDS.get(_word(value))


def read_appeal_result(value: Any) -> str | None:
    """Return the column of report table 3, None where the words name none."""
    word = _word(value)
    return word if word in RESULT_LABELS else _RESULT_WORDS.get(word)
