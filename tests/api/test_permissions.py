"""The permission matrix: role × operation × agency. A new operation without an entry fails."""

import pytest
from starlette.datastructures import State

from api.conftest import PEOPLE, registered
from api.operations import NEEDS, OPERATIONS
from api.places import filled
from workflow.app.tokens import SCOPES, scopes_of
from workflow.web.api.app import create_api

#: A person of each role.
WHO = {role: name for name, role, _ in reversed(PEOPLE)}
#: An address of each operation that is about another agency, 白塔镇's.
THEIRS = {
    path: filled(path, case="2", code="beita")
    for _, path in OPERATIONS
    if path.startswith(("/cases/{case}", "/agencies/{code}"))
}


@pytest.fixture
def both(office):
    """A case of 河湾镇 (1) and one of 白塔镇 (2)."""
    registered(office)
    registered(office, "beita", "zhou")


def kept_out(answer):
    return answer.status_code == 403 and answer.json()["code"] == "api.no_scope"


def test_every_scope_is_of_some_operation_and_every_role_has_one():
    assert {scope for scope in NEEDS.values() if scope} | {"calendar"} == set(SCOPES)
    assert all(scopes_of(role) for role in WHO)


@pytest.mark.parametrize("role", sorted(WHO))
def test_a_role_gets_in_where_its_scopes_say_so_and_nowhere_else(call, both, role):
    wrong = []
    for (method, path), scope in NEEDS.items():
        answer = call(method, filled(path), WHO[role])
        allowed = scope is None or scope in scopes_of(role)
        if kept_out(answer) == allowed or answer.status_code >= 500:
            wrong.append((method, path, answer.status_code, answer.text[:200]))
    assert wrong == []


def test_a_token_without_the_scope_is_refused_whatever_its_role_may(call, both):
    for (method, path), scope in NEEDS.items():
        other = "inbox" if scope != "inbox" else "tasks"
        for role, name in WHO.items():
            if scope in scopes_of(role):
                answer = call(method, filled(path), name, (other,))
                assert kept_out(answer), (role, method, path)
                assert scope in answer.json()["detail"]
                break


def test_without_a_token_no_operation_says_anything(call, both):
    for method, path in OPERATIONS:
        assert call(method, filled(path), None).status_code == 401, path


@pytest.mark.parametrize("role", sorted(WHO))
def test_another_agencys_case_and_record_are_not_there(call, both, role):
    for (method, path), scope in NEEDS.items():
        if path not in THEIRS or (role == "admin" and path.startswith("/agencies")):
            continue
        answer = call(method, THEIRS[path], WHO[role], **BODIES.get((method, path), {}))
        expected = {404} if scope in scopes_of(role) else {403}
        assert answer.status_code in expected, (method, path, answer.status_code, answer.text)


#: Bodies of the right shape, so that the agency is what is refused.
BODIES = {
    ("POST", "/cases/{case}/answer-files"): {"files": {"file": ("a.pdf", b"%PDF-")}},
    ("POST", "/cases/{case}/documents/check"): {"files": {"file": ("a.docx", b"x")}},
    ("POST", "/cases/{case}/documents/redraft"): {"json": {"notice": "N04"}},
    ("POST", "/cases/{case}/documents/render"): {"json": {"notice": "N04"}},
    ("POST", "/cases/{case}/documents/{document}/void"): {"json": {"reason": "示例"}},
    ("POST", "/cases/{case}/links"): {"json": {"number": "1", "reason": "示例"}},
    ("POST", "/cases/{case}/moves"): {"json": {"trigger": "acknowledge", "on": "2026-11-20"}},
    ("POST", "/cases/{case}/notes"): {"json": {"text": "示例"}},
    ("POST", "/cases/{case}/purge"): {"json": {"reason": "示例"}},
    ("POST", "/cases/{case}/rectifications"): {"json": {"entry": 1, "reason": "示例"}},
    ("GET", "/cases/{case}/why"): {"params": {"trigger": "acknowledge"}},
    ("PATCH", "/agencies/{code}"): {"json": {}},
}

#: Lists and files that take an agency: whoever isn't in it finds nothing.
LISTS = ("/reports", "/disclosures", "/figures", "/ledger", "/guide", "/calendars/closures")
ASKED = [path for method, path in OPERATIONS if method == "GET" and path.startswith(LISTS)]


#: What some of them ask for besides.
BESIDES = {"year": "2026", "figure": "website_items"}


@pytest.fixture(scope="module")
def takes():
    """The names that each operation takes in its query, by its path: any other is refused."""
    return {
        path: {
            each["name"] for each in methods["get"].get("parameters", ()) if each["in"] == "query"
        }
        for path, methods in create_api(State()).openapi()["paths"].items()
        if "get" in methods
    }


@pytest.mark.parametrize("name", ["li", "wang", "zhao", "sun", "deng"])
def test_no_list_is_given_of_an_agency_that_one_doesnt_see(call, both, name, takes):
    for path in ASKED:
        if path == "/ledger/template":
            continue
        more = {key: value for key, value in BESIDES.items() if key in takes[path]}
        params = {"agency": "beita"} | more
        answer = call("GET", filled(path), name, params=params)
        assert (answer.status_code, answer.json()["code"]) == (404, "agency.unknown"), path


def test_a_supervisor_sees_the_agencies_below_and_changes_nothing_there(call, both):
    assert call("GET", "/cases/1", "deng").status_code == 200
    assert call("GET", "/ledger/repeats?agency=hewan", "deng").status_code == 200
    assert not {scope for scope in scopes_of("supervisor") if scope.endswith(":write")}
