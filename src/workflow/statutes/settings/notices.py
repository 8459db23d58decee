"""What the law leaves open about the wording of notices."""

from workflow.statutes.settings import LawSetting

SETTINGS = (
    LawSetting("notices", "letter_tells_provisional", default=True, article="第三十三条", mark="J"),
    LawSetting("notices", "letter_tells_search", default=True, article="第三十六条", mark="J"),
    LawSetting("notices", "fee_pay_way", default="", article="国办函〔2020〕109号第六条", mark="J"),
)
