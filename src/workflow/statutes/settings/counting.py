"""How the annual report counts: what its form doesn't say (law.md 4.7, 5.5).

No official explanation of the form was found beyond the form itself, so each rule is a setting.
"""

from functools import partial

from workflow.statutes.settings import LawSetting

_counting = partial(LawSetting, "counting")

#: What a body or court wrote → the column of table 3 (law.md 5.5).
DISPOSITIONS = {
    "维持": "upheld",
    "驳回复议请求": "upheld",
    "驳回诉讼请求": "upheld",
    "变更": "corrected",
    "撤销": "corrected",
    "部分撤销": "corrected",
    "确认违法": "corrected",
    "确认无效": "corrected",
    "责令履行": "corrected",
    "终止": "other",
    "驳回申请": "other",
    "不予受理": "other",
    "调解": "other",
    "撤诉": "other",
    "驳回起诉": "other",
    "终结": "other",
}

SETTINGS = (
    _counting(
        "decided_by",
        "decision",
        "条例第五十条第一款第二项",
        "M75",
        ("decision", "dispatch", "service"),
    ),
    _counting("count_redo", "never", "条例第五十条第一款第二项", "J", ("never", "as_new")),
    _counting(
        "row_of_a20", "reject_reissue", "国办公开办函〔2021〕30号", "M85", ("reject_reissue",)
    ),
    _counting(
        "row_of_a23",
        "other_misc",
        "国办公开办函〔2021〕30号",
        "M85",
        ("other_misc", "other_overdue_correction"),
    ),
    _counting(
        "row_of_a24",
        "other_misc",
        "国办公开办函〔2021〕30号",
        "M75",
        ("other_misc", "unable_not_held", "reject_petition"),
    ),
    _counting(
        "appeal_results",
        DISPOSITIONS,
        "条例第五十条第一款第三项",
        "M80",
        ("upheld", "corrected", "other"),
    ),
    _counting(
        "judgment_under_appeal",
        "pending",
        "条例第五十条第一款第三项",
        "J",
        ("pending", "first_instance"),
    ),
)
