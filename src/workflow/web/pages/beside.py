"""What stands beside the steps of a case: notes (记一件事) and the cases it belongs with (关联)."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from workflow.app import attaching, drafts, linking
from workflow.app.noting import note
from workflow.app.office import Office
from workflow.app.sign_in import Person
from workflow.app.viewing import view
from workflow.errors import ConflictError, InputError, NotFoundError
from workflow.messages import say
from workflow.web.fields import Field
from workflow.web.guard import (
    CaseWorker,
    SentFile,
    SentForm,
    TheOffice,
    actor,
    sent_files,
    typed_in,
)
from workflow.web.overtaking import overtaken_by
from workflow.web.typed import read_day, typed_day
from workflow.web.view import page

router = APIRouter()
Typed = Mapping[str, Sequence[str]]


def _text(typed: Typed, name: str) -> str:
    return "".join(typed.get(name, ())[:1]).strip()


@router.get("/cases/{ident}/note")
def show_note(request: Request, office: TheOffice, person: CaseWorker, ident: int) -> HTMLResponse:
    """Show the form of a note, empty or as it was left."""
    kept = drafts.kept(office, person.name, f"/cases/{ident}/note")
    typed = kept.values if kept else {"on": [typed_day(office.today)]}
    return _note_form(request, office, person, ident, typed)


@router.post("/cases/{ident}/note")
async def add_note(
    request: Request, office: TheOffice, person: CaseWorker, form: SentForm, ident: int
) -> Response:
    """Write a note with its files; who was faster is told, and what was typed stays."""
    files = await sent_files(form)
    typed, seen = typed_in(form), str(form.get("seen", ""))
    return await run_in_threadpool(_note, request, office, person, ident, typed, seen, files)


def _note(
    request: Request,
    office: Office,
    person: Person,
    ident: int,
    typed: Typed,
    seen: str,
    files: Sequence[SentFile],
) -> Response:
    said = _text(typed, "on")
    on = read_day(said, office.today)
    chain, draft = drafts.chain_of(person.name), f"note{ident}"
    errors = attaching.take(office, chain, draft, files)
    if on is None:
        errors["on"] = say("web_move.wrong_date", label=say("web_move.legal_day"), said=said)
    if errors or on is None:
        return _note_form(request, office, person, ident, typed, errors, status=400)
    expected = int(seen) if seen.isdigit() else None
    try:
        text = _text(typed, "note")
        case = note(office, ident, person.agency, on, text, actor(person), expected, "web")
    except InputError as error:
        field = "on" if error.code == "procedure.in_future" else "note"
        return _note_form(request, office, person, ident, typed, {field: error.message}, status=400)
    except ConflictError:
        return _note_form(request, office, person, ident, typed, seen=seen, status=409)
    attaching.hand_over(office, chain, draft, case.chain, case.version)
    drafts.drop(office, person.name, f"/cases/{ident}/note")
    return RedirectResponse(f"/cases/{ident}?done={case.version}", status_code=303)


def _note_form(
    request: Request,
    office: Office,
    person: Person,
    ident: int,
    typed: Typed,
    errors: Mapping[str, str] | None = None,
    *,
    seen: str = "",
    status: int = 200,
) -> HTMLResponse:
    viewed = view(office, ident, person.name, person.role, person.agency)
    told = dict(errors or {})
    day = Field(
        "on", say("web_move.legal_day"), "day", required=True, hint=say("web_case.note_day_hint"),
        values=tuple(typed.get("on", ())), error=told.get("on", ""),
    )  # fmt: skip
    text = Field(
        "note", say("web_case.note_text"), "area", required=True, hint=say("web_case.note_hint"),
        values=tuple(typed.get("note", ())), error=told.get("note", ""),
    )  # fmt: skip
    return page(
        request,
        "note.html",
        status=status,
        ident=ident,
        viewed=viewed,
        fields=(day, text),
        errors=told,
        overtaken=overtaken_by(viewed, seen) if seen else (),
        files=attaching.kept(office, drafts.chain_of(person.name), f"note{ident}")["files"],
        accepted=",".join(f".{kind}" for kind in attaching.KINDS),
    )


@router.get("/cases/{ident}/links")
def show_links(request: Request, office: TheOffice, person: CaseWorker, ident: int) -> HTMLResponse:
    """Show what a case is linked with, and the form for another link."""
    kept = drafts.kept(office, person.name, f"/cases/{ident}/links")
    return _links_form(request, office, person, ident, kept.values if kept else {})


@router.post("/cases/{ident}/links")
def change_links(
    request: Request, office: TheOffice, person: CaseWorker, form: SentForm, ident: int
) -> Response:
    """Link the case with another one, or take a link back; both are told, with the reason."""
    typed = typed_in(form)
    gone = str(form.get("action", "")).removeprefix("unlink:")
    change = linking.unlink if gone else linking.link
    number = gone or _text(typed, "number")
    if not number:
        errors = {"number": say("web_move.missing", label=say("web_case.link_number"))}
        return _links_form(request, office, person, ident, typed, errors)
    try:
        change(office, ident, number, _text(typed, "reason"), actor(person), person.agency, "web")
    except (InputError, NotFoundError) as error:
        field = "reason" if error.code == "web_case.link_reason_missing" else "number"
        return _links_form(request, office, person, ident, typed, {field: error.message})
    drafts.drop(office, person.name, f"/cases/{ident}/links")
    return RedirectResponse(f"/cases/{ident}", status_code=303)


def _links_form(
    request: Request,
    office: Office,
    person: Person,
    ident: int,
    typed: Typed,
    errors: Mapping[str, str] | None = None,
) -> HTMLResponse:
    viewed = view(office, ident, person.name, person.role, person.agency)
    told = dict(errors or {})
    number = Field(
        "number", say("web_case.link_number"), "line", required=True,
        hint=say("web_case.link_number_hint"),
        values=tuple(typed.get("number", ())), error=told.get("number", ""),
    )  # fmt: skip
    reason = Field(
        "reason", say("web_case.link_reason"), "area", required=True,
        hint=say("web_case.link_reason_hint"),
        values=tuple(typed.get("reason", ())), error=told.get("reason", ""),
    )  # fmt: skip
    return page(
        request,
        "links.html",
        status=400 if told else 200,
        ident=ident,
        viewed=viewed,
        linked=linking.linked(office, viewed.entries),
        number=number,
        reason=reason,
        errors=told,
    )
