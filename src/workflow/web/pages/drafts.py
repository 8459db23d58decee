"""Keeping what is being written, for the script that does so every half minute."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from workflow.app import drafts
from workflow.messages import say
from workflow.web.guard import CaseWorker, SentForm, TheOffice, draft_key, typed_in
from workflow.web.words import clock_time

router = APIRouter()


@router.post("/drafts/{path:path}")
def keep(office: TheOffice, person: CaseWorker, form: SentForm, path: str) -> PlainTextResponse:
    """Keep a page's form and say when."""
    drafts.keep(office, person.name, draft_key(f"/{path}", form), typed_in(form))
    return PlainTextResponse(say("web_move.kept_at", at=clock_time(office.now())))
