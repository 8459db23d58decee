"""Law versions by date, and one check over every version."""

import pytest

from clocks.cases import day, derived, due, submitted
from workflow.core.clock_laws import Rule
from workflow.errors import InputError
from workflow.messages import say
from workflow.statutes.laws import FIRST_DAY, LAWS, REGULATIONS, regulation_code
from workflow.statutes.settings import effective

SETTINGS = effective()
VERSIONS = [LAWS.regulation(version.code, version.in_force, SETTINGS) for version in REGULATIONS]


@pytest.mark.parametrize(
    ("received", "code"),
    [("2008-05-01", "cn-2008"), ("2019-05-14", "cn-2008"), ("2019-05-15", "cn-2019")],
)
def test_the_receipt_date_chooses_the_regulation(received, code):
    assert regulation_code(day(received)) == code
    assert derived(submitted(received)).law == code


def test_a_day_before_the_first_regulation_has_none():
    with pytest.raises(InputError) as caught:
        regulation_code(day("2008-04-30"))
    assert caught.value.code == "clocks.before_any_regulation"
    assert day("2008-05-01") == FIRST_DAY


def test_a_law_that_is_named_is_used_whatever_the_date():
    assert derived(submitted("2024-03-01"), law="cn-2008").law == "cn-2008"
    assert due("reply", submitted("2024-03-01"), law="cn-2008") == "2024-03-22"


def test_a_law_that_contradicts_the_receipt_date_is_honoured_with_a_warning():
    found = derived(submitted("2024-03-01"), law="cn-2008")
    assert found.warnings[0].code == "clocks.law_not_in_force"
    assert found.warnings[0].message == (
        "按 2024-03-01 应适用政府信息公开条例，这里按指定的政府信息公开条例（2008）计算。"
    )
    assert found.warnings[1:] == derived(submitted("2024-03-01")).warnings
    early = derived(submitted("2019-05-14"), law="cn-2019")
    assert (early.law, early.warnings[0].code) == ("cn-2019", "clocks.law_not_in_force")
    assert early.clock("reply").due.isoformat() == "2019-06-12"  # law.md 2


@pytest.mark.parametrize(("on", "law"), [("2019-05-14", "cn-2008"), ("2019-05-15", "cn-2019")])
def test_a_law_that_was_in_force_is_named_without_a_warning(on, law):
    assert derived(submitted(on), law=law) == derived(submitted(on))


def test_a_code_that_nobody_knows_is_refused():
    with pytest.raises(InputError) as caught:
        LAWS.regulation("cn-2030", day("2024-03-01"), SETTINGS)
    assert caught.value.code == "clocks.law_unknown"


@pytest.mark.parametrize("regulation", VERSIONS, ids=[version.code for version in VERSIONS])
def test_every_term_of_every_version_has_its_article(regulation):
    rules = [
        regulation.reply,
        regulation.confirmation,
        regulation.correction_notice,
        regulation.correction_period,
        regulation.fee_payment,
        regulation.lapse,
        regulation.service_proof,
        *regulation.consultations.values(),
    ]
    for rule in rules:
        if rule is not None:
            assert rule.basis
            assert all(_is_named(basis) for basis in rule.basis)
    assert _is_named(regulation.exclusion)
    assert regulation.extension_cap == regulation.reply_days


@pytest.mark.parametrize(
    "on", ["2010-01-04", "2015-05-01", "2023-12-31", "2024-01-01", "2026-07-01"]
)
def test_every_term_of_every_appeal_version_has_its_article(on):
    law = LAWS.reconsideration(day(on), SETTINGS)
    rules: list[Rule] = [
        *law.answer.values(),
        *law.decision.values(),
        *law.extended_decision.values(),
        law.lawsuit_after,
        LAWS.court_answer(day(on)),
        LAWS.redo(day(on), SETTINGS),
        LAWS.ordered(day(on), law.lawsuit_after.term),
    ]
    remedies = [LAWS.remedy(day(on), "A12", (), SETTINGS), LAWS.non_reply(day(on), SETTINGS)]
    rules += [rule for one in remedies for rule in (one.reconsideration, one.lawsuit)]
    assert all(_is_named(basis) for rule in rules for basis in rule.basis)
    assert set(law.answer) == set(law.decision) == {"ordinary", "simplified"}


def test_an_open_case_keeps_its_version():
    assert derived(submitted("2019-05-14"), as_of="2019-05-14").law == "cn-2008"
    assert derived(submitted("2019-05-14"), as_of="2026-11-24").law == "cn-2008"


def _is_named(basis):
    return bool(basis.article.strip()) and bool(say(f"clocks.law_{basis.law}"))
