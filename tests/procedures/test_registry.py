"""The law versions: one row each, every check over every one."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.core.procedure import NEW, Phase
from workflow.errors import InputError
from workflow.messages import catalogue
from workflow.statutes.checking import check
from workflow.statutes.laws import regulation_code
from workflow.statutes.registry import STATUTES, get, on
from workflow.statutes.settings import effective
from workflow.statutes.settings.procedure import SETTINGS

EVERY = pytest.mark.parametrize("statute", STATUTES, ids=lambda statute: statute.code)
PROCEDURES = [
    pytest.param(procedure, id=f"{statute.code}-{key}")
    for statute in STATUTES
    for key, procedure in statute.procedures.items()
]


@pytest.mark.parametrize(
    ("received_on", "code"),
    [
        (date(2008, 5, 1), "cn-2008"),
        (date(2019, 5, 14), "cn-2008"),
        (date(2019, 5, 15), "cn-2019"),
        (date(2026, 11, 24), "cn-2019"),
    ],
)
def test_the_day_of_receipt_chooses_the_version(received_on, code):
    assert on(received_on).code == code == get(code).code == regulation_code(received_on)


def test_before_the_first_regulation_there_is_none():
    with pytest.raises(InputError, match="自2008年5月1日起施行"):
        on(date(2008, 4, 30))


def test_an_unknown_version_is_named_with_those_that_exist():
    with pytest.raises(InputError, match="cn-2008、cn-2019"):
        get("cn-1999")


@settings(max_examples=100, deadline=None)
@given(st.dates(date(2008, 5, 1), date(2030, 12, 31)))
def test_on_each_day_exactly_one_version_holds(day):
    assert sum(statute.holds(day) for statute in STATUTES) == 1


def test_versions_follow_each_other_without_a_gap():
    for older, newer in pairwise(STATUTES):
        assert older.in_force_until + timedelta(days=1) == newer.in_force_from
    assert STATUTES[-1].in_force_until is None


@EVERY
def test_a_version_has_its_terms_its_title_and_its_decree(statute):
    assert statute.code == statute.terms.CODE
    assert statute.in_force_from == statute.terms.IN_FORCE
    assert statute.title == "中华人民共和国政府信息公开条例"
    assert statute.decree in statute.cite


@EVERY
def test_a_version_has_a_request_with_its_children(statute):
    assert {"request", "consultation", "reconsideration", "litigation"} <= set(statute.procedures)
    assert {procedure.statute for procedure in statute.procedures.values()} == {statute.code}
    assert all(key == procedure.key for key, procedure in statute.procedures.items())


def test_no_version_has_a_fault():
    assert check(STATUTES) == ()


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_step_and_guard_cites_an_article_and_every_word_has_a_name(procedure):
    for step in procedure.steps:
        assert step.article.strip()
        assert all(guard.article.strip() for guard in step.guards)
        assert procedure.trigger_label(step.trigger)
        for spec in step.facts:
            assert spec.label in catalogue("zh")
            for choice in spec.choices if spec.kind == "choice" else ():
                assert choice.isascii()
    for state in procedure.states:
        assert procedure.state_label(state.key) != state.key


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_procedure_begins_at_nothing_and_can_rest(procedure):
    assert procedure.initial == NEW
    assert any(NEW in step.sources for step in procedure.steps)
    assert any(state.phase is Phase.FINAL for state in procedure.states)


def test_the_old_machine_has_no_fee_no_delay_and_no_second_clock_for_a_correction():
    request = get("cn-2008").procedures["request"]
    new = {
        "notify_fee", "receive_payment", "delay", "request_reasons", "receive_reasons", "lapse",
        "restore", "extend_correction", "suspend", "resume",
    }  # fmt: skip
    assert not new & set(request.triggers)
    assert new <= set(get("cn-2019").procedures["request"].triggers)
    clocks = {clock for step in request.steps for clock in step.clocks}
    assert clocks == {"reply", "reconsideration", "lawsuit", "redo"}


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_each_open_question_has_its_label_its_doubt_and_its_mark(setting):
    assert setting.label
    assert len(setting.doubt) > 20
    assert setting.article
    assert setting.mark[0] in "JMSV"
    assert effective()[setting.key] == setting.default
    assert setting.accept(setting.default) == setting.default
