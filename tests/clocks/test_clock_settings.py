"""Every judgement about dates is a setting: its default, its other answers, its doubt."""

import pytest

from clocks.cases import clock, derived, due, happened, received, replied, sent, submitted
from workflow.core.deadlines import SETTING_KEYS, State
from workflow.errors import DefinitionError, InputError
from workflow.messages import say
from workflow.statutes import settings as settings_package
from workflow.statutes.settings import all_settings, effective
from workflow.statutes.settings.clocks import SETTINGS

START = submitted("2024-03-01")
BY_KEY = {setting.key: setting for setting in SETTINGS}


@pytest.mark.parametrize("setting", SETTINGS, ids=list(BY_KEY))
def test_every_setting_says_its_source_how_sure_it_is_and_its_doubt(setting):
    assert setting.article
    assert setting.mark[0] in "JM"
    for language in ("zh", "en"):
        assert say(f"settings_clocks.{setting.key}", in_language=language)
        assert say(f"settings_clocks.{setting.key}_doubt", in_language=language)


def test_the_clocks_read_these_settings_and_no_others():
    assert sorted(BY_KEY) == sorted(SETTING_KEYS)


@pytest.mark.parametrize("key", [s.key for s in SETTINGS if s.choices])
def test_a_setting_takes_its_own_answers_only(key):
    with pytest.raises(InputError, match=key):
        derived(START, **{key: "whatever"})


def test_the_law_may_be_chosen_by_the_day_of_submission():
    events = [submitted("2019-05-13", "email"), happened("confirmed", "2019-05-15")]
    assert derived(*events).law == "cn-2019"
    assert derived(*events, law_by="submission").law == "cn-2008"


def test_the_time_to_confirm():
    asked = submitted("2024-03-01", "email")
    assert due("confirmation", asked, confirmation_days=3) == "2024-03-06"


def test_a_late_correction_notice_may_stop_the_clock_in_an_office_that_holds_so():
    events = [START, happened("correction_requested", "2024-03-13", received_on="2024-03-13")]
    found = clock("reply", *events, late_correction_notice="stops")
    assert found.waiting_for == "correction"
    assert found.warnings


def test_the_period_for_a_correction_that_states_none():
    events = [START, happened("correction_requested", "2024-03-05", received_on="2024-03-05")]
    assert due("correction_reply", *events, correction_days=7) == "2024-03-14"


def test_a_consultation_may_start_at_its_receipt():
    events = [START, sent("2024-03-05"), received("2024-03-08"), replied("2024-03-13")]
    # (3/8, 3/13] = 3 instead of (3/5, 3/13] = 6
    assert due("reply", *events, suspension_start="receipt") == "2024-04-03"
    assert due("reply", *events[:2], suspension_start="receipt") == "2024-03-29"


def test_a_letter_on_the_last_day_may_not_count():
    events = [START, sent("2024-03-29"), received("2024-04-01")]
    assert due("reply", *events, letter_on_due_date="ignored") == "2024-03-29"
    day_before = [START, sent("2024-03-28"), received("2024-04-01")]
    assert due("reply", *day_before, letter_on_due_date="ignored") != "2024-03-29"


def test_another_agency_s_term():
    events = [START, sent("2024-03-05", party="other_agency"), received("2024-03-05")]
    assert due("other_agency", *events, other_agency_days=5) == "2024-03-12"
    assert due("reply", *events, other_agency_days=5) == "2024-04-08"  # 3/29 + 5


def test_a_payment_may_only_suspend():
    fee = happened("fee_notified", "2024-03-05", received_on="2024-03-05")
    events = [START, fee, happened("fee_paid", "2024-03-12")]
    # (3/5, 3/12] = 5; 3/29 + 5 = 4/8
    assert due("reply", *events, payment="suspends") == "2024-04-08"
    alone = [START, happened("fee_paid", "2024-03-12")]
    assert due("reply", *alone, payment="suspends") == due("reply", *alone)


def test_the_time_to_write_off_what_lapsed():
    events = [START, happened("lapsed", "2024-03-05")]
    assert due("reply", *events, lapse_days=10) == "2024-03-19"


def test_a_manual_suspension_may_be_ignored():
    events = [START, happened("suspended", "2024-03-05"), happened("resumed", "2024-03-13")]
    found = clock("reply", *events, manual_suspension="ignored")
    assert found.due.isoformat() == "2024-03-29"
    assert found.warnings


def test_an_electronic_answer_may_count_from_its_arrival():
    answer = happened("dispatched", "2024-03-29", outcome="A12", way="electronic")
    events = [START, answer, happened("served", "2024-03-30")]
    assert clock("reply", *events).state is State.MET
    assert clock("reply", *events, electronic_answer_on="service").state is State.LATE


def test_the_time_to_prove_the_service():
    answer = happened("dispatched", "2024-03-15", outcome="A12")
    assert due("service_proof", START, answer, service_proof_days=5) == "2024-03-20"


def test_in_safe_mode_a_region_s_own_days_off_are_counted():
    # law.md 9, example 16: 开斋节 5/25 and 5/26 are free in Ningxia
    start = submitted("2020-05-11")
    assert due("reply", start, region="ningxia") == "2020-06-10"
    assert due("reply", start, region="ningxia", regional_calendar="off") == "2020-06-08"


def test_a_setting_that_nobody_knows_or_of_another_kind_is_refused():
    with pytest.raises(InputError) as caught:
        effective({"nothing": 1})
    assert caught.value.code == "settings.unknown"
    with pytest.raises(InputError) as caught:
        effective({"correction_days": "ten"})
    assert caught.value.code == "settings.not_allowed"


def test_two_settings_of_one_key_are_a_defect_of_the_product(monkeypatch):
    all_settings.cache_clear()
    monkeypatch.setattr(settings_package, "AREAS", ("clocks", "none_such", "clocks"))
    try:
        with pytest.raises(DefinitionError):
            all_settings()
    finally:
        all_settings.cache_clear()
