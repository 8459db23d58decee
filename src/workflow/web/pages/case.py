"""案件页: what is asked, the last day, why, what may be done now, what happened."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from workflow.app import answer_naming, attaching, linking, revealing
from workflow.app.asking import Possible, for_anybody
from workflow.app.casefiles import masked
from workflow.app.folding import Case
from workflow.app.office import Office
from workflow.app.sign_in import Person
from workflow.app.supposing import Supposed, last_days, suppose, supposed_facts
from workflow.app.viewing import Viewed, view
from workflow.core.calendar import Calendar
from workflow.core.deadlines import Deadline
from workflow.errors import NotFoundError
from workflow.messages import say
from workflow.web.course import children, course, fee
from workflow.web.downloads import attachment
from workflow.web.guard import CaseReader, CaseWorker, SentForm, TheOffice, actor, in_one_moment
from workflow.web.left import Left, days_text, left_of
from workflow.web.moves import buttons
from workflow.web.paper_titles import titles_of
from workflow.web.proof import proof_of
from workflow.web.typed import read_day, typed_day
from workflow.web.view import page

router = APIRouter()
PARTIES = ("third_party", "joint_agency", "other_agency")


@router.get("/cases/{ident}")
@in_one_moment
def show(request: Request, office: TheOffice, person: CaseReader, ident: int) -> HTMLResponse:
    """Show a case; ``what`` and ``when`` ask what a move would change."""
    viewed = view(office, ident, person.name, person.role, person.agency)
    calendar = calendar_of(viewed.case, office.today)
    deadline = main_deadline(viewed.case)
    found = buttons(str(ident), viewed.case.state, viewed.moves)
    possible = for_anybody(viewed.moves)
    return page(
        request,
        "case.html",
        ident=ident,
        viewed=viewed,
        deadline=deadline,
        left=left_of(deadline, calendar, office.today) if deadline else None,
        proof=proof_of(viewed.case, deadline, calendar, office.today) if deadline else None,
        others=_others(viewed.case, deadline, calendar, office.today),
        buttons=found,
        read_only=person.role == "supervisor",
        safe_days=_safe_days(office, viewed.case, possible, calendar),
        supposing=_supposing(request, office, viewed.case, person, possible),
        course=course(viewed, office.today),
        consultations=children(viewed, "consultation"),
        appeals=children(viewed, "reconsideration", "litigation"),
        fee=fee(viewed),
        linked=linking.linked(office, viewed.entries),
        files=attaching.files(office, viewed.case.chain),
        titles=titles_of(viewed.documents),
        id_shown=masked(viewed.file.applicant.id_number),
        done=_done(request, viewed),
    )


def calendar_of(case: Case, today: date) -> Calendar:
    """Return the calendar of the case's agency as known today."""
    return case.rules.calendar_on(today)


def main_deadline(case: Case) -> Deadline | None:
    """Return the deadline that the page is about: the agency's most urgent duty, else the reply."""
    duties = [one for one in case.deadlines.deadlines if one.is_duty and one.ended_on is None]
    open_ones = [one for one in duties if one.due is not None]
    if open_ones:
        return min(open_ones, key=lambda one: one.warn_on or date.max)
    return case.deadlines.clock("reply") or next(iter(case.deadlines.deadlines), None)


def _others(
    case: Case, shown: Deadline | None, calendar: Calendar, today: date
) -> list[tuple[Deadline, Left]]:
    return [
        (one, left_of(one, calendar, today)) for one in case.deadlines.deadlines if one is not shown
    ]


def _safe_days(
    office: Office, case: Case, possible: list[Possible], calendar: Calendar
) -> list[tuple[str, str, date, Left]]:
    """Return until when each step stays lawful: what, why, the last day, what is left."""
    found = [
        (label, say("web_case.safe_lawful"), day)
        for label, day in last_days(office, case, possible)
    ]
    reply = case.deadlines.clock("reply")
    if case.open and reply and reply.due and reply.ended_on is None and reply.due >= office.today:
        last = reply.warn_on or reply.due
        found.append((say("web_case.safe_post"), say("web_case.safe_post_why"), last))
        found.append((say("web_case.safe_direct"), say("web_case.safe_direct_why"), last))
    found.sort(key=lambda row: row[2])
    return [(*row, days_text(row[2], calendar, office.today)) for row in found]


@dataclass(frozen=True, slots=True)
class Supposing:
    """The form 如果……: what may be supposed, what was chosen, and what would follow."""

    options: tuple[tuple[str, str], ...]
    chosen: str
    on: str
    problem: str
    supposed: Supposed | None
    lines: tuple[str, ...]


def _supposing(
    request: Request, office: Office, case: Case, person: Person, possible: list[Possible]
) -> Supposing:
    options = dict(_options(possible))
    chosen = request.query_params.get("what", "")
    typed = request.query_params.get("when", typed_day(office.today))
    on = read_day(typed, office.today)
    if chosen not in options or on is None:
        problem = say("web_case.if_day_wrong", said=typed) if chosen and on is None else ""
        return Supposing(tuple(options.items()), chosen, typed, problem, None, ())
    place, trigger, *more = chosen.split("/")
    child = None if place == "request" else place
    facts = dict(supposed_facts(case, trigger, child, on))
    if more:
        facts["party"] = more[0]
    done = suppose(office, case, trigger, child, on, person.name, person.role, facts)
    lines = tuple(_said(case, done, calendar_of(case, office.today), office.today, facts))
    return Supposing(tuple(options.items()), chosen, typed, "", done, lines)


def _options(possible: list[Possible]) -> list[tuple[str, str]]:
    """Return what may be supposed: moves that change a date, whoever may make them."""
    found = []
    for one in possible:
        step = one.verdict.step
        if one.verdict.trigger == "draft" and one.verdict.allowed:
            found += [
                (f"consultation/draft/{party}", say(f"web_case.if_ask_{party}"))
                for party in PARTIES
            ]
        elif step and step.clocks and one.verdict.allowed:
            found.append((f"{one.child or 'request'}/{one.verdict.trigger}", _named(one)))
    return found


def _named(one: Possible) -> str:
    if one.child is None:
        return one.verdict.label
    kind, _, ident = one.child.partition(":")
    return f"{say(f'states.kind_{kind}')} {ident}：{one.verdict.label}"


def _said(
    case: Case, done: Supposed, calendar: Calendar, today: date, facts: dict[str, Any]
) -> list[str]:
    """Return what would follow, a sentence for each date that would change."""
    changed = [
        say(
            "web_case.if_changes",
            clock=say(f"clocks.clock_{one.clock}") + (f" {one.id}" if one.id else ""),
            before=typed_day(before) if before else say("web_case.if_no_day"),
            after=typed_day(one.due) if one.due else left_of(one, calendar, today).text,
        )
        for one, before in done.changes(case)
    ]
    if "party" in facts:
        changed.append(say("web_case.if_silent"))
    if "length" in facts:
        changed.append(say("web_case.if_length", n=facts["length"]))
    return changed or [say("web_case.if_nothing")]


def _done(request: Request, viewed: Viewed) -> dict[str, Any] | None:
    """Return what the page says of an act just done (``?done=7``: the number of its entry)."""
    asked = request.query_params.get("done", "")
    entry = next((one for one in viewed.case.entries if str(one.entry) == asked), None)
    if entry is None:
        return None
    kind = entry.child.partition(":")[0] if entry.child else "request"
    return {
        "label": say(f"triggers.{kind}_{entry.trigger}"),
        "registered": entry.trigger == "register",
        "state": viewed.case.procedure.state_label(viewed.case.state),
        "reply": viewed.case.deadlines.clock("reply"),
        "documents": [one for one in viewed.documents if one["entry"] == entry.entry],
    }


@router.get("/cases/{ident}/proof/{clock}")
def proof_page(
    request: Request,
    office: TheOffice,
    person: CaseReader,
    ident: int,
    clock: str,
    child: str | None = None,
) -> HTMLResponse:
    """Show one clock's proof on a page for the printer (期限计算说明)."""
    viewed = view(office, ident, person.name, person.role, person.agency)
    deadline = viewed.case.deadlines.clock(clock, child)
    if deadline is None:
        raise NotFoundError("web.no_record")
    calendar = calendar_of(viewed.case, office.today)
    return page(
        request,
        "proof.html",
        ident=ident,
        viewed=viewed,
        deadline=deadline,
        left=left_of(deadline, calendar, office.today),
        proof=proof_of(viewed.case, deadline, calendar, office.today),
        course=tuple(reversed(course(viewed, office.today))),
    )


@router.post("/cases/{ident}/identity")
def show_identity(
    request: Request, office: TheOffice, person: CaseWorker, ident: int, _form: SentForm
) -> HTMLResponse:
    """Show the applicant's identity number in full; the journal notes who saw it."""
    number = revealing.reveal(office, ident, actor(person), person.agency)
    return page(request, "identity.html", ident=ident, number=number)


@router.get("/cases/{ident}/files/{ref}")
def download_file(office: TheOffice, person: CaseReader, ident: int, ref: str) -> Response:
    """Download a file that came with the application."""
    viewed = view(office, ident, person.name, person.role, person.agency)
    name, media_type, content = answer_naming.content_of(office, viewed.case.chain, ref)
    return attachment(name, media_type, content)
