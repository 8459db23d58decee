"""设置: agencies and their numbering, the law pack's settings, reminders, users, tokens."""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from workflow.app.agencies import (
    CARD_FIELDS,
    NewAgency,
    add_agency,
    change_agency,
    get_agency,
    list_agencies,
)
from workflow.app.numbers import rules_of
from workflow.app.office import Office
from workflow.app.people import people, set_active, set_password, take_role
from workflow.app.reminder_settings import rules_now
from workflow.app.sign_in import Person
from workflow.app.tokens import make_token, revoke_token, scopes_of, tokens_of
from workflow.app.users import NewUser, add_user
from workflow.calendars.regions import REGIONS
from workflow.documents.numbers import SUFFIXES
from workflow.errors import InputError, NotFoundError, WorkflowError
from workflow.messages import say
from workflow.statutes.roles import CASE_ROLES, ROLES
from workflow.store.tables import Agency
from workflow.web.guard import CurrentPerson, SentForm, TheOffice, actor
from workflow.web.keepers import Admin, CaseOrAdmin, SecurityOfficer
from workflow.web.law_choices import chosen_in, shown
from workflow.web.typed import read_number
from workflow.web.view import page

router = APIRouter()
#: What an agency's record says, in the order of the form; code and region can't be changed later.
RECORD = tuple(name for name in CARD_FIELDS if name not in {"code", "region"})
#: Notices whose numbers the example shows.
EXAMPLES = ("N02", "N04", "N10")
TOKEN_DAYS = 90


@router.get("/settings")
def show(request: Request, office: TheOffice, person: CurrentPerson) -> HTMLResponse:
    """Show what the person's role looks after, and his own tokens."""
    agencies = list_agencies(office) if person.role == "admin" else []
    own = _agency(office, person.agency) if person.role in CASE_ROLES else None
    return page(
        request,
        "settings.html",
        agencies=agencies,
        own=own,
        remind_days=rules_now(office).of("reply", "clerk"),
        tokens=len(tokens_of(office, person.name)),
        regions=REGIONS,
    )


def _agency(office: Office, code: str) -> Agency:
    with office.store.read() as session:
        return get_agency(session, code)


@router.post("/settings/agencies")
def add(office: TheOffice, person: Admin, form: SentForm) -> Response:
    """Add an agency."""
    said = _texts(form)
    card = {name: said[name] for name in ("region",) if said.get(name)}
    new = NewAgency(said.get("code", ""), said.get("name", ""), card, said.get("parent") or None)
    if not new.name:
        raise InputError("web_settings.no_name")
    add_agency(office, new, actor(person))
    return RedirectResponse(f"/settings/agencies/{new.code}", status_code=303)


def _texts(form: FormData) -> dict[str, str]:
    return {name: value.strip() for name, value in form.items() if isinstance(value, str)}


@router.get("/settings/agencies/{code}")
def show_agency(
    request: Request, office: TheOffice, person: CaseOrAdmin, code: str
) -> HTMLResponse:
    """Show an agency's record, numbering and law settings: to change (admin), or to read."""
    return _agency_page(request, office, person.role, _seen(office, person, code))


def _seen(office: Office, person: Person, code: str) -> Agency:
    """Return an agency that the person may look at: any to the admin, else his own."""
    if person.role != "admin" and code != person.agency:
        raise NotFoundError("agency.unknown", code=code)
    return _agency(office, code)


def _agency_page(
    request: Request,
    office: Office,
    role: str,
    row: Agency,
    typed: Mapping[str, str] | None = None,
    problem: str = "",
) -> HTMLResponse:
    values = {name: getattr(row, name) for name in (*RECORD, "number_pattern")}
    chosen = json.loads(row.settings)
    return page(
        request,
        "agency.html",
        status=400 if problem else 200,
        agency=row,
        record=RECORD,
        values=values | dict(typed or {}),
        problem=problem,
        may_change=role == "admin",
        examples=_examples(row, office.today.year),
        settings=list(shown(chosen)),
    )


def _examples(row: Agency, year: int) -> list[tuple[str, str]]:
    """Return what the numbers look like: the application's, and those of some notices."""
    rules, word = rules_of(row), row.number_word
    found = [(say("web_settings.number_application"), rules.application_number(word, year, 1))]
    for notice in EXAMPLES:
        if notice in SUFFIXES:
            title = say(f"web_settings.number_{notice}")
            found.append((title, rules.notice_number(notice, word, year, 1)))
    return found


@router.post("/settings/agencies/{code}")
def change(
    request: Request, office: TheOffice, person: Admin, form: SentForm, code: str
) -> Response:
    """Change an agency's record and numbering; what is wrong is said with what was typed."""
    said = _texts(form)
    changes = {name: said[name] for name in (*RECORD, "number_pattern") if name in said}
    try:
        _change_record(office, code, changes, person)
    except InputError as error:
        row = _agency(office, code)
        return _agency_page(request, office, person.role, row, changes, error.message)
    return RedirectResponse(f"/settings/agencies/{code}?done=record", status_code=303)


def _change_record(office: Office, code: str, changes: Mapping[str, str], person: Person) -> None:
    if not changes.get("name", "-"):
        raise InputError("web_settings.no_name")
    change_agency(office, code, changes, actor(person))


@router.post("/settings/agencies/{code}/law")
def change_law(
    request: Request, office: TheOffice, person: Admin, form: SentForm, code: str
) -> Response:
    """Choose the law pack's settings of an agency; only what differs from the default is kept."""
    row = _agency(office, code)
    try:
        chosen = chosen_in(_texts(form), json.loads(row.settings))
        change_agency(office, code, {"settings": chosen}, actor(person))
    except InputError as error:
        return _agency_page(request, office, person.role, row, None, error.message)
    return RedirectResponse(f"/settings/agencies/{code}?done=law#law", status_code=303)


@router.get("/settings/users")
def users(request: Request, office: TheOffice, _: SecurityOfficer) -> HTMLResponse:
    """List the users with their roles."""
    return _users_page(request, office)


def _users_page(
    request: Request,
    office: Office,
    typed: Mapping[str, Any] | None = None,
    problem: str = "",
    reasons: tuple[str, ...] = (),
) -> HTMLResponse:
    return page(
        request,
        "users.html",
        status=400 if problem else 200,
        users=people(office),
        agencies=list_agencies(office),
        roles=ROLES,
        typed=typed or {},
        problem=problem,
        reasons=reasons,
    )


@router.post("/settings/users")
def add_person(
    request: Request, office: TheOffice, person: SecurityOfficer, form: SentForm
) -> Response:
    """Add a user, or give one a role more; 三员 exclude each other and every case role."""
    said = _texts(form)
    roles = [str(role) for role in form.getlist("roles")]
    new = NewUser(
        said.get("name", ""),
        said.get("display_name") or said.get("name", ""),
        roles,
        said.get("agency", ""),
        said.get("password") or None,
    )
    try:
        add_user(office, new, actor(person))
    except WorkflowError as error:
        reasons = tuple(one.message for one in getattr(error, "reasons", ()))
        typed = {**said, "roles": roles}
        return _users_page(request, office, typed, error.message, reasons)
    return RedirectResponse("/settings/users", status_code=303)


@router.post("/settings/users/{name}/{act}")
def change_person(
    request: Request,
    office: TheOffice,
    person: SecurityOfficer,
    form: SentForm,
    name: str,
    act: str,
) -> Response:
    """Give a new password, let in, keep out, or take a role."""
    said = _texts(form)
    try:
        _change(office, person, name, act, said)
    except WorkflowError as error:
        return _users_page(request, office, None, error.message)
    return RedirectResponse("/settings/users", status_code=303)


def _change(office: Office, person: Person, name: str, act: str, said: Mapping[str, str]) -> None:
    by = actor(person)
    match act:
        case "password":
            set_password(office, name, said.get("password", ""), by)
        case "let-in" | "keep-out":
            set_active(office, name, by, active=act == "let-in")
        case "take-role":
            take_role(office, name, said.get("agency", ""), said.get("role", ""), by)
        case _:
            raise NotFoundError("web.no_such_page")


@router.get("/settings/tokens")
def tokens(request: Request, office: TheOffice, person: CurrentPerson) -> HTMLResponse:
    """List the person's tokens, and what he may give to a new one."""
    return _tokens_page(request, office, person)


def _tokens_page(
    request: Request, office: Office, person: Person, problem: str = "", made: str = ""
) -> HTMLResponse:
    return page(
        request,
        "tokens.html",
        status=400 if problem else 200,
        tokens=tokens_of(office, person.name),
        scopes=scopes_of(person.role),
        days=TOKEN_DAYS,
        problem=problem,
        made=made,
    )


@router.post("/settings/tokens")
def add_token(
    request: Request, office: TheOffice, person: CurrentPerson, form: SentForm
) -> HTMLResponse:
    """Make a token in the role in which the person acts; it is shown this once."""
    said = _texts(form)
    scopes = [str(scope) for scope in form.getlist("scopes")]
    days = read_number(said.get("days", "")) or 0
    try:
        made = make_token(office, actor(person), person.agency, said.get("label", ""), scopes, days)
    except InputError as error:
        return _tokens_page(request, office, person, error.message)
    return _tokens_page(request, office, person, made=made)


@router.post("/settings/tokens/{ident}/revoke")
def revoke(office: TheOffice, person: CurrentPerson, _form: SentForm, ident: str) -> Response:
    """Make a token worthless at once."""
    revoke_token(office, actor(person), ident)
    return RedirectResponse("/settings/tokens", status_code=303)
