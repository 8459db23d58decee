"""Cases: list, show, register, move, ask, mend; their documents."""

from typing import Annotated, Any, Literal

import sqlalchemy as sa
from fastapi import APIRouter, Path, Query, Response

from workflow.app.asking import what_if, why
from workflow.app.browsing import Wanted as Listing
from workflow.app.browsing import browse
from workflow.app.filing import content_of
from workflow.app.folding import Case as Folded
from workflow.app.moving import Wanted, advance
from workflow.app.office import Office
from workflow.app.reading import PREFIX
from workflow.app.reading import find_case as read_case
from workflow.app.rectifying import Mend, rectify
from workflow.app.registering import Application, register
from workflow.app.showing import DOCUMENT, documents_of, show
from workflow.app.summaries import Heading
from workflow.errors import NotFoundError, Reason
from workflow.web.api import shapes
from workflow.web.api.bearer import (
    VIA,
    CaseReader,
    CaseWriter,
    DocumentReader,
    actor,
    find_case,
    seen_by,
)
from workflow.web.downloads import DOCX, attachment
from workflow.web.guard import TheOffice

router = APIRouter(prefix="/cases", tags=["cases"])


@router.get("")
def list_cases(
    office: TheOffice,
    holder: CaseReader,
    kind: Literal["open", "closed", "late", "all"] = "open",
    state: Annotated[shapes.Text, Query(max_length=60)] = "",
    q: Annotated[shapes.Text, Query(max_length=200, description="Full text.")] = "",
    year: Annotated[int | None, Query(ge=2008, le=2099)] = None,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> shapes.CaseList:
    """List the cases of the agencies that the token sees, 30 a page; open ones by urgency."""
    agencies = seen_by(office, holder)
    found = browse(office, Listing(agencies, kind, state, q, year, page))
    lines = [_line(row, said) for row, said in found.rows]
    return shapes.CaseList(cases=lines, page=page, more=found.more)


def _line(row: sa.RowMapping, said: Heading) -> shapes.CaseLine:
    names = ("number", "agency", "state", "open", "channel", "submitted_on", "received_on")
    more = ("due", "waiting_for", "decided_on", "outcome")
    return shapes.CaseLine(
        id=ident(row["chain"]),
        class_=row["applicant"],
        applicant=said.applicant,
        content=said.content,
        **{name: row[name] for name in (*names, *more)},
    )


def ident(chain: str) -> str:
    """Return a case's id in addresses: its chain without the kind."""
    return chain.removeprefix(PREFIX)


@router.post("", status_code=201)
def register_case(
    office: TheOffice, holder: CaseWriter, given: shapes.NewCase
) -> shapes.Registered:
    """Register an application in the token's agency."""
    facts = given.model_dump(exclude={"submitted_on", "person", "number", "example"}, mode="json")
    application = Application(
        holder.agency,
        given.submitted_on,
        facts,
        given.person.model_dump(),
        given.number,
        example=given.example,
    )
    done = register(office, application, actor(holder), VIA)
    case = done.case
    return shapes.Registered(
        id=ident(case.chain), number=case.number, due=_due(case), warnings=_warned(done.warnings)
    )


def _due(case: Folded) -> Any:
    reply = case.deadlines.clock("reply")
    return reply.due if reply else None


def _warned(reasons: tuple[Reason, ...]) -> list[shapes.Warned]:
    return [shapes.Warned(**reason.to_json()) for reason in reasons]


@router.get("/{case}")
def show_case(office: TheOffice, holder: CaseReader, case: shapes.CaseKey) -> shapes.Case:
    """Show a case: state, events, deadlines with proof, documents, moves, journal."""
    chain, agency = find_case(office, holder, case)
    document = show(office, chain, holder.name, holder.role, agency)
    return shapes.Case(id=ident(chain), **document)


@router.post("/{case}/moves", status_code=201)
def move(
    office: TheOffice, holder: CaseWriter, case: shapes.CaseKey, given: shapes.NewMove
) -> shapes.Moved:
    """Make a move, or get every reason why not (409)."""
    chain, agency = find_case(office, holder, case)
    wanted = Wanted(
        chain,
        given.trigger,
        given.on,
        given.facts,
        given.child,
        given.reason,
        agency,
        given.expected,
    )
    done = advance(office, wanted, actor(holder), VIA)
    return shapes.Moved(
        id=ident(chain),
        number=done.case.number,
        state=done.case.state,
        version=done.case.version,
        entry=done.entry.entry,
        child=done.entry.child,
        due=_due(done.case),
        warnings=_warned(done.warnings),
    )


@router.get("/{case}/why")
def why_case(
    office: TheOffice,
    holder: CaseReader,
    case: shapes.CaseKey,
    trigger: Annotated[shapes.Word, Query()],
    on: Annotated[shapes.Day | None, Query(description="Default: today.")] = None,
    child: Annotated[shapes.Word | None, Query()] = None,
) -> shapes.Verdict:
    """Say whether a move is allowed, and every reason against it; nothing changes."""
    chain, agency = find_case(office, holder, case)
    with office.store.read() as session:
        folded = read_case(office, session, chain, agency)
    day = on or office.today
    verdict = why(office, folded, trigger, day, holder.name, holder.role, child)
    return shapes.Verdict(**verdict.to_json())


@router.get("/{case}/what-if")
def what_if_case(office: TheOffice, holder: CaseReader, case: shapes.CaseKey) -> shapes.WhatIf:
    """Return the dates that each allowed move would cause today; nothing is saved."""
    chain, agency = find_case(office, holder, case)
    with office.store.read() as session:
        folded = read_case(office, session, chain, agency)
    found = what_if(office, folded, holder.name, holder.role)
    return shapes.WhatIf(number=folded.number, moves=[one.to_json() for one in found])


@router.post("/{case}/rectifications", status_code=201)
def rectify_case(
    office: TheOffice, holder: CaseWriter, case: shapes.CaseKey, given: shapes.NewMend
) -> shapes.Mended:
    """Supersede an entry by a mended one; both stay, everything is derived again."""
    chain, agency = find_case(office, holder, case)
    mend = Mend(chain, given.entry, given.facts, given.on, given.reason, agency)
    done = rectify(office, mend, actor(holder), VIA)
    return shapes.Mended(
        id=ident(chain),
        number=done.number,
        state=done.state,
        version=done.version,
        due=_due(done),
    )


@router.get("/{case}/documents", tags=["documents"])
def list_documents(
    office: TheOffice, holder: DocumentReader, case: shapes.CaseKey
) -> list[shapes.DocumentLine]:
    """List the documents of a case."""
    chain, _agency = find_case(office, holder, case)
    with office.store.read() as session:
        return [shapes.DocumentLine(**row) for row in documents_of(session, chain)]


@router.get(
    "/{case}/documents/{document}",
    tags=["documents"],
    response_class=Response,
    responses={200: {"content": {DOCX: {"schema": {"type": "string", "format": "binary"}}}}},
)
def download(
    office: TheOffice,
    holder: DocumentReader,
    case: shapes.CaseKey,
    document: Annotated[int, Path(ge=1, le=shapes.LARGEST_NUMBER)],
) -> Response:
    """Download a document of a case as .docx."""
    chain, _agency = find_case(office, holder, case)
    return attachment(*_document(office, chain, document))


def _document(office: Office, chain: str, document: int) -> tuple[str, str, bytes]:
    named = sa.select(DOCUMENT.c.notice, DOCUMENT.c.number).where(
        DOCUMENT.c.id == document, DOCUMENT.c.chain == chain
    )
    with office.store.read() as session:
        row = session.execute(named).first()
        if row is None:
            raise NotFoundError("api.no_document", document=document)
        content = content_of(office, session, document)
    return f"{row.number or row.notice}.docx", DOCX, content
