"""后台任务: what runs in the background, how far it is, what it found and made."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from workflow.app import tasks
from workflow.app.office import Office
from workflow.app.sign_in import Person
from workflow.app.tasks import Progress
from workflow.app.viewing import names_of
from workflow.errors import NotFoundError
from workflow.statutes.roles import CASE_ROLES
from workflow.web.downloads import attachment
from workflow.web.guard import CurrentPerson, SentForm, TheOffice
from workflow.web.menu import HANDLERS
from workflow.web.view import page

router = APIRouter()
Ident = Annotated[int, Path(ge=1, le=2**53)]
LISTED = 50
#: So many findings stand on the page.
SHOWN = 200
RUNNING = ("waiting", "running")


@router.get("/tasks")
def show_list(request: Request, office: TheOffice, person: CurrentPerson) -> HTMLResponse:
    """List the tasks that a person may see, the newest first."""
    found = _listed(office, person)
    names = names_of(office, {one.made_by for one in found})
    return page(request, "tasks.html", tasks=found, names=names)


def _listed(office: Office, person: Person) -> list[Progress]:
    """Return what somebody ordered himself, and his agency's; the admin: the installation's."""
    found = {one.id: one for one in tasks.tasks(office, made_by=person.name, limit=LISTED)}
    agency = "" if person.role == "admin" else person.agency
    if person.role in {*HANDLERS, "admin"}:
        found |= {one.id: one for one in tasks.tasks(office, agency=agency, limit=LISTED)}
    mine = [one for one in found.values() if _sees(person, one)]
    return sorted(mine, key=lambda one: -one.id)[:LISTED]


def _sees(person: Person, one: Progress) -> bool:
    """Tell whether a person may see a task, and what it made: as he acts now, not as he once did.

    A task of an agency holds case content: no keeper sees it, whoever ordered it.
    """
    if one.agency:
        own = one.made_by == person.name and person.role in CASE_ROLES
        return one.agency == person.agency and (own or person.role in HANDLERS)
    return one.made_by == person.name or person.role == "admin"


def _task(office: Office, person: Person, ident: int) -> Progress:
    one = tasks.progress(office, ident)
    if not _sees(person, one):
        raise NotFoundError("task.unknown", task=ident)
    return one


@router.get("/tasks/{ident}")
def show(request: Request, office: TheOffice, person: CurrentPerson, ident: Ident) -> HTMLResponse:
    """Show how far a task is, what it found, and its file once it is finished."""
    one = _task(office, person, ident)
    return page(
        request,
        "task.html",
        task=one,
        by=names_of(office, {one.made_by}).get(one.made_by, one.made_by),
        running=one.state in RUNNING,
        shown=SHOWN,
    )


@router.get("/tasks/{ident}/file")
def download(office: TheOffice, person: CurrentPerson, ident: Ident) -> Response:
    """Download what a finished task made."""
    _task(office, person, ident)
    file = tasks.result(office, ident)
    return attachment(file.name, file.media_type, file.content)


@router.post("/tasks/{ident}/cancel")
def cancel(office: TheOffice, person: CurrentPerson, _form: SentForm, ident: Ident) -> Response:
    """Stop a task."""
    _task(office, person, ident)
    tasks.cancel(office, ident)
    return RedirectResponse(f"/tasks/{ident}", status_code=303)
