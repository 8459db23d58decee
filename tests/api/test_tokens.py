"""Tokens: made for oneself in one role, shown once, ended, revoked, never more than the role."""

from datetime import timedelta

import pytest
from sqlmodel import select

from api.conftest import ROLES, noon
from workflow.app.office import Actor
from workflow.app.tokens import (
    LONGEST_DAYS,
    SCOPES,
    holder_of,
    make_token,
    revoke_token,
    scopes_of,
    tokens_of,
)
from workflow.errors import InputError, NotFoundError, RefusedError
from workflow.store import journals
from workflow.store.tables import Account, AccountRole, ApiToken

LI = Actor("li", "clerk")


def made(office, scopes=("cases:read",), days=30, actor=LI, agency="hewan", label="台账程序"):
    return make_token(office, actor, agency, label, scopes, days)


def test_a_token_acts_for_its_person_in_its_role(office):
    found = holder_of(office, made(office))
    assert (found.name, found.role, found.agency) == ("li", "clerk", "hewan")
    assert found.scopes == {"cases:read"}


def test_the_database_keeps_only_a_hash(office):
    token = made(office)
    with office.store.read() as session:
        rows = session.exec(select(ApiToken)).all()
    assert token not in repr([row.model_dump() for row in rows])


def test_making_and_revoking_stand_in_the_journal_without_the_token(office):
    token = made(office)
    (listed,) = tokens_of(office, "li")
    revoke_token(office, LI, listed.ident)
    with office.store.read() as session:
        entries = journals.read_chain(session, journals.INSTALLATION)
    assert [entry.trigger for entry in entries[-2:]] == ["make_token", "revoke_token"]
    assert token not in repr(entries)


def test_a_revoked_token_works_no_more(office):
    token = made(office)
    revoke_token(office, LI, tokens_of(office, "li")[0].ident)
    assert holder_of(office, token) is None
    assert tokens_of(office, "li") == []


def test_nobody_revokes_anothers_token(office):
    token = made(office)
    with pytest.raises(NotFoundError):
        revoke_token(office, Actor("zhou", "clerk"), tokens_of(office, "li")[0].ident)
    assert holder_of(office, token)


@pytest.mark.parametrize("ident", ["", "a", "%", "_" * 12, "x" * 64])
def test_a_token_is_revoked_by_its_whole_name_only(office, ident):
    made(office)
    with pytest.raises(NotFoundError):
        revoke_token(office, LI, ident)


def test_a_token_ends_after_its_days(office, clock):
    token = made(office, days=2)
    clock.at += timedelta(days=1, hours=23)
    assert holder_of(office, token)
    clock.at += timedelta(hours=1)
    assert holder_of(office, token) is None


def test_the_last_day_of_use_is_kept(office, clock):
    token = made(office)
    assert tokens_of(office, "li")[0].used_on is None
    holder_of(office, token)
    assert tokens_of(office, "li")[0].used_on == noon(office.today).date()


def test_a_token_falls_with_its_persons_role(office):
    token = made(office)
    with office.store.write() as session:
        session.delete(session.get(AccountRole, ("li", "hewan", "clerk")))
    assert holder_of(office, token) is None


def test_a_token_falls_with_its_person(office):
    token = made(office)
    with office.store.write() as session:
        account = session.get(Account, "li")
        account.active = False
        session.add(account)
    assert holder_of(office, token) is None


@pytest.mark.parametrize("role", sorted({role for role, _ in ROLES.values()}))
def test_a_role_gives_no_scope_that_it_lacks(office, role):
    name, agency = next((n, a) for n, (r, a) in ROLES.items() if r == role)
    for scope in SCOPES:
        if scope in scopes_of(role):
            assert made(office, (scope,), actor=Actor(name, role), agency=agency)
        else:
            with pytest.raises(InputError):
                made(office, (scope,), actor=Actor(name, role), agency=agency)


def test_the_three_keepers_get_no_scope_that_shows_a_case():
    for role in ("admin", "security_officer", "auditor"):
        assert not set(scopes_of(role)) & {"cases:read", "cases:write", "documents:read"}


def test_a_role_that_one_doesnt_hold_gives_no_token(office):
    with pytest.raises(RefusedError):
        made(office, actor=Actor("li", "leader"))


@pytest.mark.parametrize(
    ("label", "scopes", "days"),
    [
        ("", ("cases:read",), 30),
        ("x" * 81, ("cases:read",), 30),
        ("程序", (), 30),
        ("程序", ("everything",), 30),
        ("程序", ("cases:read",), 0),
        ("程序", ("cases:read",), LONGEST_DAYS + 1),
    ],
)
def test_a_token_needs_a_label_a_scope_and_an_end(office, label, scopes, days):
    with pytest.raises(InputError):
        made(office, scopes, days, label=label)


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wft_no", "Basic bGk6bGk=", "Bearer 令牌"])
def test_without_a_working_token_nothing_answers(call, given):
    headers = {"Authorization": given.encode()} if given else {}
    answer = call("GET", "/agencies", None, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["code"] == "api.no_token"
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_session_cookie_opens_nothing_here(call, office):
    call.client.cookies.set("workflow_session", "anything")
    assert call("GET", "/agencies", None).status_code == 401
