"""What the law leaves open about dates, and the answers the product ships with."""

from functools import partial

from workflow.statutes.settings import LawSetting

_clock = partial(LawSetting, "clocks")

SETTINGS = (
    _clock("regional_calendar", "on", "全国年节及纪念日放假办法第四条", "J", ("on", "off")),
    _clock("law_by", "receipt", "条例（2019）第五十六条", "J", ("receipt", "submission")),
    _clock("confirmation_days", 1, "条例第三十一条第三项", "J"),
    _clock("late_correction_notice", "refused", "条例第三十条", "J", ("refused", "void", "stops")),
    _clock("correction_days", 10, "条例第三十条", "M70"),
    _clock("suspension_start", "dispatch", "条例第三十三条第三款", "J", ("dispatch", "receipt")),
    _clock("letter_on_due_date", "counts", "条例第三十三条第三款", "J", ("counts", "ignored")),
    _clock("extension_cap_scope", "period", "条例第三十三条第二款", "J", ("period", "total")),
    _clock("other_agency_days", 15, "条例第三十三条第三款", "J"),
    _clock("payment", "resets", "国办函〔2020〕109号第七条", "M95", ("resets", "suspends")),
    _clock("lapse_days", 20, "条例第三十条、国办函〔2020〕109号第六条", "J"),
    _clock("manual_suspension", "honoured", "条例第三十三条", "J", ("honoured", "ignored")),
    _clock(
        "electronic_answer_on", "sending", "国办公开办函〔2016〕235号", "J", ("sending", "service")
    ),
    _clock("service_proof_days", 15, "国办公开办函〔2016〕235号", "J"),
    _clock(
        "non_reply_remedy",
        "choice",
        "行政复议法（2023）第二十三条第一款第三项",
        "J75",
        ("choice", "reconsideration_first"),
    ),
    _clock(
        "reconsideration_first_2024",
        "grounds",
        "行政复议法（2023）第二十三条第一款第四项",
        "M85",
        ("grounds", "all_refusals"),
    ),
    _clock(
        "reconsideration_law_by",
        "accepted",
        "行政复议法（2023）第九十条",
        "J",
        ("accepted", "copy"),
    ),
    _clock("redo_days_2026", 60, "行政复议法实施条例（2026）", "J"),
)
