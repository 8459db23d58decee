"""数据填报: figures that belong to no case, by period, with their sources and last year's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from workflow.app import tasks
from workflow.app.figure_desk import NARRATIVE, PARTS, TABLE, Typed, desk_of, enter_typed
from workflow.app.figure_files import Import, export_figures, import_figures, is_long_file
from workflow.app.figure_kinds import label_of
from workflow.app.figure_periods import Period, read_period
from workflow.app.figures import WRITERS, history
from workflow.app.heavy.registers import SOURCE
from workflow.app.office import Office
from workflow.app.sign_in import Person
from workflow.app.tasks import TEXT, Order, TaskFile
from workflow.app.viewing import names_of
from workflow.errors import InputError, Reason, RefusedError
from workflow.messages import say
from workflow.web.downloads import XLSX, attachment
from workflow.web.files import TABLES, laid_out, made
from workflow.web.guard import CaseReader, CaseWorker, SentForm, TheOffice, actor
from workflow.web.seen import agencies_to_choose, name_of, seen_agency
from workflow.web.view import page

router = APIRouter()
#: Empty rows for categories that aren't there yet.
MORE_ROWS = 3
Word = Annotated[str, Query(max_length=60)]
Key = Annotated[str, Query(max_length=120)]


@dataclass(frozen=True, slots=True)
class Said:
    """What stands above the form, and what was typed in it."""

    done: str = ""
    problem: str = ""
    reasons: Sequence[Reason] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Typed | None = None


QUIET = Said()


@router.get("/figures")
def show(
    request: Request,
    office: TheOffice,
    person: CaseReader,
    period: Word = "",
    key: Key = "",
    done: Annotated[int, Query(ge=0, le=10_000)] = 0,
    agency: Word = "",
) -> HTMLResponse:
    """Show the figures of a period; ``key`` opens the history of one of them."""
    code = seen_agency(office, person, agency)
    try:
        when = _period(office, period)
    except InputError as error:
        return _page(request, office, person, code, Period(office.today.year),
                     Said(problem=error.message))  # fmt: skip
    said = Said(done=say("web_figures.kept", period=when.label, n=done)) if done else QUIET
    return _page(request, office, person, code, when, said, key=key)


def _period(office: Office, text: str) -> Period:
    return read_period(text) if text.strip() else Period(office.today.year)


def _page(
    request: Request,
    office: Office,
    person: Person,
    agency: str,
    period: Period,
    said: Said = QUIET,
    *,
    key: str = "",
) -> HTMLResponse:
    desk = desk_of(office, agency, period)
    told = history(office, agency, period, key) if key else []
    return page(
        request,
        "figures.html",
        status=400 if said.problem or said.errors else 200,
        desk=desk,
        groups=(NARRATIVE, PARTS, TABLE),
        parts=PARTS,
        said=said,
        labels={name: label_of(name, period.year) for name in said.errors},
        more_rows=MORE_ROWS,
        others_of_year=_around(period),
        opened=label_of(key, period.year) if told else "",
        history=told,
        names=names_of(office, {one["actor"] for one in told}),
        may_enter=person.role in WRITERS and agency == person.agency,
        agency=agency,
        agency_title=name_of(office, agency),
        others=agencies_to_choose(office, person),
    )


def _around(period: Period) -> list[Period]:
    """Return the periods of the year, the year first."""
    year = Period(period.year)
    halves = list(year.parts())
    return [year, *halves, *(quarter for half in halves for quarter in half.parts())]


@router.post("/figures")
def keep(request: Request, office: TheOffice, person: CaseWorker, form: SentForm) -> Response:
    """Enter what was typed, all of it or nothing."""
    period = _period(office, str(form.get("period", "")))
    typed = _typed(form)
    changed, errors = enter_typed(office, person.agency, period, typed, actor(person))
    if errors:
        said = Said(errors=errors, typed=typed)
        return _page(request, office, person, person.agency, period, said)
    return RedirectResponse(f"/figures?period={period.code}&done={changed}", status_code=303)


def _typed(form: FormData) -> Typed:
    texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    cut = len("value.")
    names, values = form.getlist("new_name"), form.getlist("new_value")
    return Typed(
        values={name[cut:]: text for name, text in texts.items() if name.startswith("value.")},
        sources={
            name.removeprefix("source."): text
            for name, text in texts.items()
            if name.startswith("source.")
        },
        categories=tuple((str(one), str(two)) for one, two in zip(names, values, strict=False)),
        source=texts.get("source", ""),
    )


@router.post("/figures/import")
def take_file(request: Request, office: TheOffice, person: CaseWorker, form: SentForm) -> Response:
    """Enter every figure of a file, or none; a long file in the background."""
    period = _period(office, str(form.get("period", "")))
    source = str(form.get("source", "")).strip()
    try:
        with laid_out(form, kinds=(*TABLES, ".json")) as path:
            if is_long_file(path):
                return _order(office, person, path, period, source)
            wanted = Import(person.agency, path, period, source)
            done = import_figures(office, wanted, actor(person), "web")
    except (InputError, RefusedError) as error:
        said = Said(problem=error.message, reasons=getattr(error, "reasons", ()))
        return _page(request, office, person, person.agency, period, said)
    changed = sum(len(entered.changed) for _, entered in done)
    return RedirectResponse(f"/figures?period={period.code}&done={changed}", status_code=303)


def _order(office: Office, person: Person, path: Path, period: Period, source: str) -> Response:
    """Leave a long file to whoever works in the background."""
    given = [TaskFile(path.name, XLSX, path.read_bytes()), TaskFile(SOURCE, TEXT, source.encode())]
    order = Order("figures", person.agency, {"period": period.code}, given)
    ident = tasks.start(office, order, actor(person))
    return RedirectResponse(f"/tasks/{ident}", status_code=303)


@router.get("/figures/export.xlsx")
def export(office: TheOffice, person: CaseReader, period: Word = "", agency: Word = "") -> Response:
    """Download the figures of a period, to be filled in and fed again."""
    code = seen_agency(office, person, agency)
    when = _period(office, period)
    content = made(".xlsx", lambda path: export_figures(office, code, when, path))
    return attachment(f"{say('web_figures.file', 'zh', period=when.label)}.xlsx", XLSX, content)
