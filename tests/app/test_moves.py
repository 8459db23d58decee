"""Moves: every reason of a refusal, nothing half done, children, what yields to a reason."""

from datetime import date

import pytest
import sqlalchemy as sa

from workflow.app import asking, keeping
from workflow.app.moving import Wanted, advance
from workflow.app.office import Actor
from workflow.app.outbox import OUTBOX
from workflow.app.reading import find_case
from workflow.errors import ConflictError, InputError, NotFoundError, RefusedError

ON = date(2026, 11, 20)


def codes(error):
    return [reason.code for reason in error.value.reasons]


def case_of(office, number):
    with office.store.read() as session:
        return find_case(office, session, number)


def count(office, table):
    with office.store.read() as session:
        return session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_a_refusal_tells_every_reason_and_writes_nothing(office, clerk):
    number = clerk.register(date(2020, 5, 11))
    before = count(office, OUTBOX)
    with pytest.raises(RefusedError) as refused:
        clerk.move(number, "extend", date(2020, 6, 12), "li", role="clerk", length=30)
    assert codes(refused) == [
        "procedure.wrong_role",
        "procedure.fact_missing",
        "guards.extension_late",
        "guards.over_cap",
    ]
    assert "2020年6月10日" in refused.value.reasons[2].message
    assert "条例第三十三条第二款" in refused.value.reasons[2].message
    assert case_of(office, number).version == 1
    assert count(office, OUTBOX) == before


def test_a_move_in_the_future_is_refused(office, clerk):
    number = clerk.register(ON)
    with pytest.raises(RefusedError) as refused:
        clerk.move(number, "acknowledge", date(2026, 11, 25))
    assert codes(refused) == ["procedure.in_future"]


def test_a_move_before_what_it_follows_is_refused(office, clerk):
    number = clerk.register(ON)
    with pytest.raises(RefusedError) as refused:
        clerk.move(number, "acknowledge", date(2026, 11, 19))
    assert codes(refused) == ["procedure.before_previous"]


def test_a_move_before_the_receipt_by_post_is_refused(office, clerk):
    number = clerk.register(date(2026, 11, 12), "signed_mail", received_on="2026-11-16")
    for trigger, facts in (
        ("acknowledge", {}),
        ("extend", {"length": 5, "consented_on": "2026-11-13"}),
    ):
        who = "zhao" if trigger == "extend" else "li"
        with pytest.raises(RefusedError) as refused:
            clerk.move(number, trigger, date(2026, 11, 13), who, **facts)
        assert codes(refused) == ["procedure.before_previous"]


def test_a_registration_in_the_future_is_refused(clerk):
    with pytest.raises(RefusedError) as refused:
        clerk.register(date(2026, 11, 25))
    assert codes(refused) == ["procedure.in_future"]


def test_an_application_before_any_regulation_is_refused(clerk):
    with pytest.raises(InputError) as refused:
        clerk.register(date(2008, 4, 30))
    assert refused.value.code == "procedure.before_all_law"


def test_an_unknown_trigger_and_an_unknown_case_are_named(office, clerk):
    number = clerk.register(ON)
    with pytest.raises(InputError) as unknown:
        clerk.move(number, "teleport", ON)
    assert "teleport" in unknown.value.message
    with pytest.raises(NotFoundError) as missing:
        clerk.move("无〔2026〕9号", "acknowledge", ON)
    assert "无〔2026〕9号" in missing.value.message


def test_a_fact_of_the_wrong_kind_is_refused(office, clerk):
    number = clerk.register(ON)
    with pytest.raises(RefusedError) as refused:
        clerk.move(
            number, "extend", ON, "zhao", length="twenty", consented_on="2026-11-20", colour="red"
        )
    assert {"procedure.fact_wrong", "procedure.fact_unknown"} <= set(codes(refused))


def test_the_law_of_the_receipt_day_is_kept(office, clerk):
    old = clerk.register(date(2019, 5, 14), agency="shili")
    new = clerk.register(date(2019, 5, 15), agency="shili")
    assert case_of(office, old).statute.code == "cn-2008"
    assert case_of(office, new).statute.code == "cn-2019"
    # law.md 9, examples 2 and 1
    assert case_of(office, old).deadlines.clock("reply").due == date(2019, 6, 4)
    assert case_of(office, new).deadlines.clock("reply").due == date(2019, 6, 13)


def test_mail_under_two_laws_keeps_that_of_its_confirmation(office, clerk):
    number = clerk.register(date(2019, 5, 13), channel="ordinary_mail")
    assert case_of(office, number).state == "submitted"
    assert case_of(office, number).statute.code == "cn-2008"
    clerk.move(number, "confirm", date(2019, 5, 15), attempts="示例：打过三次电话")
    assert case_of(office, number).statute.code == "cn-2019"
    assert case_of(office, number).state == "received"


def test_a_consultation_gets_its_own_id_and_suspends_the_reply(office, clerk):
    # law.md 9, example 10
    number = clerk.register(date(2023, 4, 17), agency="shili")
    asked = {"child": "consultation", "party": "third_party"}
    first = clerk.move(number, "draft", date(2023, 4, 20), **asked)
    assert first.entry.child == "consultation:c1"
    clerk.move(number, "send", date(2023, 4, 20), child="consultation:c1")
    clerk.move(number, "record_receipt", date(2023, 4, 24), child="consultation:c1")
    case = case_of(office, number)
    assert case.child("consultation:c1").state == "received"
    assert case.deadlines.clock("third_party", "c1").due == date(2023, 5, 17)
    clerk.move(number, "record_reply", date(2023, 5, 10), child="consultation:c1", answer="agree")
    case = case_of(office, number)
    assert case.child("consultation:c1").state == "replied"
    assert case.deadlines.clock("reply").due == date(2023, 6, 2)
    asked = {"child": "consultation", "party": "joint_agency"}
    second = clerk.move(number, "draft", date(2023, 5, 11), **asked)
    assert second.entry.child == "consultation:c2"


def test_a_child_of_an_unknown_kind_is_refused(office, clerk):
    number = clerk.register(ON)
    with pytest.raises(InputError) as refused:
        clerk.move(number, "draft", ON, child="letter:1")
    assert refused.value.code == "case.child_unknown"


def test_the_author_of_an_answer_cannot_approve_it(office, clerk):
    number = clerk.register(ON)
    clerk.move(number, "submit_answer", ON, outcome="A12", search_record="示例")
    with pytest.raises(RefusedError) as refused:
        clerk.move(number, "approve", ON, "li", role="leader")
    assert "guards.reviews_missing" in codes(refused) or len(codes(refused)) >= 2


def test_what_a_written_reason_overrides_is_in_the_journal(office, clerk):
    number = clerk.register(date(2026, 11, 2))
    clerk.move(
        number, "request_correction", date(2026, 11, 4), items="示例：写明年份",
        period={"length": 5, "unit": "working_days"}, received_on="2026-11-04",
    )  # fmt: skip
    clerk.move(number, "receive_correction", date(2026, 11, 10))
    again = {
        "items": "示例：再写明村名",
        "period": {"length": 5, "unit": "working_days"},
        "received_on": "2026-11-11",
    }
    with pytest.raises(RefusedError) as refused:
        clerk.move(number, "request_correction", date(2026, 11, 11), **again)
    assert [reason.overridable for reason in refused.value.reasons] == [True]
    done = clerk.move(
        number, "request_correction", date(2026, 11, 11), reason="示例：申请人自己要求", **again
    )
    assert done.entry.facts["overridden"] == codes(refused)
    assert "申请人自己要求" not in done.entry.reason


@pytest.mark.parametrize("trigger", ["request_reasons", "acknowledge", "archive"])
def test_who_saw_less_than_there_is_is_told_who_was_faster_and_no_rule(office, clerk, trigger):
    number = clerk.register(ON)
    clerk.move(number, "acknowledge", ON)
    wanted = Wanted(number, trigger, ON, {"counts": "示例"}, expected=1)
    with pytest.raises(ConflictError) as late:
        advance(office, wanted, Actor("li", "clerk"))
    assert late.value.code == "journal.overtaken"
    assert "li" in late.value.message
    assert case_of(office, number).version == 2


def test_why_gives_the_same_reasons_and_changes_nothing(office, clerk):
    number = clerk.register(date(2020, 5, 11))
    verdict = asking.why(office, case_of(office, number), "request_correction", ON, "li", None)
    assert [reason.code for reason in verdict.reasons] == ["guards.correction_late"]
    fine = asking.why(office, case_of(office, number), "acknowledge", ON, "li", None)
    assert fine.allowed
    assert case_of(office, number).version == 1


def test_what_if_tells_dates_and_last_days_without_saving(office, clerk, clock):
    clock.set(date(2020, 6, 1))
    number = clerk.register(date(2020, 5, 11))
    found = {one.trigger: one for one in asking.what_if(office, case_of(office, number), "li")}
    extend = found["extend"]
    assert extend.supposed["length"] == 20
    assert ("reply", None, date(2020, 6, 10), date(2020, 7, 9)) in extend.moves
    assert extend.last_day == date(2020, 6, 10)
    assert found["acknowledge"].moves == ()
    assert case_of(office, number).version == 1
    assert keeping.verify(office, derived=True).broken == ()


def test_a_likely_duplicate_is_shown_and_blocks_nothing(office, clerk):
    first = clerk.register(date(2026, 11, 2))
    second = clerk.register(date(2026, 11, 20))
    assert case_of(office, second).opening.facts["duplicates"] == [first]
    other = clerk.register(date(2026, 11, 20), person={"id_number": "640104200001019999"})
    assert "duplicates" not in case_of(office, other).opening.facts
    changed = clerk.register(date(2026, 11, 20), content="示例：水库除险加固的验收报告全文")
    assert "duplicates" not in case_of(office, changed).opening.facts
