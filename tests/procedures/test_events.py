"""From journal entries to legal events, by the table of the lifecycle."""

from dataclasses import replace

import pytest

from procedures.lawful import WORKING_DAYS, case_in, take
from procedures.scene import NOON, Case, d, deadline
from workflow.core.eventing import events
from workflow.core.journal import Entry
from workflow.statutes.registry import STATUTES, get

MACHINES = get("cn-2019").procedures
REQUEST = MACHINES["request"]

#: lifecycle.md, 'Trigger ↔ event kind ↔ clock': the request's own rows.
TABLE = {
    "register": {"submitted", "confirmed"},
    "confirm": {"confirmed"},
    "request_correction": {"correction_requested"},
    "extend_correction": {"correction_period_extended"},
    "receive_correction": {"corrected"},
    "extend": {"extended"},
    "delay": {"delayed"},
    "request_reasons": {"reasons_requested"},
    "receive_reasons": {"reasons_received"},
    "notify_fee": {"fee_notified"},
    "receive_payment": {"fee_paid"},
    "lapse": {"lapsed"},
    "withdraw": {"withdrawn"},
    "dispatch": {"dispatched"},
    "record_service": {"served"},
    "reopen": {"redo_ordered"},
    "suspend": {"suspended"},
    "resume": {"resumed"},
    "restore": {"corrected", "fee_paid"},
}
CHILD_TABLE = {
    "consultation": {
        "send": {"consultation_sent"},
        "record_receipt": {"consultation_received"},
        "record_reply": {"consultation_answered"},
    },
    "reconsideration": {
        "receive_copy": {"reconsideration_copy_received"},
        "record_acceptance": {"reconsideration_accepted"},
        "defend": {"reconsideration_answered"},
        "receive_decision": {"reconsideration_decision_received"},
    },
    "litigation": {
        "receive_copy": {"lawsuit_copy_received"},
        "defend": {"lawsuit_answered"},
        "record_judgment": {"judgment_received"},
    },
}


def kinds(procedure):
    found = {}
    for step in procedure.steps:
        found.setdefault(step.trigger, set()).update(event.kind for event in step.events)
    return {trigger: told for trigger, told in found.items() if told}


def test_the_triggers_of_the_request_are_the_events_of_the_table():
    assert kinds(REQUEST) == TABLE


@pytest.mark.parametrize("statute", STATUTES, ids=lambda statute: statute.code)
def test_the_triggers_of_the_children_are_the_events_of_the_table(statute):
    assert {key: kinds(statute.procedures[key]) for key in CHILD_TABLE} == CHILD_TABLE


def happened(case, *more):
    return [
        (event.kind, event.on.isoformat()[5:], event.facts)
        for event in events(MACHINES, [*case.entries, *more])
    ]


def of_child(name, number, trigger, on, **facts):
    return Entry("request:1", number, trigger, d(on), NOON, "li", "clerk", name, facts)


def test_the_towns_year_as_the_clocks_read_it():
    case = case_in("approved", REQUEST).do("dispatch", "9-20", way="post")
    case.do("record_service", "9-24", evidence="EMS")
    assert happened(case) == [
        ("submitted", "09-14", {"channel": "in_person"}),
        ("dispatched", "09-20", {"way": "post", "outcome": "A12", "grounds": ["A12"]}),
        ("served", "09-24", {}),
    ]


def test_events_say_from_which_entry_they_come():
    case = case_in("processing", REQUEST)
    assert [event.entry for event in events(MACHINES, case.entries)] == [1]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"channel": "in_person"}, [("submitted", "09-14", {"channel": "in_person"})]),
        (
            {"channel": "signed_mail", "received_on": "2020-09-16"},
            [("submitted", "09-16", {"channel": "signed_mail"})],
        ),
        (
            {"channel": "web", "receipt": "automatic"},
            [("submitted", "09-14", {"channel": "web", "receipt": "automatic"})],
        ),
        ({"channel": "email"}, [("submitted", "09-14", {"channel": "email"})]),
        (
            {"channel": "email", "received_on": "2020-09-15"},
            [("submitted", "09-14", {"channel": "email"}), ("confirmed", "09-15", {})],
        ),
    ],
)
def test_a_registration_is_submission_and_where_known_confirmation(facts, told):
    assert happened(Case(REQUEST).do("register", "9-14", **facts)) == told


def test_days_become_dates_and_what_the_contract_does_not_name_stays_behind():
    case = case_in("received", REQUEST)
    case.do(
        "request_correction", "9-15", items="名称", period=WORKING_DAYS, received_on="2020-09-17"
    )
    (_, told) = events(MACHINES, case.entries)
    assert told.facts == {"period": WORKING_DAYS, "received_on": d("9-17")}
    case.do("extend_correction", "9-18", until="2021-01-05", good_reason="住院")
    assert events(MACHINES, case.entries)[-1].facts == {"until": d("2021-1-5")}


def test_events_stand_in_the_order_of_their_legal_days():
    case = case_in("processing", REQUEST).do("submit_answer", "9-20", outcome="A14", reasons="无")
    late_entry = replace(case.entries[0], entry=9, trigger="extend", on=d("9-18"),
                         facts={"length": 5})  # fmt: skip
    told = happened(case, late_entry, of_child("consultation:c1", 7, "send", "9-15"))
    assert [kind for kind, *_ in told] == ["submitted", "consultation_sent", "extended"]


@pytest.mark.parametrize(
    ("state", "kind"), [("correction_requested", "corrected"), ("fee_notified", "fee_paid")]
)
def test_what_is_restored_happened_on_the_day_it_came_and_the_lapse_no_more(state, kind):
    case = case_in(state, REQUEST)
    case.knowing(deadline("correction_reply", "9-20"), deadline("fee_payment", "9-20"))
    case.do("lapse", "9-25")
    assert happened(case)[-1] == ("lapsed", "09-25", {})
    came = case.copy().do("restore", "9-28", reason="邮路中断", came_on="2020-09-22")
    assert happened(came)[-1] == (kind, "09-22", {})
    not_yet = case.copy().do("restore", "9-28", reason="邮路中断")
    assert happened(not_yet)[-1] == (kind, "09-28", {})
    assert not [told for told in happened(came) if told[0] == "lapsed"]


def test_a_second_lapse_after_a_restored_one_holds():
    case = case_in("correction_requested", REQUEST)
    case.knowing(deadline("correction_reply", "9-20"))
    case.do("lapse", "9-25").do("restore", "9-26", reason="邮路中断", came_on="2020-09-22")
    take(case, "request_correction", "9-27")
    case.do("lapse", "10-20")
    assert [kind for kind, *_ in happened(case)][-3:] == [
        "corrected", "correction_requested", "lapsed",
    ]  # fmt: skip


def test_a_restored_withdrawal_of_nothing_takes_nothing_back():
    case = case_in("in_review", REQUEST)
    entry = replace(case.entries[-1], trigger="restore", entry=9, reason="历史数据")
    assert [kind for kind, *_ in happened(case, entry)] == ["submitted"]


def test_an_answer_that_lapsed_goes_out_as_such():
    case = case_in("fee_notified", REQUEST).knowing(deadline("fee_payment", "9-20"))
    case.do("lapse", "9-25")
    for trigger in ("pass_secrecy_review", "pass_legal_review", "approve", "dispatch"):
        take(case, trigger, "9-26")
    assert happened(case)[-1][2] == {"way": "post", "outcome": "A22", "grounds": ["A22"]}


def test_a_partial_answer_carries_its_grounds():
    case = case_in("processing", REQUEST)
    case.do(
        "submit_answer", published_part="第一章", reasons="商业秘密", outcome="A3", grounds=["A7"]
    )
    for trigger in ("pass_secrecy_review", "pass_legal_review", "approve", "dispatch"):
        take(case, trigger)
    assert happened(case)[-1][2]["grounds"] == ["A7"]


def test_an_imported_answer_without_outcome_leaves_it_unknown():
    case = case_in("received", REQUEST)
    entry = replace(case.entries[0], trigger="dispatch", entry=2, facts={})
    assert happened(case, entry)[-1] == ("dispatched", "09-14", {})


def test_a_consultation_carries_its_id_and_its_party():
    name = "consultation:c7"
    told = events(MACHINES, [
        *case_in("processing", REQUEST).entries,
        of_child(name, 3, "draft", "9-15", party="third_party"),
        of_child(name, 4, "send", "9-16"),
        of_child(name, 5, "record_receipt", "9-18"),
        of_child(name, 6, "record_reply", "9-21", answer="refuse"),
    ])  # fmt: skip
    assert [(event.kind, event.id, event.facts) for event in told[1:]] == [
        ("consultation_sent", "c7", {"party": "third_party"}),
        ("consultation_received", "c7", {}),
        ("consultation_answered", "c7", {}),
    ]


def ordered(number=50, **facts):
    return of_child("reconsideration:r1", number, "receive_decision", "9-25",
                    decided_on="2020-09-23", result="corrected", **facts)  # fmt: skip


def test_an_order_on_a_case_still_open_starts_to_run_beside_the_reply_clock():
    case = case_in("processing", REQUEST)
    told = events(MACHINES, [*case.entries, ordered(order=True, period=WORKING_DAYS)])
    assert [(event.kind, event.id, event.facts) for event in told[1:]] == [
        ("reconsideration_decision_received", "r1", {"decided_on": d("9-23")}),
        ("redo_ordered", None, {"period": WORKING_DAYS}),
    ]


@pytest.mark.parametrize(("state", "facts"), [("answered", {"order": True}), ("processing", {})])
def test_no_order_on_an_open_case_no_event_of_its_own(state, facts):
    case = case_in(state, REQUEST)
    told = events(MACHINES, [*case.entries, ordered(**facts)])
    assert "redo_ordered" not in [event.kind for event in told]


def test_a_reopened_case_counts_from_the_day_of_the_order():
    case = case_in("served", REQUEST)
    facts = {"appeal": "reconsideration:r1", "ordered_on": "2020-09-25", "period": WORKING_DAYS}
    entry = replace(case.entries[0], trigger="reopen", entry=60, on=d("10-9"), facts=facts)
    told = events(MACHINES, [*case.entries, ordered(order=True), entry])
    redo = [event for event in told if event.kind == "redo_ordered"]
    assert [(event.on, event.facts) for event in redo] == [(d("9-25"), {"period": WORKING_DAYS})]


def test_a_child_before_its_request_was_registered_orders_nothing():
    (told,) = events(MACHINES, [ordered(number=1, order=True)])
    assert told.kind == "reconsideration_decision_received"


def test_appeals_carry_what_the_clocks_need():
    told = events(MACHINES, [
        of_child("reconsideration:r1", 1, "receive_copy", "9-15", procedure="simplified"),
        of_child("reconsideration:r1", 2, "record_acceptance", "9-16", procedure="ordinary",
                 extended=True),
        of_child("litigation:l1", 3, "receive_copy", "9-17", group="direct"),
        of_child("litigation:l1", 4, "record_judgment", "9-18", instance=1, effective=False),
    ])  # fmt: skip
    assert [(event.id, event.facts) for event in told] == [
        ("r1", {"procedure": "simplified"}),
        ("r1", {"procedure": "ordinary", "extended": True}),
        ("l1", {}),
        ("l1", {"instance": 1, "effective": False}),
    ]
