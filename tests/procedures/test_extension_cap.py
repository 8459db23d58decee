"""The cap on extensions: one a reply period, unless the office holds that it is one a case [J]."""

from dataclasses import replace

from procedures.lawful import case_in
from procedures.scene import d, deadline
from workflow.statutes.registry import get

REQUEST = get("cn-2019").procedures["request"]


def in_its_second_period():
    """An extension of all twenty days, then a correction received on 21 September 2020."""
    case = case_in("received", REQUEST).knowing(deadline("reply", "12-31"))
    case.do("extend", "9-14", "wang", length=20, consented_on="2020-09-14")
    return case.knowing(replace(deadline("reply", "12-31"), day_zero=d("2020-09-21")))


def extend(case):
    return case.judge("extend", "9-22", "wang", length=20, consented_on="2020-09-22")


def test_after_a_correction_the_extensions_of_the_old_period_are_gone():
    assert extend(in_its_second_period()).allowed


def test_an_office_may_count_all_extensions_of_a_case_together():
    case = in_its_second_period()
    case.settings = {"extension_cap_scope": "total"}
    assert [reason.code for reason in extend(case).reasons] == ["guards.over_cap"]
