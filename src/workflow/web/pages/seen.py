"""谁看过什么: whose personal data was shown to whom, for the auditor.

What is asked about stands in the form's body, never in an address: an address is kept in logs.
"""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from workflow.app.who_saw import Asked, Seen, who_saw
from workflow.messages import say
from workflow.web.guard import SentForm, TheOffice
from workflow.web.keepers import Auditor
from workflow.web.typed import read_day
from workflow.web.view import page

router = APIRouter()
#: So many acts are shown, the latest; the command line and the interface list all.
SHOWN = 200
TEXTS = ("number", "applicant", "person", "agency")
DAYS = ("since", "until")


@router.get("/journal/seen")
def ask(request: Request, _: Auditor) -> HTMLResponse:
    """Ask for a case, an applicant, a user, an agency, days."""
    return _page(request, {}, {}, None)


@router.post("/journal/seen")
def answer(request: Request, office: TheOffice, _: Auditor, form: SentForm) -> HTMLResponse:
    """Show who saw what, the latest first."""
    typed = {name: _said(form, name) for name in (*TEXTS, *DAYS)}
    days = {name: read_day(typed[name], office.today) for name in DAYS if typed[name]}
    errors = {name: _wrong(name, typed[name]) for name, day in days.items() if day is None}
    if errors:
        return _page(request, typed, errors, None)
    found = who_saw(office, _asked(typed, days), SHOWN)
    return _page(request, typed, {}, found[::-1])


def _asked(typed: dict[str, str], days: dict[str, date | None]) -> Asked:
    texts = {name: typed[name] or None for name in TEXTS}
    return Asked(**texts, since=days.get("since"), until=days.get("until"))


def _said(form: FormData, name: str) -> str:
    said = form.get(name, "")
    return said.strip() if isinstance(said, str) else ""


def _wrong(name: str, said: str) -> str:
    return say("web_register.day_wrong", label=say(f"web_seen.{name}"), said=said)


def _page(
    request: Request, typed: dict[str, str], errors: dict[str, str], found: list[Seen] | None
) -> HTMLResponse:
    status = 400 if errors else 200
    values = {"typed": typed, "errors": errors, "found": found, "shown": SHOWN}
    return page(request, "seen.html", status=status, texts=TEXTS, days=DAYS, **values)
