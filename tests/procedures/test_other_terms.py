"""The one date of each other process."""

from datetime import date

import pytest

from procedures.scene import Case, d
from workflow.calendars import load
from workflow.core.deadlines import State
from workflow.statutes.other_terms import deadline_of
from workflow.statutes.registry import get
from workflow.statutes.settings import effective

MACHINES = get("cn-2019").procedures
SETTINGS = effective()
CALENDAR = load(as_of=date(2026, 11, 24))


def asked(case, as_of="2020-9-20", **settings):
    return deadline_of(case.procedure.key, case.entries, CALENDAR, d(as_of), SETTINGS | settings)


@pytest.mark.parametrize("key", ["record_amendment", "disclosure", "supervision", "annual_report"])
def test_nothing_is_due_before_a_process_begins(key):
    assert asked(Case(MACHINES[key])) is None


def test_an_amendment_has_twenty_working_days_of_our_own():
    case = Case(MACHINES["record_amendment"]).do("register", "9-14", evidence="身份证")
    # 9/15=1 … 9/18=4, 9/21=5 … 9/25=9, 9/27 swapped=10, 9/28=11 … 9/30=13, 10/9=14, 10/10=15,
    # 10/12=16 … 10/15=19, 10/16=20
    told = asked(case)
    assert (told.due, told.state) == (d("10-16"), State.RUNNING)
    assert (told.proof[-1].on, told.proof[-1].day) == (d("10-16"), 20)
    assert asked(case, amendment_days=4).due == d("9-18")
    case.do("verify", "9-16").do("amend", "9-17", correction="出生日期")
    assert (asked(case).state, asked(case).ended_on) == (State.MET, d("9-17"))


def test_a_disclosure_counts_from_the_day_on_which_it_was_made():
    case = Case(MACHINES["disclosure"])
    case.do("draft", "9-16", title="公告", attribute="proactive", made_on="2020-09-14")
    assert asked(case).due == d("10-16")
    assert asked(case, "10-17").state is State.LATE
    undated = Case(MACHINES["disclosure"]).do("draft", "9-14", title="公告")
    assert asked(undated).due == d("10-16")


@pytest.mark.parametrize("attribute", ["on_request", "withheld"])
def test_what_is_not_published_of_the_agencys_own_accord_has_no_date(attribute):
    case = Case(MACHINES["disclosure"])
    case.do("draft", "9-16", title="公告", attribute=attribute, made_on="2020-09-14")
    assert asked(case) is None


def test_an_order_is_due_on_the_day_that_it_names():
    case = Case(MACHINES["supervision"])
    case.do("order", "9-14", agency="liangtian", grounds_text="逾期", until="2020-10-03")
    assert (asked(case).due, asked(case).proof[0].why) == (d("10-3"), "agency_set")  # a Saturday
    case.do("comply", "10-8", measures="已答复")
    assert asked(case, "10-9").state is State.LATE


def test_a_report_is_due_by_31_january_which_does_not_roll():
    case = Case(MACHINES["annual_report"]).do("draft", "2021-1-4", year=2020)
    assert asked(case, "2021-1-10").due == date(2021, 1, 31)  # a Sunday
    assert asked(case, "2021-1-10", report_month_day="01-26").due == date(2021, 1, 26)
    case.do("check", "2021-1-5", violations=0).do("approve", "2021-1-6", "zhang")
    case.do("publish", "2021-1-20", sha256="ab")
    assert asked(case, "2021-2-5").state is State.MET
    case.do("reissue", "2021-2-2", reason="更正")
    assert asked(case, "2021-2-5").state is State.LATE


def test_a_date_beyond_the_known_notices_is_provisional():
    case = Case(MACHINES["disclosure"], today=date(2026, 12, 1))
    case.do("draft", "2026-12-1", title="公告")
    told = asked(case, "2026-12-1")
    assert told.provisional
    assert told.not_before <= told.due <= told.not_after
