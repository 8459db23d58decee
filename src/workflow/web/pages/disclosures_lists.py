"""主动公开's lists: the basic catalogue kept, a list from Excel, what is worth publishing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from workflow.app import disclosing_catalogue as catalogue
from workflow.app import tasks
from workflow.app.catalogue_paper import catalogue_docx
from workflow.app.disclosing_import import export_list, import_list, is_long_list
from workflow.app.disclosing_reading import ATTRIBUTES
from workflow.app.disclosing_suggestions import suggestions
from workflow.app.office import Office
from workflow.app.sign_in import Person
from workflow.app.tasks import Order, TaskFile
from workflow.core.moves import FactSpec
from workflow.errors import InputError, NotFoundError, Reason, RefusedError
from workflow.messages import say
from workflow.statutes.processes import DISCLOSURE
from workflow.web.downloads import DOCX, XLSX, attachment
from workflow.web.fields import Field, fields_of, filled, read_fields, typed_of
from workflow.web.files import laid_out, made
from workflow.web.guard import (
    CaseReader,
    CaseWorker,
    Clerk,
    SentForm,
    TheOffice,
    actor,
    typed_in,
)
from workflow.web.pages.disclosures import Word
from workflow.web.pages.disclosures_step import LINES
from workflow.web.seen import agencies_to_choose, name_of, seen_agency
from workflow.web.view import page

router = APIRouter()
#: What a row of the catalogue can't be without.
NEEDED = ("title", "attribute")
Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What stands against what was sent: in general, with its reasons, and at which field."""

    problem: str = ""
    reasons: Sequence[Reason] = ()
    errors: Mapping[str, str] = field(default_factory=dict)


NOTHING = Wrong()


def _specs() -> list[FactSpec]:
    """Return the nine attributes in the order of the catalogue's columns."""
    known = {spec.name: spec for spec in DISCLOSURE.facts_of("draft")}
    return [replace(known[name], required=name in NEEDED) for name in ATTRIBUTES]


@router.get("/disclosures/catalogue")
def show_catalogue(
    request: Request,
    office: TheOffice,
    person: CaseReader,
    row: Annotated[str, Query(max_length=200)] = "",
    agency: Word = "",
) -> HTMLResponse:
    """Show the catalogue; ``row`` fills the form with one of its rows."""
    code = seen_agency(office, person, agency)
    typed: dict[str, list[str]] = {}
    if row:
        try:
            typed = typed_of(catalogue.find_row(office, code, row), _specs())
        except NotFoundError as error:
            return _catalogue(request, office, person, code, wrong=Wrong(error.message))
    return _catalogue(request, office, person, code, typed=typed, row=row)


def _catalogue(
    request: Request,
    office: Office,
    person: Person,
    agency: str,
    *,
    typed: Typed | None = None,
    row: str = "",
    wrong: Wrong = NOTHING,
) -> HTMLResponse:
    return page(
        request,
        "disclosures_catalogue.html",
        status=400 if wrong != NOTHING else 200,
        rows=[(one, catalogue.cells(one)) for one in catalogue.catalogue_of(office, agency)],
        labels=[say(f"facts.{name}") for name in ATTRIBUTES],
        fields=_fields(typed or {}, wrong.errors),
        row=row,
        wrong=wrong,
        may_keep=person.role in catalogue.WRITERS and agency == person.agency,
        agency=agency,
        agency_title=name_of(office, agency),
        others=agencies_to_choose(office, person),
    )


def _fields(typed: Typed, errors: Mapping[str, str]) -> list[Field]:
    return [
        replace(
            one,
            look="line" if one.name in LINES else one.look,
            error=errors.get(one.name, ""),
        )
        for one in filled(fields_of(_specs(), "catalogue"), typed)
    ]


@router.post("/disclosures/catalogue")
def keep_row(request: Request, office: TheOffice, person: CaseWorker, form: SentForm) -> Response:
    """Add a row, or adjust the one of the same name; its history stays."""
    typed = typed_in(form)
    facts, errors = read_fields(_specs(), typed, office.today)
    for spec in _specs():
        if spec.required and not facts.get(spec.name):
            code = "missing_choice" if spec.kind == "choice" else "missing"
            errors.setdefault(spec.name, say(f"web_move.{code}", label=say(spec.label)))
    if errors:
        wrong = Wrong(errors=errors)
        return _catalogue(request, office, person, person.agency, typed=typed, wrong=wrong)
    catalogue.keep(office, person.agency, [facts], actor(person), "web")
    return RedirectResponse("/disclosures/catalogue", status_code=303)


@router.post("/disclosures/catalogue/drop")
def drop_row(request: Request, office: TheOffice, person: CaseWorker, form: SentForm) -> Response:
    """Take a row out of the catalogue, with a written reason."""
    title, reason = (str(form.get(name, "")).strip() for name in ("title", "reason"))
    if not reason:
        wrong = Wrong(say("web_disclosures.drop_reason", title=title))
        return _catalogue(request, office, person, person.agency, wrong=wrong)
    catalogue.drop(office, person.agency, title, reason, actor(person), "web")
    return RedirectResponse("/disclosures/catalogue", status_code=303)


@router.post("/disclosures/catalogue/import")
def import_rows(
    request: Request, office: TheOffice, person: CaseWorker, form: SentForm
) -> Response:
    """Take a catalogue from Excel: all rows or none, with every bad row told."""
    try:
        with laid_out(form) as path:
            catalogue.import_catalogue(office, person.agency, path, actor(person), "web")
    except (InputError, RefusedError) as error:
        wrong = Wrong(error.message, getattr(error, "reasons", ()))
        return _catalogue(request, office, person, person.agency, wrong=wrong)
    return RedirectResponse("/disclosures/catalogue", status_code=303)


@router.get("/disclosures/catalogue.xlsx")
def export_rows(office: TheOffice, person: CaseReader, agency: Word = "") -> Response:
    """Download the catalogue, as it can be imported again."""
    code = seen_agency(office, person, agency)
    content = made(".xlsx", lambda path: catalogue.export_catalogue(office, code, path))
    return attachment(f"{say('disclosure.catalogue_sheet', 'zh')}.xlsx", XLSX, content)


@router.get("/disclosures/catalogue.docx")
def print_rows(office: TheOffice, person: CaseReader, agency: Word = "") -> Response:
    """Download the catalogue as an office prints it."""
    code = seen_agency(office, person, agency)
    content = catalogue_docx(office, code, office.today)
    return attachment(f"{say('disclosure.catalogue_sheet', 'zh')}.docx", DOCX, content)


@router.get("/disclosures/import")
def show_import(request: Request, person: Clerk) -> HTMLResponse:
    """Show the form that takes a list of what was published."""
    return _import_page(request, person)


def _import_page(
    request: Request,
    person: Person,
    problem: str = "",
    reasons: Sequence[Reason] = (),
    done: str = "",
) -> HTMLResponse:
    return page(
        request,
        "disclosures_import.html",
        status=400 if problem else 200,
        problem=problem,
        reasons=reasons,
        done=done,
        agency=person.agency,
    )


@router.post("/disclosures/import")
def take_list(request: Request, office: TheOffice, person: Clerk, form: SentForm) -> Response:
    """Take a list of what was published into the register: all rows or none, a long one later."""
    try:
        with laid_out(form) as path:
            if is_long_list(path):
                given = [TaskFile(path.name, XLSX, path.read_bytes())]
                order = Order("disclosures", person.agency, {}, given)
                ident = tasks.start(office, order, actor(person))
                return RedirectResponse(f"/tasks/{ident}", status_code=303)
            found = import_list(office, person.agency, path, actor(person))
    except (InputError, RefusedError) as error:
        return _import_page(request, person, error.message, getattr(error, "reasons", ()))
    done = say("disclosure.imported", added=found.added, unchanged=found.unchanged)
    return _import_page(request, person, done=done)


@router.get("/disclosures/import/template.xlsx")
def list_template(_person: Clerk) -> Response:
    """Download an empty list with the columns that are read."""
    content = made(".xlsx", lambda path: export_list([], path))
    return attachment(f"{say('disclosure.list_sheet', 'zh')}.xlsx", XLSX, content)


@router.get("/disclosures/suggestions")
def show_suggestions(
    request: Request,
    office: TheOffice,
    person: CaseReader,
    year: Annotated[int, Query(ge=2008, le=2099)] = 0,
    agency: Word = "",
) -> HTMLResponse:
    """Show what several applicants asked for and got: it may be published for all (art. 44)."""
    code = seen_agency(office, person, agency)
    when = year or office.today.year
    return page(
        request,
        "disclosures_suggestions.html",
        found=suggestions(office, code, when),
        year=when,
        agency=code,
        agency_title=name_of(office, code),
        others=agencies_to_choose(office, person),
    )
