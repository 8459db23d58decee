"""作废: the page on which a document that went out is voided, with the reason."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from workflow.app import drafts, papers, voiding
from workflow.app.office import Office
from workflow.app.sign_in import Person
from workflow.errors import InputError, RefusedError
from workflow.messages import say
from workflow.web.fields import Field
from workflow.web.guard import DocumentVoider, SentForm, TheOffice, actor, typed_in
from workflow.web.paper_titles import paper_title
from workflow.web.view import page

router = APIRouter()
PATH = "/cases/{ident}/documents/{document}/void"


@router.get(PATH)
def show(
    request: Request, office: TheOffice, person: DocumentVoider, ident: int, document: int
) -> HTMLResponse:
    """Ask why a document is voided, and tell what that means."""
    kept = drafts.kept(office, person.name, _path(ident, document))
    reason = "".join(kept.values.get("reason", [""])) if kept else ""
    return _form(request, office, person, ident, document, reason)


@router.post(PATH)
def do(
    request: Request,
    office: TheOffice,
    person: DocumentVoider,
    form: SentForm,
    ident: int,
    document: int,
) -> Response:
    """Void the document; every reason against it is told, and what was typed is kept."""
    reason = "".join(typed_in(form).get("reason", [""]))
    case = papers.paper(office, ident, document, person.agency, person.role).row["chain"]
    which = voiding.Which(case, document=document, agency=person.agency)
    try:
        done = voiding.void(office, which, actor(person), reason, "web")
    except InputError as error:
        errors = {"reason": error.message}
        return _form(request, office, person, ident, document, reason, errors, status=400)
    except RefusedError as error:
        errors = {"": "；".join(one.message for one in error.reasons)}
        return _form(request, office, person, ident, document, reason, errors, status=409)
    drafts.drop(office, person.name, _path(ident, document))
    return RedirectResponse(f"/cases/{ident}?done={done.entry}", status_code=303)


def _path(ident: int, document: int) -> str:
    return PATH.format(ident=ident, document=document)


def _form(
    request: Request,
    office: Office,
    person: Person,
    ident: int,
    document: int,
    reason: str,
    errors: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> HTMLResponse:
    found = papers.paper(office, ident, document, person.agency, person.role)
    told = errors or {}
    field = Field(
        "reason", say("voiding.why"), "area", required=True, hint=say("voiding.why_hint"),
        values=(reason,), error=told.get("reason", ""),
    )  # fmt: skip
    return page(
        request,
        "void.html",
        status=status,
        ident=ident,
        document=found.row,
        title=paper_title(found.row),
        path=_path(ident, document),
        field=field,
        errors=told,
    )
