"""台账: the office's Excel into the register, step by step, and out of it again."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from workflow.app import tasks
from workflow.app.browsing import Wanted
from workflow.app.handlers import carry_out
from workflow.app.heavy.export import WORDS, is_long_export
from workflow.app.ledger import uploads
from workflow.app.ledger.elsewhere import said_elsewhere
from workflow.app.ledger.exporting import WHOLE, Export, export_ledger
from workflow.app.ledger.importing import Ledger, import_ledger
from workflow.app.ledger.looking import SeenSheet, chosen_mapping, look
from workflow.app.ledger.past import imports_of
from workflow.app.ledger.tally import Imported
from workflow.app.office import Office
from workflow.app.sign_in import Person
from workflow.app.tasks import TEXT, Order, TaskFile
from workflow.app.viewing import names_of
from workflow.errors import InputError, NotFoundError
from workflow.ledger.template import write_template
from workflow.messages import say
from workflow.web.downloads import XLSX, attachment
from workflow.web.files import is_given, laid_out, made, placed
from workflow.web.guard import CaseReader, Clerk, SentForm, TheOffice, actor
from workflow.web.hidden import reveal
from workflow.web.pages.cases import KINDS, states
from workflow.web.seen import agencies_to_choose, name_of, seen_agency
from workflow.web.typed import read_number
from workflow.web.view import page

router = APIRouter()
#: A file larger than this is imported in the background: some thousand rows.
AT_ONCE = 256 * 1024
#: So many bad rows stand on the page; all of them in the file to be corrected.
SHOWN = 100
#: The field of a header: its sheet and its place there.
COLUMN = re.compile(r"column-(\d{1,3})-(\d{1,4})")
Word = Annotated[str, Query(max_length=100)]
#: What an export is narrowed by; a longer text is cut.
FILTERS, LONGEST = ("agency", "year", "kind", "state", "q", "masked"), 100


@router.get("/ledger")
def show(
    request: Request, office: TheOffice, person: CaseReader, agency: Word = ""
) -> HTMLResponse:
    """Show the way in (upload), the way out (filters), and what was imported before."""
    return _page(request, office, person, seen_agency(office, person, agency))


def _page(
    request: Request, office: Office, person: Person, agency: str, problem: str = ""
) -> HTMLResponse:
    imported = imports_of(office, agency)
    return page(
        request,
        "ledger.html",
        status=400 if problem else 200,
        problem=problem,
        waiting=uploads.names_kept(office, agency, person.name).get(uploads.FILE, ""),
        imported=imported,
        people=names_of(office, {one.actor for one in imported}),
        kinds=KINDS,
        states=[(key, say(f"states.request_{key}")) for key in states()],
        sees_names=person.role in WHOLE,
        agency=agency,
        agency_title=name_of(office, agency),
        others=agencies_to_choose(office, person),
    )


@router.post("/ledger/file")
def take_file(request: Request, office: TheOffice, person: Clerk, form: SentForm) -> Response:
    """Take a ledger and look at its headers; nothing is imported yet."""
    try:
        with laid_out(form) as path:
            look(office, person.agency, path)
            appeals = _appeals_given(form)
            content = path.read_bytes()
            uploads.keep(office, person.agency, person.name, path.name, content, appeals)
    except InputError as error:
        return _page(request, office, person, person.agency, error.message)
    return RedirectResponse("/ledger/import", status_code=303)


def _appeals_given(form: FormData) -> tuple[str, bytes] | None:
    """Return the file of reconsiderations and suits that came beside the ledger."""
    if not is_given(form, "appeals"):
        return None
    with laid_out(form, "appeals") as path:
        return path.name, path.read_bytes()


@contextmanager
def _kept(office: Office, person: Person) -> Iterator[Path]:
    """Lay the kept ledger out while it is read."""
    name, content = uploads.kept(office, person.agency, person.name)
    with placed(name, content) as path:
        yield path


@contextmanager
def _kept_appeals(office: Office, person: Person) -> Iterator[Path | None]:
    """Lay the kept file of appeals out while it is read; None where there is none."""
    if uploads.APPEALS not in uploads.names_kept(office, person.agency, person.name):
        yield None
        return
    kept = uploads.kept(office, person.agency, person.name, uploads.APPEALS)
    with placed(*kept) as path:
        yield path


@router.get("/ledger/import")
def show_import(request: Request, office: TheOffice, person: Clerk) -> Response:
    """Show what each header of the ledger is read as, and how to import it."""
    try:
        with _kept(office, person) as path:
            sheets = look(office, person.agency, path)
            return _import_page(request, office, person, path.name, sheets)
    except NotFoundError as error:
        return _page(request, office, person, person.agency, error.message)


@dataclass(frozen=True, slots=True)
class Tried:
    """What an import did or would do."""

    result: Imported
    tried: bool

    @property
    def sentence(self) -> str:
        """The counts in one sentence."""
        result = self.result
        code = "tried" if self.tried else "imported" if result.done else "would_import"
        appeals = result.appeals.added + result.appeals.changed
        counts: dict[str, Any] = {**result.requests.to_json(), "appeals": appeals}
        return say(f"ledger.{code}", **counts)


def _import_page(
    request: Request,
    office: Office,
    person: Person,
    name: str,
    sheets: tuple[SeenSheet, ...],
    *,
    form: FormData | None = None,
    problem: str = "",
    tried: Tried | None = None,
) -> HTMLResponse:
    return page(
        request,
        "ledger_import.html",
        status=400 if problem else 200,
        file=name,
        sheets=sheets,
        chosen=_chosen(form) if form is not None else {},
        rows=str(form.get("rows", "all")) if form is not None else "all",
        problem=problem,
        tried=tried,
        shown=SHOWN,
        agency_title=name_of(office, person.agency),
    )


def _chosen(form: FormData) -> dict[tuple[int, int], str]:
    """Return the column chosen for each header, by sheet and place."""
    found: dict[tuple[int, int], str] = {}
    for name, value in form.items():
        if place := COLUMN.fullmatch(name):
            found[int(place[1]), int(place[2])] = str(value)
    return found


@router.post("/ledger/import")
def run(request: Request, office: TheOffice, person: Clerk, form: SentForm) -> Response:
    """Try an import, or do it: small files at once, large ones in the background."""
    try:
        with _kept(office, person) as path, _kept_appeals(office, person) as appeals:
            return _run(request, office, person, form, (path, appeals))
    except NotFoundError as error:
        return _page(request, office, person, person.agency, error.message)


#: A ledger with its file of appeals, where there is one.
Pair = tuple[Path, Path | None]


def _run(request: Request, office: Office, person: Person, form: FormData, pair: Pair) -> Response:
    path = pair[0]
    sheets = look(office, person.agency, path)
    mapping = chosen_mapping(sheets, _chosen(form))
    tried = form.get("action") == "try"
    skip = form.get("rows") == "good"
    if sum(one.stat().st_size for one in pair if one) > AT_ONCE:
        return _order(office, person, pair, mapping, tried=tried, skip=skip)
    bad = path.with_name("bad.xlsx")
    try:
        with said_elsewhere():
            result = _import(office, person, pair, bad, mapping, tried=tried, skip=skip)
    except InputError as error:
        problem = _named(error, pair)
        return _import_page(request, office, person, path.name, sheets, form=form, problem=problem)
    if bad.exists():
        name = say("web_ledger.bad_file", "zh", file=path.stem)
        uploads.keep_bad(office, person.agency, person.name, name, bad.read_bytes())
    if result.done:
        uploads.forget(office, person.agency, person.name)
        carry_out(office)
    outcome = Tried(result, tried)
    return _import_page(request, office, person, path.name, sheets, form=form, tried=outcome)


def _named(error: InputError, pair: Pair) -> str:
    """Return what is wrong with the files, each named as it was uploaded."""
    message = error.message
    for one in filter(None, pair):
        message = message.replace(str(one), one.name)
    return message


def _import(
    office: Office,
    person: Person,
    pair: Pair,
    bad: Path,
    mapping: Mapping[str, str],
    *,
    tried: bool,
    skip: bool,
) -> Imported:
    """Import, having written the bad rows into their file whether or not the rest is taken."""
    ledger = Ledger(person.agency, *pair, mapping, dry_run=tried, skip_bad=bad)
    if not tried and not skip:
        found = import_ledger(office, replace(ledger, dry_run=True), actor(person))
        if found.bad:
            return found
    return import_ledger(office, ledger, actor(person))


def _order(
    office: Office,
    person: Person,
    pair: Pair,
    mapping: Mapping[str, str],
    *,
    tried: bool,
    skip: bool,
) -> Response:
    """Leave an import to whoever works in the background; its page shows how far it is."""
    wanted = {"mapping": dict(mapping), "dry_run": tried, "skip_bad": skip}
    files = [TaskFile(one.name, XLSX, one.read_bytes()) for one in pair if one]
    ident = tasks.start(office, Order("ledger", person.agency, wanted, files), actor(person))
    if not tried:
        uploads.forget(office, person.agency, person.name)
    return RedirectResponse(f"/tasks/{ident}", status_code=303)


@router.get("/ledger/bad-rows.xlsx")
def bad_rows(office: TheOffice, person: Clerk) -> Response:
    """Download the bad rows of the last ledger, to be corrected and fed again."""
    name, content = uploads.kept(office, person.agency, person.name, uploads.BAD)
    return attachment(name, XLSX, content)


@router.get("/ledger/template.xlsx")
def template(_person: CaseReader) -> Response:
    """Download an empty ledger: lists to choose from, an example row, a legend."""
    return attachment(
        f"{say('web_ledger.template', 'zh')}.xlsx", XLSX, made(".xlsx", write_template)
    )


@router.post("/ledger/export.xlsx")
def export_typed(office: TheOffice, person: CaseReader, form: SentForm) -> Response:
    """Download the requests that a form's filters leave: its text stands in no address."""
    return _export(office, person, form)


@router.get("/ledger/export.xlsx")
def export(request: Request, office: TheOffice, person: CaseReader) -> Response:
    """Download the requests that an address's filters leave."""
    return _export(office, person, request.query_params)


def _export(office: Office, person: Person, given: Mapping[str, Any]) -> Response:
    """Write the requests, many of them in the background; a supervisor sees no names.

    Another agency's ledger is written at once: its task would be that agency's to see.
    """
    typed = {name: str(given.get(name, "")).strip()[:LONGEST] for name in FILTERS}
    code = seen_agency(office, person, typed["agency"])
    hidden = str(given.get("s", ""))
    only = Wanted(
        frozenset({code}),
        typed["kind"] if typed["kind"] in KINDS else "all",
        typed["state"] if typed["state"] in states() else "",
        reveal(office.keys, person.name, hidden) if hidden else typed["q"],
    )
    when, masked = read_number(typed["year"]), bool(typed["masked"])
    wanted = Export(code, Path(), when, masked=masked, only=only)
    if code == person.agency and is_long_export(office, wanted):
        return _order_export(office, person, wanted)

    def write(path: Path) -> None:
        export_ledger(office, replace(wanted, path=path), actor(person))

    name = say("web_ledger.file", "zh", agency=name_of(office, code), year=when or "")
    return attachment(f"{name}.xlsx", XLSX, made(".xlsx", write))


def _order_export(office: Office, person: Person, wanted: Export) -> Response:
    """Leave a long ledger to whoever works in the background; what was looked for is no order."""
    only = wanted.only
    assert only is not None
    told = {
        "year": wanted.year,
        "masked": wanted.masked,
        "kind": only.kind,
        "state": only.state,
        "name": name_of(office, wanted.agency),
    }
    words = [TaskFile(WORDS, TEXT, only.text.encode())]
    ident = tasks.start(office, Order("export", wanted.agency, told, words), actor(person))
    return RedirectResponse(f"/tasks/{ident}", status_code=303)
