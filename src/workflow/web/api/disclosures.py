"""Proactive disclosure: the register of documents, their steps, the basic catalogue."""

from typing import Annotated, Any, Literal

from fastapi import Path, Query, Response
from pydantic import Field

from workflow.app import disclosing
from workflow.app.catalogue_paper import catalogue_docx
from workflow.app.disclosing_browsing import PAGE, Sought, browse
from workflow.app.disclosing_catalogue import (
    catalogue_of,
    drop,
    export_catalogue,
    find_row,
    import_catalogue,
)
from workflow.app.disclosing_import import export_list, import_list
from workflow.app.disclosing_reading import find_item, items_of
from workflow.app.disclosing_suggestions import suggestions
from workflow.app.figure_periods import read_period
from workflow.app.office import Office
from workflow.web.api import shapes
from workflow.web.api.bearer import (
    VIA,
    DisclosureReader,
    DisclosureWriter,
    actor,
    seen_agency,
)
from workflow.web.api.once import OnceOnly
from workflow.web.api.seen import Seen, tag
from workflow.web.api.strict import router as new_router
from workflow.web.api.uploads import OneFile, answers, form_of
from workflow.web.downloads import DOCX, XLSX, attachment
from workflow.web.files import laid_out, made
from workflow.web.guard import TheOffice

router = new_router("disclosures", "/disclosures")

Number = Annotated[str, Path(max_length=60, description="Its number, as 2026-3.")]


class Item(shapes.Answer):
    """A document of the register, its state and its last day."""

    number: str
    title: str
    state: str
    state_label: str


class ItemList(shapes.Answer):
    """A page of the register."""

    items: list[Item]
    total: int
    page: int
    more: bool


class Opened(Item):
    """A document with its history and the steps that are open to it."""

    version: int
    history: list[dict[str, Any]]
    steps: list[dict[str, Any]]


class NewStep(shapes.Given):
    """A step: draft, pass_secrecy_review, return, approve, publish, revise, take_down."""

    trigger: shapes.Word
    on: shapes.Day | None = None
    facts: Annotated[shapes.Facts, Field(default_factory=dict)]
    reason: shapes.Text | None = None


class NewItem(shapes.Given):
    """A first draft; ``catalogue`` names the catalogue's item whose attributes it takes."""

    on: shapes.Day | None = None
    facts: Annotated[shapes.Facts, Field(default_factory=dict)]
    catalogue: shapes.Word | None = None


class Stepped(Item):
    """A document after its step."""

    version: int
    warnings: list[shapes.Warned]


class Added(shapes.Answer):
    """What an import added, changed and left as it was."""

    added: int
    changed: int = 0
    unchanged: int


class Dropped(shapes.Given):
    """An item to be taken out of the catalogue, and why."""

    title: shapes.Word
    reason: shapes.Word


@router.get("")
def list_items(
    office: TheOffice,
    holder: DisclosureReader,
    agency: shapes.AgencyCode = "",
    q: Annotated[shapes.Text, Query(max_length=200)] = "",
    state: Annotated[shapes.Code, Query(description="A state, or owed.")] = "",
    period: Annotated[shapes.Code, Query(description="2026, 2026H1, 2026Q3, 2026-05.")] = "",
    page: shapes.Page = 1,
) -> ItemList:
    """List the register, what is owed first, then the newest."""
    code = seen_agency(office, holder, agency)
    when = read_period(period) if period else None
    sought = Sought(text=q, state=state, period=when, page=page)
    found = browse(office, code, sought)
    lines = [Item(**one.to_json()) for one in found.items]
    return ItemList(items=lines, total=found.total, page=page, more=page * PAGE < found.total)


@router.post("", status_code=201)
def draft(office: TheOffice, holder: DisclosureWriter, once: OnceOnly, given: NewItem) -> Stepped:
    """Draft a document to be published in the token's agency."""
    agency = seen_agency(office, holder, "")

    def do(office: Office) -> Stepped:
        own = find_row(office, agency, given.catalogue) if given.catalogue else {}
        wanted = disclosing.Wanted(
            agency, "draft", given.on or office.today, {**own, **given.facts}, via=VIA
        )
        return _stepped(disclosing.advance(office, wanted, actor(holder)))

    return once(office, holder, given, Stepped, do)


def _stepped(moved: disclosing.Moved) -> Stepped:
    warned = [shapes.Warned(**one.to_json()) for one in moved.warnings]
    return Stepped(**moved.item.to_json(), version=len(moved.item.entries), warnings=warned)


@router.get("/suggestions")
def suggest(
    office: TheOffice,
    holder: DisclosureReader,
    agency: shapes.AgencyCode = "",
    year: Annotated[int | None, Query(ge=2008, le=2099)] = None,
) -> list[dict[str, Any]]:
    """Name what several applicants asked for and got: it may be published for all (art. 44)."""
    code = seen_agency(office, holder, agency)
    return [one.to_json() for one in suggestions(office, code, year)]


@router.get("/file", response_class=Response, responses=answers(XLSX))
def export_register(
    office: TheOffice, holder: DisclosureReader, agency: shapes.AgencyCode = ""
) -> Response:
    """Download the register as .xlsx."""
    items = items_of(office, seen_agency(office, holder, agency))
    content = made(".xlsx", lambda path: export_list(items, path))
    return attachment("disclosures.xlsx", XLSX, content)


@router.post("/import")
def import_register(office: TheOffice, holder: DisclosureWriter, file: OneFile) -> Added:
    """Take a list of published documents (.xlsx, .csv) into the register, or none of its rows."""
    agency = seen_agency(office, holder, "")
    with laid_out(form_of(file)) as path:
        done = import_list(office, agency, path, actor(holder))
    return Added(added=done.added, unchanged=done.unchanged)


@router.get("/catalogue")
def list_catalogue(
    office: TheOffice, holder: DisclosureReader, agency: shapes.AgencyCode = ""
) -> list[dict[str, str]]:
    """List the basic catalogue (基本目录)."""
    return [dict(row) for row in catalogue_of(office, seen_agency(office, holder, agency))]


@router.get("/catalogue/file", response_class=Response, responses=answers(XLSX, DOCX))
def export_basic_catalogue(
    office: TheOffice,
    holder: DisclosureReader,
    agency: shapes.AgencyCode = "",
    form: Annotated[
        Literal["xlsx", "docx"],
        Query(alias="format", description="xlsx can be imported again, docx is to be printed."),
    ] = "xlsx",
) -> Response:
    """Download the basic catalogue: as a table, or as it is printed."""
    code = seen_agency(office, holder, agency)
    if form == "docx":
        return attachment("catalogue.docx", DOCX, catalogue_docx(office, code, office.today))
    content = made(".xlsx", lambda path: export_catalogue(office, code, path))
    return attachment("catalogue.xlsx", XLSX, content)


@router.post("/catalogue/import")
def import_basic_catalogue(office: TheOffice, holder: DisclosureWriter, file: OneFile) -> Added:
    """Take a catalogue (.xlsx, .csv): new items are added, known ones adjusted; all or none."""
    agency = seen_agency(office, holder, "")
    with laid_out(form_of(file)) as path:
        done = import_catalogue(office, agency, path, actor(holder), VIA)
    return Added(added=done.added, changed=done.changed, unchanged=done.unchanged)


@router.post("/catalogue/drop", status_code=204)
def drop_item(office: TheOffice, holder: DisclosureWriter, given: Dropped) -> Response:
    """Take an item out of the catalogue; its history stays."""
    agency = seen_agency(office, holder, "")
    drop(office, agency, given.title, given.reason, actor(holder), VIA)
    return Response(status_code=204)


@router.get("/{number}")
def show_item(
    office: TheOffice,
    holder: DisclosureReader,
    response: Response,
    number: Number,
    agency: shapes.AgencyCode = "",
) -> Opened:
    """Show a document: its facts, its history, the steps that are open to the token's person."""
    code = seen_agency(office, holder, agency)
    item = find_item(office, code, number)
    steps = disclosing.open_steps(office, code, number, holder.name, holder.role)
    tag(response, len(item.entries))
    return Opened(
        **item.to_json(),
        version=len(item.entries),
        history=item.history(),
        steps=[one.to_json() for one in steps],
    )


@router.post("/{number}/steps", status_code=201)
def step(
    office: TheOffice,
    holder: DisclosureWriter,
    once: OnceOnly,
    seen: Seen,
    number: Number,
    given: NewStep,
) -> Stepped:
    """Make a step of a document, or get every reason why not (409)."""
    agency = seen_agency(office, holder, "")

    def do(office: Office) -> Stepped:
        wanted = disclosing.Wanted(
            agency,
            given.trigger,
            given.on or office.today,
            given.facts,
            number,
            given.reason,
            seen,
            VIA,
        )
        return _stepped(disclosing.advance(office, wanted, actor(holder)))

    return once(office, holder, given, Stepped, do)


@router.get("/{number}/sheet", response_class=Response, responses=answers(DOCX))
def approval_sheet(
    office: TheOffice, holder: DisclosureReader, number: Number, agency: shapes.AgencyCode = ""
) -> Response:
    """Download the approval sheet (信息公开审批单) of a document."""
    content = disclosing.sheet(office, seen_agency(office, holder, agency), number)
    return attachment(f"{number}.docx", DOCX, content)
