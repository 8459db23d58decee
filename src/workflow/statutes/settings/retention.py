"""How long the personal data of a filed case is kept."""

from functools import partial

from workflow.statutes.settings import LawSetting

_retention = partial(LawSetting, "retention")

SETTINGS = (
    _retention("retention_years", 10, "个人信息保护法第十九条、档案法实施条例第十九条", "M70"),
)
