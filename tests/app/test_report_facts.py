"""What the report counts of a case: by its first decision, appeals each in its own group."""

from datetime import date

import pytest

from reports.registers import rules
from workflow.app import keeping
from workflow.app.facts_of_case import request_facts
from workflow.app.reading import find_case
from workflow.app.report_cells import counted
from workflow.reports.counting import Fees
from workflow.reports.facts import AppealFacts, RedoFacts


def facts(office, number):
    with office.store.read() as session:
        return request_facts(find_case(office, session, number))


@pytest.fixture
def answered(clerk):
    """Refused as an internal matter (A8) on 2025-03-17, served on the 20th."""
    number = clerk.register(date(2025, 3, 3), applicant_class="enterprise")
    clerk.answer(number, date(2025, 3, 17), "A8", reasons="示例")
    clerk.move(number, "record_service", date(2025, 3, 20), evidence="示例")
    return number


def test_an_answered_request_counts_by_its_dispatch(office, answered):
    found = facts(office, answered)
    assert (found.applicant, found.outcome) == ("enterprise", "A8")
    assert found.received_on == date(2025, 3, 3)
    assert found.decided_on == found.dispatched_on == date(2025, 3, 17)
    assert found.served_on == date(2025, 3, 20)


def test_a_withdrawal_is_a_decision_without_a_letter(office, clerk):
    number = clerk.register(date(2025, 3, 3))
    clerk.move(number, "withdraw", date(2025, 3, 10), statement="示例")
    found = facts(office, number)
    assert (found.outcome, found.decided_on) == ("A23", date(2025, 3, 10))
    assert (found.dispatched_on, found.served_on) == (None, None)


def test_a_lapse_counts_when_its_letter_goes_out(office, clerk):
    number = clerk.register(date(2025, 3, 3))
    clerk.move(
        number, "request_correction", date(2025, 3, 5), items="示例",
        period={"length": 5, "unit": "working_days"}, received_on="2025-03-05",
    )  # fmt: skip
    clerk.move(number, "lapse", date(2025, 3, 17))
    assert facts(office, number).decided_on is None
    clerk.move(number, "pass_secrecy_review", date(2025, 3, 17), "wang")
    clerk.move(number, "pass_legal_review", date(2025, 3, 17), "wang")
    clerk.move(number, "approve", date(2025, 3, 17), "sun")
    clerk.move(number, "dispatch", date(2025, 3, 18), way="post", carrier="postal")
    found = facts(office, number)
    assert (found.outcome, found.decided_on) == ("A21", date(2025, 3, 18))


def test_what_is_not_confirmed_is_not_received(office, clerk):
    number = clerk.register(date(2025, 12, 30), "email")
    assert facts(office, number).received_on is None
    clerk.move(number, "confirm", date(2026, 1, 4), attempts="示例")
    assert facts(office, number).received_on == date(2026, 1, 4)


def test_a_reconsideration_is_pending_until_it_is_decided(office, clerk, answered):
    child = {"child": "reconsideration"}
    clerk.move(answered, "receive_copy", date(2025, 5, 6), procedure="ordinary", **child)
    assert facts(office, answered).appeals == (AppealFacts("r1", "review", date(2025, 5, 6)),)
    decided = {"child": "reconsideration:r1", "decision": "revoke", "order": True}
    clerk.move(answered, "receive_decision", date(2025, 7, 10), decided_on="2025-07-08", **decided)
    (appeal,) = facts(office, answered).appeals
    assert (appeal.result, appeal.decided_on) == ("corrected", date(2025, 7, 8))


def test_a_suit_after_reconsideration_under_second_instance_is_pending(office, clerk, answered):
    suit = {"child": "litigation:l1"}
    clerk.move(answered, "receive_copy", date(2025, 8, 1), group="after_reconsideration", **suit)
    clerk.move(
        answered, "record_judgment", date(2025, 10, 9), decided_on="2025-09-30", instance=1,
        effective=False, result="upheld", **suit,
    )  # fmt: skip
    (appeal,) = facts(office, answered).appeals
    assert (appeal.group, appeal.result) == ("litigation_after_review", "upheld")
    clerk.move(answered, "go_second_instance", date(2025, 10, 20), **suit)
    (appeal,) = facts(office, answered).appeals
    assert (appeal.result, appeal.decided_on) == (None, None)
    first = (appeal.first_result, appeal.first_decided_on, appeal.appealed_on)
    assert first == ("upheld", date(2025, 9, 30), date(2025, 10, 20))
    clerk.move(
        answered, "record_judgment", date(2026, 2, 3), decided_on="2026-01-28", instance=2,
        effective=True, result="corrected", **suit,
    )  # fmt: skip
    (appeal,) = facts(office, answered).appeals
    assert (appeal.result, appeal.decided_on) == ("corrected", date(2026, 1, 28))
    assert (appeal.first_result, appeal.first_decided_on, appeal.appealed_on) == first


def test_an_answer_ordered_by_an_appeal_is_a_second_one(office, clerk, answered):
    child = {"child": "reconsideration"}
    clerk.move(answered, "receive_copy", date(2025, 5, 6), procedure="ordinary", **child)
    decided = {"child": "reconsideration:r1", "decision": "revoke", "order": True}
    clerk.move(answered, "receive_decision", date(2025, 7, 10), decided_on="2025-07-08", **decided)
    clerk.move(answered, "reopen", date(2025, 7, 11), appeal="reconsideration:r1")
    # ordered on the day the decision came; reopening is how the office carries it out
    assert facts(office, answered).redos == (RedoFacts(date(2025, 7, 10)),)
    clerk.answer(answered, date(2025, 7, 25), "A2", information="示例")
    found = facts(office, answered)
    assert (found.outcome, found.decided_on) == ("A8", date(2025, 3, 17))
    assert found.redos == (RedoFacts(date(2025, 7, 10), date(2025, 7, 25), "A2"),)
    assert keeping.verify(office, derived=True).broken == ()


@pytest.fixture
def noticed(clerk):
    """A request of 2025-12-22 with a fee notice of the 30th: 12 applications in the month."""
    number = clerk.register(date(2025, 12, 22))
    clerk.move(
        number, "notify_fee", date(2025, 12, 30), "zhao", tariff="items", count=12,
        received_on="2025-12-30",
    )  # fmt: skip
    return number


def test_a_fee_notice_counts_in_its_year_and_its_payment_in_the_next(office, clerk, noticed):
    (fee,) = facts(office, noticed).fees
    assert (fee.notified_on, fee.paid_on) == (date(2025, 12, 30), None)
    clerk.move(noticed, "receive_payment", date(2026, 1, 8), evidence="示例")
    (paid,) = facts(office, noticed).fees
    assert (paid.paid_on, paid.paid_fen) == (date(2026, 1, 8), fee.fen)
    with office.store.read() as session:
        of_years = [counted(session, "liangtian", rules(year)).fees for year in (2025, 2026)]
    assert of_years == [Fees(1, fee.fen, 0), Fees(0, 0, fee.fen)]
    assert keeping.verify(office, derived=True).broken == ()


def test_what_was_paid_counts_as_it_was_recorded(office, clerk, noticed):
    clerk.move(noticed, "receive_payment", date(2026, 1, 8), evidence="示例", amount_fen=5000)
    assert facts(office, noticed).fees[0].paid_fen == 5000
