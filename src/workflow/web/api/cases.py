"""Cases: list, show, register, move, ask, mend, note, link, purge."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import Query, Response

from workflow.app.asking import what_if, why
from workflow.app.browsing import Wanted as Listing
from workflow.app.browsing import browse
from workflow.app.folding import Case as Folded
from workflow.app.linking import link, linked_with, unlink
from workflow.app.moving import Moved, Wanted, advance
from workflow.app.noting import note, notes
from workflow.app.office import Office
from workflow.app.previewing import registration
from workflow.app.purging import purge
from workflow.app.reading import PREFIX
from workflow.app.reading import find_case as read_case
from workflow.app.rectifying import Mend, rectify
from workflow.app.registering import Application, register
from workflow.app.revealing import reveal
from workflow.app.showing import show
from workflow.app.summaries import Heading
from workflow.app.tokens import Holder
from workflow.errors import Reason
from workflow.web.api import shapes
from workflow.web.api.bearer import (
    VIA,
    CaseReader,
    CaseWriter,
    Purger,
    actor,
    find_case,
    seen_by,
)
from workflow.web.api.once import OnceOnly
from workflow.web.api.seen import Seen, tag
from workflow.web.api.strict import router as new_router
from workflow.web.guard import TheOffice

router = new_router("cases", "/cases")


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


def _line(row: Any, said: Heading) -> shapes.CaseLine:
    names = ("number", "agency", "state", "open", "channel", "submitted_on", "received_on")
    more = ("due", "waiting_for", "decided_on", "outcome")
    return shapes.CaseLine(
        id=ident(row.chain),
        class_=row.applicant,
        applicant=said.applicant,
        content=said.content,
        **{name: getattr(row, name) for name in (*names, *more)},
    )


def ident(chain: str) -> str:
    """Return a case's id in addresses: its chain without the kind."""
    return chain.removeprefix(PREFIX)


@router.post("", status_code=201)
def register_case(
    office: TheOffice, holder: CaseWriter, once: OnceOnly, given: shapes.NewCase
) -> shapes.Registered:
    """Register an application in the token's agency."""

    def do(office: Office) -> shapes.Registered:
        done = register(office, _application(holder, given), actor(holder), VIA)
        case = done.case
        return shapes.Registered(
            id=ident(case.chain),
            number=case.number,
            due=_due(case),
            warnings=_warned(done.warnings),
        )

    return once(office, holder, given, shapes.Registered, do)


def _application(holder: Holder, given: shapes.NewCase) -> Application:
    facts = given.model_dump(exclude={"submitted_on", "person", "number", "example"}, mode="json")
    return Application(
        holder.agency,
        given.submitted_on,
        facts,
        given.person.model_dump(),
        given.number,
        example=given.example,
    )


@router.post("/preview")
def preview_case(office: TheOffice, holder: CaseWriter, given: shapes.NewCase) -> shapes.Previewed:
    """Say what registering would bring: what stands against it, its dates, likely repeats."""
    found = registration(office, _application(holder, given), actor(holder))
    return shapes.Previewed(
        verdict=shapes.Verdict(**found.verdict.to_json()),
        due=_due(found.case),
        repeats=[
            shapes.Repeat(
                id=one.ident,
                number=one.row["number"],
                same_applicant=one.same,
                score=one.score,
                reasons=_warned(one.reasons),
            )
            for one in found.doubles
        ],
    )


def _due(case: Folded) -> Any:
    reply = case.deadlines.clock("reply")
    return reply.due if reply else None


def _warned(reasons: tuple[Reason, ...]) -> list[shapes.Warned]:
    return [shapes.Warned(**reason.to_json()) for reason in reasons]


@router.get("/{case}")
def show_case(
    office: TheOffice, holder: CaseReader, response: Response, case: shapes.CaseKey
) -> shapes.Case:
    """Show a case: state, events, deadlines with proof, documents, moves, journal."""
    chain, agency = find_case(office, holder, case)
    document = show(office, chain, holder.name, holder.role, agency)
    tag(response, document["version"])
    return shapes.Case(id=ident(chain), **document)


@router.post("/{case}/moves", status_code=201)
def move(
    office: TheOffice,
    holder: CaseWriter,
    once: OnceOnly,
    seen: Seen,
    case: shapes.CaseKey,
    given: shapes.NewMove,
) -> shapes.Moved:
    """Make a move, or get every reason why not (409)."""
    chain, agency = find_case(office, holder, case)
    expected = given.expected if seen is None else seen
    told = (given.trigger, given.on, given.facts, given.child, given.reason)
    wanted = Wanted(chain, *told, agency, expected)

    def do(office: Office) -> shapes.Moved:
        return _moved(advance(office, wanted, actor(holder), VIA))

    return once(office, holder, given, shapes.Moved, do)


def _moved(done: Moved) -> shapes.Moved:
    return shapes.Moved(
        id=ident(done.case.chain),
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
    office: TheOffice,
    holder: CaseWriter,
    once: OnceOnly,
    case: shapes.CaseKey,
    given: shapes.NewMend,
) -> shapes.Mended:
    """Supersede an entry by a mended one; both stay, everything is derived again."""
    chain, agency = find_case(office, holder, case)
    mend = Mend(chain, given.entry, given.facts, given.on, given.reason, agency)

    def do(office: Office) -> shapes.Mended:
        return _as_it_stands(rectify(office, mend, actor(holder), VIA))

    return once(office, holder, given, shapes.Mended, do)


def _as_it_stands(case: Folded) -> shapes.Mended:
    return shapes.Mended(
        id=ident(case.chain),
        number=case.number,
        state=case.state,
        version=case.version,
        due=_due(case),
    )


@router.get("/{case}/notes")
def list_notes(office: TheOffice, holder: CaseReader, case: shapes.CaseKey) -> list[shapes.Note]:
    """List what was noted down about a case, the oldest first."""
    chain, _agency = find_case(office, holder, case)
    return [shapes.Note(**asdict(one)) for one in notes(office, chain)]


@router.post("/{case}/notes", status_code=201)
def note_case(
    office: TheOffice,
    holder: CaseWriter,
    once: OnceOnly,
    seen: Seen,
    case: shapes.CaseKey,
    given: shapes.NewNote,
) -> shapes.Mended:
    """Note something about a case: an entry that changes no state."""
    chain, agency = find_case(office, holder, case)

    def do(office: Office) -> shapes.Mended:
        on = given.on or office.today
        return _as_it_stands(
            note(office, ident(chain), agency, on, given.text, actor(holder), seen, VIA)
        )

    return once(office, holder, given, shapes.Mended, do)


@router.get("/{case}/links")
def list_links(office: TheOffice, holder: CaseReader, case: shapes.CaseKey) -> list[shapes.Link]:
    """List the cases that a case is linked with, each with the reason."""
    chain, _agency = find_case(office, holder, case)
    return [shapes.Link(**one.to_json()) for one in linked_with(office, chain)]


@router.post("/{case}/links", status_code=201)
def link_case(
    office: TheOffice,
    holder: CaseWriter,
    once: OnceOnly,
    case: shapes.CaseKey,
    given: shapes.NewLink,
) -> shapes.Mended:
    """Link a case with another one of its agency, or take a link back; each tells of the other."""
    chain, agency = find_case(office, holder, case)

    def do(office: Office) -> shapes.Mended:
        act = unlink if given.undo else link
        told = (given.number, given.reason, actor(holder), agency, VIA)
        return _as_it_stands(act(office, ident(chain), *told))

    return once(office, holder, given, shapes.Mended, do)


@router.post("/{case}/identity")
def show_identity(office: TheOffice, holder: CaseWriter, case: shapes.CaseKey) -> shapes.Identity:
    """Show the applicant's identity number in full; the showing stands in the journal."""
    chain, agency = find_case(office, holder, case)
    return shapes.Identity(id_number=reveal(office, int(ident(chain)), actor(holder), agency))


@router.post("/{case}/purge")
def purge_case(
    office: TheOffice, holder: Purger, case: shapes.CaseKey, given: shapes.NewPurge
) -> shapes.Purged:
    """Destroy the personal data of a filed case for good, or get every reason why not (409)."""
    chain, agency = find_case(office, holder, case)
    done = purge(
        office, chain, actor(holder), given.reason, agency=agency, early=given.early, via=VIA
    )
    return shapes.Purged(
        number=done.number, values=done.values, files=done.files, documents=done.documents
    )
