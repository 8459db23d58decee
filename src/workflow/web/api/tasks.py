"""Heavy work in the background: ordered, looked at, fetched, stopped."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Path, Query, Response
from pydantic import Field

from workflow.app import tasks as work
from workflow.app.office import Office
from workflow.app.tasks import Order, Progress
from workflow.app.tokens import Holder
from workflow.errors import NotFoundError, RefusedError
from workflow.messages import say
from workflow.web.api import shapes
from workflow.web.api.bearer import TaskHolder, actor, find_case
from workflow.web.api.once import OnceOnly
from workflow.web.api.strict import router as new_router
from workflow.web.api.uploads import KINDS as FILE_KINDS
from workflow.web.api.uploads import answers
from workflow.web.downloads import attachment
from workflow.web.guard import TheOffice

router = new_router("tasks", "/tasks")

TaskId = Annotated[int, Path(ge=1, le=shapes.LARGEST_NUMBER)]
HANDLERS = ("clerk", "reviewer", "office_head", "leader")
#: Kind → who may order it by the API; files are sent to their own operations.
WHO = {
    "letters": HANDLERS,
    "bundles": HANDLERS,
    "journal": ("auditor",),
    "rederive": ("admin",),
}


class NewTask(shapes.Given):
    """Work to be done in the background."""

    kind: Literal["letters", "bundles", "journal", "rederive"]
    notice: Annotated[shapes.Word | None, Field(description="letters: which notice.")] = None
    cases: Annotated[
        list[shapes.Word],
        Field(default_factory=list, max_length=1000, description="bundles: ids or numbers."),
    ]


class Task(shapes.Answer):
    """How a task stands; ``files`` is the number of files that can be fetched."""

    id: int
    kind: str
    label: str
    agency: str
    made_by: str
    made_at: datetime
    state: Literal["waiting", "running", "finished", "failed", "cancelled"]
    state_label: str
    done: int
    total: int | None
    finished_at: datetime | None
    failure: dict[str, Any] | None
    findings: list[dict[str, Any]]
    counts: dict[str, int]
    files: int
    kept_until: datetime | None


@router.get("")
def list_tasks(
    office: TheOffice,
    holder: TaskHolder,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[Task]:
    """List the tasks that the token's person ordered, the newest first."""
    found = work.tasks(office, made_by=holder.name, limit=limit)
    return [Task(**one.to_json()) for one in found]


@router.post("", status_code=202)
def order(office: TheOffice, holder: TaskHolder, once: OnceOnly, given: NewTask) -> Task:
    """Order work for the background: letters of all cases that owe one, bundles, verification."""
    if holder.role not in WHO[given.kind]:
        role, kind = say(f"roles.{holder.role}"), say(f"task.kind_{given.kind}")
        raise RefusedError("api.task_role", role=role, kind=kind)

    def do(office: Office) -> Task:
        ident = work.start(office, _order(office, holder, given), actor(holder))
        return Task(**work.progress(office, ident).to_json())

    return once(office, holder, given, Task, do)


def _order(office: Office, holder: Holder, given: NewTask) -> Order:
    match given.kind:
        case "letters":
            return Order("letters", holder.agency, {"notice": given.notice or ""})
        case "bundles":
            chains = [find_case(office, holder, one)[0] for one in given.cases]
            return Order("bundles", holder.agency, {"cases": chains})
        case "journal":
            return Order("journal", "", {"derived": True})
        case "rederive":
            return Order("rederive")


def _own(office: Office, holder: Holder, ident: int) -> Progress:
    """Return a task that the token's person ordered; another's is not found."""
    found = work.progress(office, ident)
    if found.made_by != holder.name:
        raise NotFoundError("task.unknown", task=ident)
    return found


@router.get("/{task}")
def show(office: TheOffice, holder: TaskHolder, task: TaskId) -> Task:
    """Show how a task stands."""
    return Task(**_own(office, holder, task).to_json())


@router.get("/{task}/file", response_class=Response, responses=answers(*FILE_KINDS.values()))
def fetch(office: TheOffice, holder: TaskHolder, task: TaskId) -> Response:
    """Fetch what a finished task made: its file, or a zip of them."""
    _own(office, holder, task)
    made = work.result(office, task)
    return attachment(made.name, made.media_type, made.content)


@router.post("/{task}/cancel")
def cancel(office: TheOffice, holder: TaskHolder, task: TaskId) -> Task:
    """Stop a task; what its finished steps wrote stays, its files go."""
    _own(office, holder, task)
    work.cancel(office, task)
    return Task(**work.progress(office, task).to_json())
