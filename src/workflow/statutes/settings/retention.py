"""How long the personal data of a filed case is kept, and the record of who was shown it."""

from functools import partial

from workflow.statutes.settings import LawSetting

_retention = partial(LawSetting, "retention")

SETTINGS = (
    _retention("retention_years", 10, "个人信息保护法第十九条、档案法实施条例第十九条", "M70"),
    _retention(
        "showing_years", 3, "个人信息保护法第五十五条、第五十六条", "M90", choices=(3, 5, 10, 30)
    ),
)
