"""One table of access, read from the guards; a route for nobody stops the start."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import APIRouter, Depends

from api.test_openapi import NEEDS
from web.access import OTHER_PIECES, ROUTES
from web_office.office_access import ROUTES as OFFICE
from workflow.app.tokens import SCOPES
from workflow.errors import DefinitionError
from workflow.statutes.roles import ROLES
from workflow.web import app as web_app
from workflow.web import health
from workflow.web.api.app import PARTS
from workflow.web.api.bearer import CaseReader as TokenHolder
from workflow.web.declared import OPEN, declared
from workflow.web.guard import Clerk, CurrentPerson, InRole
from workflow.web.pages import ROUTERS

ROOT = Path(__file__).parents[2]
TESTED = ROUTES | OFFICE


def router_with(function):
    made = APIRouter()
    made.get("/example")(function)
    return made


def for_nobody():
    """Forget the guard."""


def for_a_clerk(person: Clerk):
    return person.name


def for_whom_both_guards_let_in(
    _: Clerk, person: Annotated[CurrentPerson, Depends(InRole("clerk", "leader"))]
):
    return person.name


def for_a_token(holder: TokenHolder):
    return holder.name


def test_a_route_that_declares_nothing_is_named_and_refused():
    with pytest.raises(DefinitionError, match="GET /example"):
        tuple(declared([router_with(for_nobody)]))


def test_the_application_refuses_to_start_with_such_a_route(office, monkeypatch):
    monkeypatch.setattr(web_app, "ROUTERS", (*ROUTERS, router_with(for_nobody)))
    with pytest.raises(DefinitionError, match="GET /example"):
        web_app.create_app(office)


@pytest.mark.parametrize("function", [for_a_clerk, for_whom_both_guards_let_in])
def test_a_guard_says_whom_it_lets_in(function):
    (found,) = declared([router_with(function)])
    assert (found.roles, found.scope, found.is_open) == ({"clerk"}, None, False)


def test_a_tokens_guard_says_its_scope():
    (found,) = declared([router_with(for_a_token)])
    assert (found.roles, found.scope) == (frozenset(), "cases:read")


def test_what_is_open_has_no_guard_and_nothing_else_is_open():
    found = declared((health.router, *ROUTERS, *PARTS))
    assert {(one.method, one.path) for one in found if one.is_open} == set(OPEN)


def test_the_table_of_the_guards_is_the_one_that_the_tests_walk():
    """Role by role; the walks of the other pieces stand beside their pages' own tests."""
    found = {(one.method, one.path): one for one in declared((health.router, *ROUTERS))}
    differing = {
        route: (sorted(roles), sorted(found[route].roles))
        for route, (roles, _) in TESTED.items()
        if set(roles) != set(found[route].roles)
    }
    assert differing == {}
    assert set(TESTED) <= set(found)
    assert all(path.startswith(OTHER_PIECES) for _, path in set(found) - set(TESTED))


def test_the_scopes_of_the_operations_are_the_ones_that_the_tests_walk():
    found = {(one.method, one.path): one.scope or None for one in declared(PARTS)}
    assert found == NEEDS
    assert {role for roles in SCOPES.values() for role in roles} <= set(ROLES)


def test_the_page_is_what_the_program_says():
    script = ROOT / "scripts" / "trust" / "access"
    loader = SourceFileLoader("access_page", str(script))
    module = module_from_spec(spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    said = (ROOT / "docs" / "access.md").read_text("utf-8")
    assert module.page() == said, "run scripts/trust/access"
