"""Rectifications supersede, keep the original, and derive everything again."""

from datetime import date

import pytest

from workflow.app import keeping
from workflow.app.casefiles import casefile
from workflow.app.office import Actor
from workflow.app.reading import find_case
from workflow.app.rectifying import Mend, rectify
from workflow.errors import InputError, NotFoundError, RefusedError

CLERK = Actor("li", "clerk")


def case_of(office, number):
    with office.store.read() as session:
        return find_case(office, session, number)


@pytest.fixture
def number(clerk):
    number = clerk.register(date(2020, 5, 11))
    clerk.move(number, "acknowledge", date(2020, 5, 12))
    clerk.move(number, "extend", date(2020, 6, 9), "zhao", length=10, consented_on="2020-06-08")
    return number


def test_a_mended_length_moves_the_due_date_and_both_entries_stay(office, number):
    # after 2020-06-10: 11, 12, 15-19, 22-24 = 10; 端午 25-27 off; Sunday 28, 29, 30, 1, 2 = 15
    assert case_of(office, number).deadlines.clock("reply").due == date(2020, 6, 24)
    case = rectify(office, Mend(number, 3, {"length": 15}, reason="示例：录错"), CLERK)
    assert case.deadlines.clock("reply").due == date(2020, 7, 2)
    assert [entry.facts.get("length") for entry in case.entries] == [None, None, 10, 15]
    assert case.entries[3].supersedes == 3
    assert case.entries[3].actor == "li"
    assert case.holding[2].actor == "zhao"  # whose act it was
    assert case.state == "extended"
    assert keeping.verify(office, derived=True).broken == ()


def test_a_mended_receipt_day_changes_law_and_dates(office, clerk):
    number = clerk.register(date(2019, 5, 15), agency="shili")
    case = rectify(office, Mend(number, 1, on=date(2019, 5, 14), reason="示例：日期录错"), CLERK)
    assert case.statute.code == "cn-2008"
    assert case.deadlines.clock("reply").due == date(2019, 6, 4)


def test_a_mended_name_leaves_the_old_one_in_nobody_s_sight(office, number):
    rectify(office, Mend(number, 1, {"applicant": "李四（示例）"}, reason="示例：姓名录错"), CLERK)
    assert casefile(office, number).applicant.name == "李四（示例）"
    assert case_of(office, number).holding[0].facts["applicant"]["ref"] == "4.applicant"


def test_a_day_that_breaks_the_order_is_refused_with_both_days(office, number):
    with pytest.raises(RefusedError) as refused:
        rectify(office, Mend(number, 2, on=date(2020, 6, 10), reason="示例"), CLERK)
    assert [reason.code for reason in refused.value.reasons] == ["case.rectify_order"]
    assert "2020年6月10日" in refused.value.reasons[0].message
    assert case_of(office, number).version == 3


def test_what_later_moves_stand_on_cannot_be_mended_away(office, clerk, number):
    with pytest.raises(RefusedError) as refused:
        rectify(office, Mend(number, 1, {"channel": "email"}, reason="示例"), CLERK)
    assert {reason.code for reason in refused.value.reasons} == {"case.rectify_step"}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"length": "ten"}, "procedure.fact_wrong"),
        ({"colour": "red"}, "procedure.fact_unknown"),
        ({"length": None}, "procedure.fact_missing"),
    ],
)
def test_mended_facts_are_checked_like_any(office, number, facts, code):
    with pytest.raises(RefusedError) as refused:
        rectify(office, Mend(number, 3, facts, reason="示例"), CLERK)
    assert [reason.code for reason in refused.value.reasons] == [code]


def test_it_needs_a_reason_and_an_entry_that_still_holds(office, number):
    with pytest.raises(InputError):
        rectify(office, Mend(number, 3, {"length": 5}, reason=" "), CLERK)
    with pytest.raises(NotFoundError):
        rectify(office, Mend(number, 9, {"length": 5}, reason="示例"), CLERK)
    rectify(office, Mend(number, 3, {"length": 5}, reason="示例"), CLERK)
    with pytest.raises(NotFoundError):
        rectify(office, Mend(number, 3, {"length": 6}, reason="示例"), CLERK)
    again = rectify(office, Mend(number, 4, {"length": 6}, reason="示例"), CLERK)
    assert [entry.facts.get("length") for entry in again.holding] == [None, None, 6]


def test_no_future_day_comes_in_by_a_rectification(office, number):
    with pytest.raises(RefusedError) as refused:
        rectify(office, Mend(number, 3, on=date(2027, 1, 1), reason="示例"), CLERK)
    assert "procedure.in_future" in [reason.code for reason in refused.value.reasons]


def test_a_receipt_mended_to_after_what_followed_is_refused(office, clerk):
    number = clerk.register(date(2020, 5, 11), "signed_mail", received_on="2020-05-12")
    clerk.move(number, "acknowledge", date(2020, 5, 13))
    with pytest.raises(RefusedError) as refused:
        rectify(office, Mend(number, 1, {"received_on": "2020-05-14"}, reason="示例"), CLERK)
    assert [reason.code for reason in refused.value.reasons] == ["case.rectify_order"]
    case = rectify(office, Mend(number, 1, {"received_on": "2020-05-13"}, reason="示例"), CLERK)
    assert case.deadlines.received_on == date(2020, 5, 13)


def test_no_child_begins_before_its_request(office, clerk):
    number = clerk.register(date(2020, 5, 11))
    asked = {"child": "consultation", "party": "third_party"}
    clerk.move(number, "draft", date(2020, 5, 11), **asked)
    with pytest.raises(RefusedError) as refused:
        rectify(office, Mend(number, 2, on=date(2020, 5, 8), reason="示例"), CLERK)
    assert [reason.code for reason in refused.value.reasons] == ["case.rectify_order"]
