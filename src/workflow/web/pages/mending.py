"""更正: an entry that supersedes an earlier one, with its reason; nothing is edited in place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from workflow.app import drafts
from workflow.app.answer_files import FACT, listed
from workflow.app.office import Office
from workflow.app.rectifying import Mend, facts_of, rectify
from workflow.app.sign_in import Person
from workflow.app.viewing import Viewed, view
from workflow.core.journal import Entry
from workflow.core.moves import FactSpec
from workflow.errors import InputError, NotFoundError, Reason, RefusedError
from workflow.messages import say
from workflow.web.fields import (
    Field,
    field_of,
    fields_of,
    filled,
    read_fields,
    sentence,
    typed_of,
    with_files,
)
from workflow.web.guard import CaseWorker, SentForm, TheOffice, actor, office_of, typed_in
from workflow.web.typed import read_day, typed_day
from workflow.web.view import page

router = APIRouter()
#: What the product wrote itself is no typing slip.
NOT_TYPED = frozenset({"number", "duplicates"})

Typed = Mapping[str, Sequence[str]]


def _entry(
    office: Office, person: Person, ident: int, number: int
) -> tuple[Viewed, Entry, tuple[FactSpec, ...]]:
    viewed = view(office, ident, person.name, person.role, person.agency)
    found = next((one for one in viewed.entries if one.entry == number), None)
    if found is None or number in viewed.mended:
        raise NotFoundError("case.rectify_unknown", entry=number)
    specs = [one for one in facts_of(viewed.case, found) if one.name not in NOT_TYPED]
    return viewed, found, tuple(specs)


@router.get("/cases/{ident}/entries/{number}/mend")
def show(
    request: Request, office: TheOffice, person: CaseWorker, ident: int, number: int
) -> HTMLResponse:
    """Show what was recorded, to be mended."""
    viewed, entry, specs = _entry(office, person, ident, number)
    kept = drafts.kept(office, person.name, _path(ident, number))
    before = {"on": [typed_day(entry.on)], **typed_of(entry.facts, specs)}
    typed = kept.values if kept else before
    return _form(request, viewed, entry, specs, typed)


@router.post("/cases/{ident}/entries/{number}/mend")
def mend(
    request: Request,
    office: TheOffice,
    person: CaseWorker,
    form: SentForm,
    ident: int,
    number: int,
) -> Response:
    """Write the mended entry; refused where what came after would no longer fit."""
    viewed, entry, specs = _entry(office, person, ident, number)
    typed = typed_in(form)
    facts, errors = read_fields(specs, typed, office.today)
    if any(spec.name == FACT for spec in specs):
        facts[FACT] = list(typed.get(FACT, ()))
    said = "".join(typed.get("on", [""]))
    on = read_day(said, office.today)
    if on is None:
        label = say("web_move.legal_day")
        errors["on"] = say("web_move.wrong_date", label=label, said=said)
    reason = "".join(typed.get("mend_reason", [""])).strip()
    if not reason:
        errors["mend_reason"] = say("web_move.missing", label=say("web_case.mend_reason"))
    if errors:
        return _form(request, viewed, entry, specs, typed, status=400, errors=errors)
    wanted = Mend(
        viewed.case.chain, number, _changes(entry, specs, facts), on, reason, viewed.case.agency
    )
    try:
        case = rectify(office, wanted, actor(person), "web")
    except RefusedError as error:
        return _form(request, viewed, entry, specs, typed, status=409, reasons=error.reasons)
    except InputError as error:
        errors = {"": error.message}
        return _form(request, viewed, entry, specs, typed, status=400, errors=errors)
    drafts.drop(office, person.name, _path(ident, number))
    return RedirectResponse(f"/cases/{ident}?done={case.version}", status_code=303)


def _path(ident: int, number: int) -> str:
    return f"/cases/{ident}/entries/{number}/mend"


def _changes(entry: Entry, specs: Sequence[FactSpec], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return only what differs: a fact that was emptied falls away."""
    before = {**entry.facts, FACT: typed_of(entry.facts, specs).get(FACT, [])}
    changed = {name: value for name, value in facts.items() if before.get(name) != value}
    gone = [one.name for one in specs if one.name in entry.facts and one.name not in facts]
    return changed | dict.fromkeys(gone)


def _form(
    request: Request,
    viewed: Viewed,
    entry: Entry,
    specs: Sequence[FactSpec],
    typed: Typed,
    *,
    status: int = 200,
    errors: Mapping[str, str] | None = None,
    reasons: Sequence[Reason] = (),
) -> HTMLResponse:
    told, general = _told(errors or {}, reasons, specs)
    named = any(spec.name == FACT for spec in specs)
    files = listed(office_of(request), viewed.case.chain) if named else ()
    fields = [
        replace(one, error=told.get(one.name, ""))
        for one in with_files(filled(fields_of(specs, entry.trigger), typed), files)
    ]
    day = Field(
        "on", say("web_move.legal_day"), "day", required=True, values=tuple(typed.get("on", ())),
        error=told.get("on", ""),
    )  # fmt: skip
    why = Field(
        "mend_reason", say("web_case.mend_reason"), "area", required=True,
        hint=say("web_case.mend_reason_hint"), values=tuple(typed.get("mend_reason", ())),
        error=told.get("mend_reason", ""),
    )  # fmt: skip
    kind = entry.child.partition(":")[0] if entry.child else "request"
    return page(
        request,
        "mend.html",
        status=status,
        viewed=viewed,
        entry=entry,
        ident=viewed.case.chain.partition(":")[2],
        title=say("web_case.mend_what", act=say(f"triggers.{kind}_{entry.trigger}")),
        fields=[day, *fields, why],
        errors=[*told.items(), *general],
    )


def _told(
    errors: Mapping[str, str], reasons: Sequence[Reason], specs: Sequence[FactSpec]
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return what is said beside each field, and the reasons that belong beside none."""
    told, general = dict(errors), []
    for one in reasons:
        name = field_of(one, specs)
        if name and name not in told:
            told[name] = sentence(one, specs)
        else:
            general.append(("", sentence(one, specs)))
    return told, general
