"""登记: how and when it came, then the official form's order; the date as it will be beside it."""

import secrets
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from workflow.app import attaching, drafts, linking
from workflow.app.handlers import carry_out
from workflow.app.office import Office
from workflow.app.previewing import Preview, registration
from workflow.app.registering import register
from workflow.app.sign_in import Person
from workflow.errors import Reason, RefusedError
from workflow.messages import say
from workflow.statutes.facts import CHANNELS, CLASSES
from workflow.web import application
from workflow.web.application import Typing, contents, read_application
from workflow.web.guard import (
    Clerk,
    SentFile,
    SentForm,
    TheOffice,
    actor,
    sent_files,
    typed_in,
)
from workflow.web.typed import typed_day
from workflow.web.view import page

router = APIRouter()
PATH = "/register"
DAYS = ("in_person_on", "signed_mail_on", "web_on")


@router.get("/register")
def show(request: Request, office: TheOffice, person: Clerk, draft: str = "") -> HTMLResponse:
    """Show the form, empty or as it was left."""
    found = drafts.kept(office, person.name, f"{PATH}/{draft}") if draft.isalnum() else None
    if found:
        typing = replace(read_application(found.values, office.today), errors={})
        return _form(request, office, person, typing, draft, kept=True)
    today = [typed_day(office.today)]
    typed = {"channel": ["in_person"], "applicant_class": ["natural"]} | dict.fromkeys(DAYS, today)
    typing = replace(read_application(typed, office.today), errors={})
    return _form(request, office, person, typing, secrets.token_hex(8))


@router.post("/register")
async def do(request: Request, office: TheOffice, person: Clerk, form: SentForm) -> Response:
    """Register; or keep the draft, take a file, take one away, count the date again."""
    files = await sent_files(form)
    return await run_in_threadpool(_do, request, office, person, form, files)


def _do(
    request: Request,
    office: Office,
    person: Person,
    form: FormData,
    files: list[SentFile],
) -> Response:
    draft = str(form.get("draft", ""))
    draft = draft if draft.isalnum() else secrets.token_hex(8)
    chain = drafts.chain_of(person.name)
    typing = read_application(typed_in(form), office.today)
    refused = attaching.take(office, chain, draft, files)
    action = str(form.get("action", ""))
    if action.startswith("remove:"):
        attaching.remove(office, chain, action.removeprefix("remove:"))
    drafts.keep(office, person.name, f"{PATH}/{draft}", typing.typed)
    if action and not refused:
        kept = action == "draft"
        return _form(request, office, person, replace(typing, errors={}), draft, kept=kept)
    if refused or typing.errors:
        errors = {**typing.errors, **refused}
        return _form(request, office, person, replace(typing, errors=errors), draft, status=400)
    return _register(request, office, person, typing, draft)


def _register(
    request: Request, office: Office, person: Person, typing: Typing, draft: str
) -> Response:
    chain = drafts.chain_of(person.name)
    wanted = typing.application(person.agency, office.today)
    receipts = attaching.kept(office, chain, draft)["receipt_files"]
    if receipts:
        named = say("web_register.evidence_files", names="、".join(one.name for one in receipts))
        evidence = "；".join(filter(None, (str(wanted.facts.get("evidence", "")), named)))
        wanted = replace(wanted, facts={**wanted.facts, "evidence": evidence})
    try:
        done = register(office, wanted, actor(person), "web")
    except RefusedError as error:
        return _form(
            request, office, person, typing, draft, status=409, reasons=list(error.reasons)
        )
    attaching.hand_over(office, chain, draft, done.case.chain, 1)
    drafts.drop(office, person.name, f"{PATH}/{draft}")
    ident = done.case.chain.partition(":")[2]
    for number in typing.chosen("linked"):
        why = say("web_register.link_reason")
        linking.link(office, ident, number, why, actor(person), person.agency, "web")
    carry_out(office, chain=done.case.chain)
    return RedirectResponse(f"/cases/{ident}?done=1", status_code=303)


@router.post("/register/preview")
def preview(request: Request, office: TheOffice, person: Clerk, form: SentForm) -> HTMLResponse:
    """Return the parts beside the form as they are for what is typed now. Nothing is stored."""
    typing = read_application(typed_in(form), office.today)
    return page(request, "register_live.html", **_beside(office, person, typing))


def _beside(office: Office, person: Person, typing: Typing) -> dict[str, Any]:
    """Return the date as it will be, the list of article 29, and the likely doubles."""
    found: Preview = registration(
        office, typing.application(person.agency, office.today), actor(person)
    )
    clocks = found.case.deadlines
    return {
        "typing": typing,
        "preview": found,
        "reply": clocks.clock("reply"),
        "confirmation": clocks.clock("confirmation"),
        "correction": clocks.clock("correction_notice"),
        "contents": contents(typing),
    }


def _form(
    request: Request,
    office: Office,
    person: Person,
    typing: Typing,
    draft: str,
    *,
    status: int = 200,
    kept: bool = False,
    reasons: list[Reason] | None = None,
) -> HTMLResponse:
    others = [
        one for one in drafts.listed(office, person.name, f"{PATH}/")
        if one.key != f"{PATH}/{draft}"
    ]  # fmt: skip
    return page(
        request,
        "register.html",
        status=status,
        draft=draft,
        kept=kept,
        others=others,
        errors=[*typing.errors.items(), *(("", one.message) for one in reasons or ())],
        **attaching.kept(office, drafts.chain_of(person.name), draft),
        accepted=",".join(f".{kind}" for kind in attaching.KINDS),
        channels=CHANNELS,
        classes=CLASSES,
        groups=application.GROUPS,
        id_kinds=application.ID_KINDS,
        forms=application.FORMS,
        ways=application.WAYS,
        **_beside(office, person, typing),
    )
