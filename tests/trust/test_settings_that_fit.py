"""A setting takes only what every page and every clock can count with."""

import pytest

from workflow.errors import InputError
from workflow.statutes.settings import MOST, all_settings


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("report_month_day", "2026年11月20日"),
        ("report_month_day", "02-29"),
        ("report_month_day", "1-31"),
        ("report_month_day", ""),
        ("correction_days", 0),
        ("correction_days", -5),
        ("correction_days", MOST + 1),
        ("correction_days", True),
        ("correction_days", 10.0),
        ("retention_years", 10**9),
        ("appeal_results", {"维持": "无"}),
        ("appeal_columns", {"mediate": ["corrected"]}),
        ("decided_by", {}),
        ("fee_pay_way", None),
    ],
)
def test_what_nothing_can_count_with_is_refused_and_named(key, value):
    with pytest.raises(InputError, match=key):
        all_settings()[key].accept(value)


@pytest.mark.parametrize("setting", all_settings().values(), ids=lambda one: one.key)
def test_every_default_is_accepted(setting):
    assert setting.accept(setting.default) == setting.default


def test_what_an_office_may_choose_is_accepted():
    known = all_settings()
    assert known["report_month_day"].accept("03-31") == "03-31"
    assert known["correction_days"].accept(15) == 15
    assert known["appeal_results"].accept({"调解": "corrected"}) == {"调解": "corrected"}
