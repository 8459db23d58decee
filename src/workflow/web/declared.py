"""Who gets in where, read from the routes themselves: one table, and nothing open by oversight.

A route says by its guard who it is for: roles (a page), a scope (an operation), anybody who is
signed in. One that says nothing is for nobody: the application refuses to start with it, unless
it stands in ``OPEN``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from workflow.errors import DefinitionError
from workflow.statutes.roles import ROLES
from workflow.web.api.bearer import Having, holder
from workflow.web.guard import InRole, current

#: Routes without a guard of their own, and why nobody needs to be known there.
OPEN = {
    ("GET", "/healthz"): "the process answers",
    ("GET", "/readyz"): "the database answers; says nothing of its content",
    ("GET", "/metrics"): "counts and times, no person",
    ("GET", "/sign-in"): "the way in",
    ("POST", "/sign-in"): "the way in",
    ("GET", "/sign-in/unit"): "the way in through the office's own sign-in",
    ("GET", "/sign-in/unit/back"): "the way back from there",
    ("POST", "/sign-out"): "a session that has ended may be left too",
    ("GET", "/calendar/feed/{token}.ics"): "the address is a secret that acts for its person",
}
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Access:
    """Who gets through to a route: ``roles`` of a page, or the ``scope`` of an operation."""

    method: str
    path: str
    roles: frozenset[str] = frozenset()
    scope: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether anybody gets in who isn't known."""
        return NOBODY in self.roles


def declared(routers: Iterable[APIRouter], prefix: str = "") -> Iterator[Access]:
    """Yield what each route declares; DefinitionError names one that declares nothing."""
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute):
                for method in sorted(route.methods or ()):
                    yield _access(method, prefix + route.path, route.dependant)


def _access(method: str, path: str, dependant: Dependant) -> Access:
    calls = [one.call for one in _all(dependant)]
    if holder in calls:
        scopes = [call.scope for call in calls if isinstance(call, Having)]
        return Access(method, path, scope=scopes[0] if scopes else "")
    guards = [call.roles for call in calls if isinstance(call, InRole)]
    if guards:
        return Access(method, path, frozenset.intersection(*guards))
    if current in calls:
        return Access(method, path, frozenset(ROLES))
    if (method, path) in OPEN:
        return Access(method, path, frozenset({NOBODY, *ROLES}))
    raise DefinitionError("access.undeclared", method=method, path=path)


def _all(dependant: Dependant) -> Iterator[Dependant]:
    for one in dependant.dependencies:
        yield one
        yield from _all(one)
