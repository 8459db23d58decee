"""What the law leaves open about steps, answers, remedies and fees."""

from functools import partial

from workflow.statutes.settings import LawSetting

_procedure = partial(LawSetting, "procedure")

SETTINGS = (
    _procedure("author_may_approve", default=False, article="条例第十七条", mark="J"),
    _procedure("several_extensions", default=True, article="条例第三十三条第二款", mark="J"),
    _procedure("electronic_service_same_day", default=True, article="民事诉讼法第九十条", mark="J"),
    _procedure(
        "fee_month_rule",
        default="receipt",
        article="国办函〔2020〕109号第四条",
        mark="J",
        choices=("receipt", "submission", "notice"),
    ),
    _procedure("fee_count_by", "agency", "国办函〔2020〕109号第四条", "J", ("agency", "group")),
    _procedure(
        "appeal_columns", {}, "国办公开办函〔2021〕30号", "M80", ("upheld", "corrected", "other")
    ),
    _procedure(
        "remedy_2026_cites",
        "law",
        "行政复议法实施条例（2026）第三十一条",
        "S85",
        ("law", "rules"),
    ),
    _procedure("amendment_days", 20, "条例第四十一条", "J"),
    _procedure("disclosure_days", 20, "条例第二十六条", "V"),
    _procedure("revision_unreviewed", default=False, article="条例第十七条", mark="J"),
    _procedure("report_month_day", "01-31", "条例第四十九条", "J", month_day=True),
)
