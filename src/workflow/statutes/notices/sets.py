"""The fields of every letter. Laws differ in which letters they have, not in what these carry.

An answer's fields depend on the outcomes that the law knows: each says which of them it needs.
"""

from typing import Any, Protocol

from workflow.core.fields import Field, FieldKind
from workflow.statutes.notices.fields import (
    ATTACHMENTS,
    COMMON,
    CONTACT,
    COURSE,
    NUMBERED,
    REMEDY_FIELD,
    REQUEST,
    TO_APPLICANT,
    Fields,
    field,
    only_for,
    optional,
)

PROVISIONAL = optional("provisional", "（国务院节假日安排公布后日期有变化的，以变化后的日期为准）")
_DUE = "2024年6月11日"


N01: Fields = (
    *TO_APPLICANT,
    field("acknowledged", example=True, kind="flag"),
    optional("due", _DUE, "date"),
    PROVISIONAL,
)
N02: Fields = (
    *TO_APPLICANT,
    field(
        "items",
        [{"number": "", "text": "所需政府信息的名称或者文号", "end": "。"}],
        "list",
        items=NUMBERED,
    ),
    field("period", "15个工作日"),
    optional("last_day", "2024年6月4日", "date"),
)
#: The 2008 text sets no term for a correction (art. 21(4)): the letter may go without one.
N02_2008: Fields = tuple(
    optional("period", "15个工作日") if one.name == "period" else one for one in N02
)
N03: Fields = (
    *TO_APPLICANT,
    field("counts", "自2024年1月1日以来已提出政府信息公开申请56件"),
    optional("last_day", "2024年5月31日", "date"),
)
N04: Fields = (
    *TO_APPLICANT,
    field("ground", "extension", "choice", choices=("extension", "delay")),
    optional("reason", "查找、核对档案需要时间"),
    optional("length", 20, "number"),
    optional("old_due", _DUE, "date"),
    field("new_due", "2024年7月9日", "date"),
    optional("reasons_received_on", "2024年5月31日", "date"),
    PROVISIONAL,
)
_THIRD_PARTY: Fields = (
    *COMMON,
    *CONTACT,
    field("addressee", "示例公司"),
    field("you", "贵方"),
    field("summary", "示例项目中标合同的技术方案部分"),
)
N05: Fields = (
    *_THIRD_PARTY,
    optional("why", "可能涉及商业秘密"),
    optional("last_day", "2024年6月4日", "date"),
)
N06: Fields = (
    *TO_APPLICANT,
    field("sent_on", "2024年5月14日", "date"),
    optional("due", "2024年7月2日", "date"),
    PROVISIONAL,
)
N07: Fields = (
    *_THIRD_PARTY,
    optional("sent_on", "2024年5月14日", "date"),
    optional("replied_on", "2024年5月28日", "date"),
    field("disclosed", "示例项目的中标价格"),
    field("reasons", "该项目使用财政资金，公众有权了解其价格"),
    REMEDY_FIELD,
)
N08: Fields = (
    *COMMON,
    *CONTACT,
    field("party", "joint_agency", "choice", choices=("joint_agency", "other_agency")),
    field("addressee", "示例市示例区农业农村局"),
    field("summary", "示例村2015年土地整治项目实施方案"),
    optional("why", "该方案由本机关牵头编制"),
    optional("last_day", "2024年6月4日", "date"),
)
N09: Fields = (
    *TO_APPLICANT,
    COURSE,
    field("tariff", "items", "choice", choices=("items", "pages")),
    field("count", 35, "number"),
    field(
        "tiers",
        [{"range": "第11至30", "count": "20", "rate": "100元", "sum": "2000元", "free": False}],
        "list",
        items=(
            field("range", "第11至30"),
            field("count", "20"),
            field("rate", "100元"),
            field("sum", "2000元"),
            optional("free", example=False, kind="flag"),
        ),
    ),
    field("amount", "3000元"),
    optional("reason", "本月申请数量明显超过合理范围"),
    optional("pay_way", "到示例镇财政所缴纳"),
    optional("last_day", "2024年7月2日", "date"),
)
#: How an application for a correction ends (art. 41); the N12 has one wording for each.
AMENDMENTS = ("amend", "refuse", "transfer")
N12: Fields = (
    *TO_APPLICANT,
    field("applied_on", "2024年5月11日", "date"),
    field("outcome", "amend", "choice", choices=AMENDMENTS),
    field("record", "本机关登记的户主姓名"),
    optional("amended_to", "示例申请人"),
    only_for(("refuse",), AMENDMENTS, "reasons", "所附证据不足以证明该记录不准确"),
    only_for(("transfer",), AMENDMENTS, "other_agency", "示例市示例区公安局"),
    optional("other_agency_contact", "电话000-0000000"),
    REMEDY_FIELD,
)
N12_TRANSFER: Fields = (
    *COMMON,
    *CONTACT,
    *REQUEST,
    field("applied_on", "2024年5月11日", "date"),
    field("applicant", "示例申请人"),
    field("record", "本机关登记的户主姓名"),
    field("other_agency", "示例市示例区公安局"),
    ATTACHMENTS,
)


class _Only(Protocol):
    def __call__(
        self, outcomes: str, name: str, example: Any, kind: FieldKind = "text", items: Fields = ()
    ) -> Field: ...


def _only(codes: tuple[str, ...]) -> _Only:
    def only(
        outcomes: str, name: str, example: Any, kind: FieldKind = "text", items: Fields = ()
    ) -> Field:
        return only_for(outcomes.split(), codes, name, example, kind, items=items)

    return only


def answer_fields(codes: tuple[str, ...]) -> Fields:
    """Return the fields of N10 under a law whose answers have these outcomes."""
    only = _only(codes)
    return (
        *TO_APPLICANT,
        COURSE,
        field("outcome", "A12", "choice", choices=codes),
        only("A1", "access_way", "登录示例区人民政府网站查阅"),
        only("A1", "access_route", "“政府信息公开”栏目下的“规划计划”"),
        optional("access_time", "2024年7月9日"),
        optional("information", ["示例项目于2015年实施。"], "list"),
        optional("published_part", ["示例项目的批复文件。"], "list"),
        only(
            "A3",
            "grounds",
            [{"finding": "属于行政机关内部事务信息", "articles": "第十六条第一款"}],
            "list",
            items=(field("finding", "属于内部事务信息"), field("articles", "第十六条第一款")),
        ),
        only("A3 A4 A5 A6 A7 A8 A9 A10 A13 A14 A15", "reasons", "该信息属于内部工作流程"),
        only("A11", "access_rule", "《不动产登记暂行条例》关于登记资料查询的规定"),
        optional("search_record", "已检索文书档案和电子公文系统"),
        optional("searched_by", "档案室、财政所"),
        optional("search_period", "2024年5月12日至6月24日"),
        optional("search_words", "“示例村”“土地整治”"),
        optional("search_places", "电子公文系统、2014年至2016年的文书档案"),
        optional("search_asked", "当时的经办人员"),
        optional("other_agency", "示例市示例区自然资源局"),
        optional("other_agency_contact", "电话000-0000000"),
        optional("answered_on", "2024年6月29日", "date"),
        optional("supplement", ["现补充提供该项目的验收意见。"], "list"),
        ATTACHMENTS,
        REMEDY_FIELD,
    )


def refusal_fields(codes: tuple[str, ...]) -> Fields:
    """Return the fields of N11 under a law that tells these outcomes by it."""
    only = _only(codes)
    return (
        *TO_APPLICANT,
        COURSE,
        field("outcome", "A16", "choice", choices=codes),
        only("A16 A18 A19 A20 A24", "reasons", "申请内容是反映征地补偿问题"),
        optional("channel_advice", "向示例区信访局提出"),
        only("A17", "earlier_answer", "示例公开〔2023〕8号-答"),
        optional("access_route", "示例区图书馆、示例区档案馆"),
        optional("correction_due", "2024年6月5日", "date"),
        optional("fee_due", "2024年6月13日", "date"),
        ATTACHMENTS,
        REMEDY_FIELD,
    )
