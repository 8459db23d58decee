"""汇总: several bodies' reports uploaded, bodies × rules, comment sheets, the sum, downloads."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from workflow.app.agencies import get_agency, list_agencies
from workflow.app.calendars import rules_of
from workflow.app.comment_texts import comment_sheets, comment_text, sheet_of
from workflow.app.office import Office
from workflow.app.report_comments import file_name
from workflow.app.report_document import report_docx
from workflow.app.report_uploads import LARGEST, MOST_FILES, TAKEN, Upload, roll_up_uploads
from workflow.app.rollup_batches import add, batch, clear
from workflow.app.rollup_gathering import gather
from workflow.app.rollup_returns import Returned, Sheet, give_back, returned
from workflow.app.sign_in import Person
from workflow.errors import InputError, NotFoundError
from workflow.messages import say
from workflow.reports.findings import Finding
from workflow.reports.rollup import Body, RollUp
from workflow.reports.rollup_workbook import rollup_xlsx
from workflow.web.downloads import DOCX, JSON, XLSX, ZIP, attachment
from workflow.web.guard import SentForm, TheOffice
from workflow.web.keepers import Supervisor
from workflow.web.left import days_text
from workflow.web.typed import read_day
from workflow.web.view import page

router = APIRouter()
#: Rules in the order of the form; others stand after them.
RULES = (
    *("column_balance", "results_sum", "row_sum", "appeals_sum", "year_chain", "form_of_year"),
    *("narrative", "blank", "missing_rows", "text_in_number"),
)
#: Rows of table 2 that the sum shows on the page.
SUMS = ("new_received", "carried_in", "total_handled", "carried_out")


@dataclass(frozen=True, slots=True)
class Line:
    """A body of the matrix: its place in the batch, its findings by rule."""

    number: int
    body: Body
    must: Counter[str]
    warn: Counter[str]
    returned: Returned | None = None

    @property
    def state(self) -> str:
        """``mend``, ``look`` or ``clean``; a report that isn't added up says why."""
        if self.body.left_out:
            return f"left_out_{self.body.left_out}"
        if self.body.checked.violations:
            return "mend"
        return "look" if self.body.checked.warnings else "clean"


def lines_of(found: RollUp, returned: Mapping[str, Returned]) -> list[Line]:
    """Return the bodies, those with the most to mend first."""
    made = [
        Line(
            number,
            body,
            Counter(one.rule for one in body.checked.violations),
            Counter(one.rule for one in body.checked.warnings),
            returned.get(body.file),
        )
        for number, body in enumerate(found.bodies, 1)
    ]
    return sorted(made, key=lambda one: (-one.must.total(), -one.warn.total(), one.number))


@router.get("/rollup")
def show(
    request: Request,
    office: TheOffice,
    person: Supervisor,
    body: Annotated[int, Query(ge=0, le=MOST_FILES)] = 0,
    rule: Annotated[str, Query(max_length=60)] = "",
    due: Annotated[str, Query(max_length=30)] = "",
    only: Annotated[str, Query(max_length=10)] = "",
) -> HTMLResponse:
    """Show the batch; ``body`` and ``rule`` open a cell of the matrix, ``due`` says who is late.

    ``only`` leaves the lines of one tile: ``missing``, ``mend``, ``look`` or ``clean``.
    """
    return _page(request, office, person, number=body, rule=rule, due=due, only=only)


def _page(
    request: Request,
    office: Office,
    person: Person,
    *,
    number: int = 0,
    rule: str = "",
    due: str = "",
    only: str = "",
    problem: str = "",
) -> HTMLResponse:
    files = batch(office, person.name)
    found = None
    try:
        found = _rolled(files) if files else None
    except InputError as error:
        problem = problem or error.message
    limits = {"most": MOST_FILES, "size": LARGEST // 1024 // 1024, "kinds": "、".join(TAKEN)}
    values: dict[str, Any] = {
        "found": None,
        "files": files,
        "problem": problem,
        "limits": limits,
        "due_typed": due,
        "only": only,
        "last_year": office.today.year - 1,
        "has_below": bool(_below(office, person)),
    }
    if found is not None:
        values |= _values(office, person, found, number, rule, due)
    return page(request, "rollup.html", status=400 if problem else 200, **values)


def _rolled(files: Sequence[Upload]) -> RollUp:
    return roll_up_uploads(files, say("report.rollup_name", "zh", count=len(files)))


def _values(
    office: Office, person: Person, found: RollUp, number: int, rule: str, due: str
) -> dict[str, Any]:
    lines = lines_of(found, returned(office, person.name))
    broken = {one for line in lines for one in (*line.must, *line.warn)}
    rules = sorted(broken, key=lambda rule: (_place(rule), rule))
    chosen = next((line for line in lines if line.number == number), None)
    last = read_day(due, office.today) or date(found.total.year + 1, 1, 31)
    missing = _missing(office, person, found)
    added = [line for line in lines if line.body.left_out is None]
    states = Counter(line.state for line in added)
    return {
        "found": found,
        "lines": lines,
        "rules": rules,
        "chosen": chosen,
        "rule": rule,
        "findings": _findings(chosen, rule),
        "sheet": _sheet_text(chosen) if chosen else "",
        "to_return": [line for line in lines if line.must and not line.returned],
        "sums": [(row, found.total.received.get(row, {}).get("total", 0)) for row in SUMS],
        "form_rows": {row: found.total.printed_form.row_label("received", row) for row in SUMS},
        "missing": missing,
        "late_text": _late(office, person, last),
        "last_day": last,
        "states": states,
        "must_total": sum(line.must.total() for line in lines),
        "must_by_rule": {one: sum(line.must[one] for line in lines) for one in rules},
        "added": len(added),
    }


def _findings(chosen: Line | None, rule: str) -> list[tuple[bool, Finding]]:
    """Return the findings of a body, of one rule or of all: must it be changed, and what."""
    if chosen is None:
        return []
    both = [(True, one) for one in chosen.body.checked.violations]
    both += [(False, one) for one in chosen.body.checked.warnings]
    return [(must, one) for must, one in both if rule in ("", one.rule)]


def _place(rule: str) -> int:
    return RULES.index(rule) if rule in RULES else len(RULES)


def _sheet_text(line: Line) -> str:
    """Return the sheet as it was sent, else as it is proposed."""
    return line.returned.text if line.returned else comment_text(line.body)


def _below(office: Office, person: Person) -> list[str]:
    return [row.name for row in list_agencies(office) if row.parent == person.agency]


def _missing(office: Office, person: Person, found: RollUp) -> list[str]:
    """Return the subordinate agencies of which no report is in the batch."""
    names = {body.name for body in found.bodies}
    return [name for name in _below(office, person) if name not in names]


def _late(office: Office, person: Person, last: date) -> Any:
    with office.store.read() as session:
        calendar = rules_of(session, get_agency(session, person.agency)).calendar_on(office.today)
    return days_text(last, calendar, office.today)


@router.post("/rollup/files")
async def upload(
    request: Request, office: TheOffice, person: Supervisor, form: SentForm
) -> Response:
    """Add reports to the batch; a file of the same name takes the place of the one before."""
    try:
        uploads = await _uploads(form)
        add(office, person.name, uploads)
    except InputError as error:
        return _page(request, office, person, problem=error.message)
    return RedirectResponse("/rollup", status_code=303)


async def _uploads(form: FormData) -> list[Upload]:
    """Read the files of a form, each no further than one byte beyond what is taken."""
    given = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    return [Upload(one.filename or "", await one.read(LARGEST + 1)) for one in given]


@router.post("/rollup/clear")
def clear_away(office: TheOffice, person: Supervisor, _form: SentForm) -> Response:
    """Take the batch away."""
    clear(office, person.name)
    return RedirectResponse("/rollup", status_code=303)


def _found(office: Office, person: Person) -> RollUp:
    files = batch(office, person.name)
    if not files:
        raise NotFoundError("web_rollup.nothing")
    return _rolled(files)


@router.post("/rollup/gather")
def gather_ready(
    request: Request, office: TheOffice, person: Supervisor, form: SentForm
) -> Response:
    """Take into the batch what subordinate agencies have ready."""
    typed = str(form.get("year", "")).strip()
    year = int(typed) if typed.isdecimal() and len(typed) == len("2026") else office.today.year - 1
    try:
        gather(office, person.name, person.agency, year)
    except InputError as error:
        return _page(request, office, person, problem=error.message)
    return RedirectResponse("/rollup", status_code=303)


@router.post("/rollup/return")
def return_all(office: TheOffice, person: Supervisor, _form: SentForm) -> Response:
    """Give every report back that must be changed and wasn't given back yet."""
    lines = lines_of(_found(office, person), returned(office, person.name))
    sheets = [
        Sheet(line.body, comment_text(line.body))
        for line in lines
        if line.must and not line.returned
    ]
    give_back(office, person.name, person.agency, sheets)
    return RedirectResponse("/rollup?done=returned", status_code=303)


@router.post("/rollup/return/{number}")
def return_one(
    office: TheOffice,
    person: Supervisor,
    form: SentForm,
    number: Annotated[int, Path(ge=1, le=MOST_FILES)],
) -> Response:
    """Give a body's report back, with the sheet as it was written."""
    written = _written(_found(office, person), number, form)
    give_back(office, person.name, person.agency, [written])
    return RedirectResponse(f"/rollup?body={number}&done=returned#opened", status_code=303)


def _written(found: RollUp, number: int, form: FormData) -> Sheet:
    """Return a body's comment sheet with the text as it was changed, or as it was proposed."""
    body = _body(found, number)
    return Sheet(body, str(form.get("text", "")).strip() or comment_text(body))


def _body(found: RollUp, number: int) -> Body:
    if number > len(found.bodies):
        raise NotFoundError("web_rollup.nothing")
    return found.bodies[number - 1]


@router.get("/rollup/file/{kind}")
def download(office: TheOffice, person: Supervisor, kind: str) -> Response:
    """Download the sum (.docx .xlsx .json), or every comment sheet (.zip)."""
    found = _found(office, person)
    name = f"{say('web_rollup.file', year=found.total.year)}.{kind}"
    match kind:
        case "docx":
            return attachment(name, DOCX, report_docx(found.total, office.today))
        case "xlsx":
            return attachment(name, XLSX, rollup_xlsx(found, ()))
        case "json":
            text = json.dumps(found.to_json(), ensure_ascii=False, indent=1)
            return attachment(name, JSON, text.encode())
        case "zip":
            return attachment(name, ZIP, comment_sheets(found, office.today))
        case _:
            raise NotFoundError("web.no_such_page")


@router.get("/rollup/original/{number}")
def original(
    office: TheOffice, person: Supervisor, number: Annotated[int, Path(ge=1, le=MOST_FILES)]
) -> Response:
    """Download a body's report as it was uploaded."""
    body = _body(_found(office, person), number)
    content = next(one.content for one in batch(office, person.name) if one.name == body.file)
    return attachment(body.file, "application/octet-stream", content)


@router.post("/rollup/sheet/{number}")
def sheet(
    office: TheOffice,
    person: Supervisor,
    form: SentForm,
    number: Annotated[int, Path(ge=1, le=MOST_FILES)],
) -> Response:
    """Make a body's comment sheet of the text as it was changed."""
    written = _written(_found(office, person), number, form)
    made = sheet_of(written.body, written.text, office.today)
    return attachment(file_name(written.body, number), DOCX, made)
