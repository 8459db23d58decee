"""The links of the frame: at most nine, each to a page that exists and that the role opens."""

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from workflow.statutes.roles import CASE_ROLES

HANDLERS = tuple(role for role in CASE_ROLES if role != "supervisor")


@dataclass(frozen=True, slots=True)
class Item:
    """A link of the menu: its path, the code of its name, the roles that see it."""

    href: str
    code: str
    roles: tuple[str, ...] = CASE_ROLES
    #: Further addresses of the same part of the office.
    also: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Tell whether a page belongs to this link."""
        if self.href == "/":
            return path == "/"
        return path.startswith((self.href, *self.also))


MENU = (
    Item("/", "web.menu_desk"),
    Item("/register", "web.menu_register", ("clerk",)),
    Item("/cases", "web.menu_cases"),
    Item("/approvals", "web.menu_approvals", HANDLERS),
    Item("/calendar", "web.menu_calendar"),
    Item("/ledger", "web.menu_ledger"),
    Item("/disclosures", "web.menu_disclosures", also=("/figures",)),
    Item("/report", "web.menu_report"),
    Item("/rollup", "web.menu_rollup", ("supervisor",)),
    Item("/templates", "web.menu_templates", ("admin",)),
    Item("/settings", "web.menu_settings", (*HANDLERS, "admin", "security_officer")),
    Item("/deliveries", "web_deliveries.title", ("admin",)),
    Item("/tasks", "web_tasks.title", ("admin", "auditor")),
    Item("/journal", "web.menu_journal", ("auditor",)),
)


def items_for(app: FastAPI, role: str) -> list[Item]:
    """Return the links for a role: those whose page this application has."""
    known: frozenset[str] = app.state.paths
    return [item for item in MENU if item.href in known and role in item.roles]


def paths_of(routers: Iterable[APIRouter]) -> frozenset[str]:
    """Return the paths of the pages that routers have."""
    routes = (route for router in routers for route in router.routes)
    return frozenset(route.path for route in routes if isinstance(route, APIRoute))
