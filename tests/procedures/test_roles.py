"""Who may do what: the matrix of the lifecycle, role by role."""

import pytest

from procedures.lawful import case_in, lawful
from workflow.messages import catalogue
from workflow.statutes.registry import get
from workflow.statutes.roles import CASE_ROLES, ROLES, SEPARATE_ROLES, conflicts, label

MACHINES = get("cn-2019").procedures
REQUEST = MACHINES["request"]

#: lifecycle.md: trigger → roles, of the request.
CLERK = frozenset({"clerk"})
OFFICE_HEAD = frozenset({"office_head"})
REVIEWERS = frozenset({"reviewer", "office_head"})
MATRIX = {
    **dict.fromkeys(
        (
            "register", "confirm", "acknowledge", "request_correction", "extend_correction",
            "receive_correction", "propose_extension", "request_reasons", "receive_reasons",
            "receive_payment", "lapse", "restore", "submit_answer", "dispatch", "record_service",
            "withdraw", "archive", "reopen",
        ),
        CLERK,
    ),
    **dict.fromkeys(("extend", "delay", "notify_fee", "suspend", "resume"), OFFICE_HEAD),
    **dict.fromkeys(("pass_secrecy_review", "pass_legal_review"), REVIEWERS),
    "return_answer": {"reviewer", "leader"},
    "approve": {"leader"},
    "supplement": {"clerk", "leader"},
}  # fmt: skip

OTHERS = {
    ("consultation", "send"): {"clerk"},
    ("consultation", "override"): {"leader"},
    ("reconsideration", "defend"): {"leader"},
    ("litigation", "defend"): {"leader"},
    ("disclosure", "pass_secrecy_review"): {"reviewer"},
    ("disclosure", "approve"): {"leader"},
    ("supervision", "order"): {"supervisor"},
    ("annual_report", "approve"): {"leader"},
}


def test_the_matrix_of_the_request_is_that_of_the_lifecycle():
    found = {trigger: set() for trigger in REQUEST.triggers}
    for step in REQUEST.steps:
        found[step.trigger] |= set(step.roles)
    assert found == MATRIX


@pytest.mark.parametrize(("place", "roles"), OTHERS.items())
def test_the_marked_steps_of_the_other_machines_have_their_roles(place, roles):
    procedure, trigger = place
    for step in MACHINES[procedure].steps_of(trigger):
        assert set(step.roles) == roles


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("trigger", sorted(MATRIX))
def test_each_role_is_let_in_or_refused(trigger, role):
    source = REQUEST.steps_of(trigger)[0].sources[0]
    case = case_in(source, REQUEST)
    facts = lawful(case, trigger) | {"role": role}
    refused = "wrong_role" in case.refusals(trigger, **facts)
    assert refused is (role not in MATRIX[trigger])


def test_no_administrator_takes_part_in_a_case():
    for procedure in MACHINES.values():
        for step in procedure.steps:
            assert not set(step.roles) & set(SEPARATE_ROLES), (procedure.key, step.trigger)


@pytest.mark.parametrize("other", [role for role in ROLES if role != "auditor"])
def test_the_auditor_is_nothing_else(other):
    (reason,) = conflicts({"auditor", other})
    assert reason.code == "roles.exclusive"
    assert label("auditor") in reason.message
    assert label(other) in reason.message


def test_the_three_exclude_each_other_pair_by_pair():
    assert len(conflicts(SEPARATE_ROLES)) == 3


def test_a_small_office_holds_several_case_roles_in_one_hand():
    assert conflicts(CASE_ROLES) == ()


def test_a_role_that_does_not_exist_is_named():
    (reason,) = conflicts(["clerk", "mayor"])
    assert (reason.code, reason.values["role"]) == ("roles.unknown", "mayor")


def test_every_role_has_its_name_in_both_languages():
    for language in ("zh", "en"):
        assert all(f"roles.{role}" in catalogue(language) for role in ROLES)
