"""审批: the list, and one answer as it will look, with its check and the decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from workflow.app import attaching, drafts, papers
from workflow.app.answer_files import FACT
from workflow.app.checking_answer import Check, check_answer
from workflow.app.earlier_drafts import earlier_drafts, make_draft
from workflow.app.handlers import carry_out
from workflow.app.moving import Wanted, advance
from workflow.app.office import Office
from workflow.app.reviewing import DECISIONS, Review, own, passed, reviews
from workflow.app.sign_in import Person
from workflow.app.viewing import Viewed, view
from workflow.core.deadlines import Deadline
from workflow.core.past import latest, since
from workflow.documents.difference import ChangedLine, difference
from workflow.errors import ConflictError, NotFoundError, RefusedError
from workflow.messages import say
from workflow.statutes.rules.answer import REVIEWS, SUBMISSIONS
from workflow.web.course import Told, course
from workflow.web.guard import CaseWorker, SentForm, TheOffice, actor, typed_in
from workflow.web.left import Left, left_of
from workflow.web.overtaking import overtaken_by
from workflow.web.pages.case import calendar_of
from workflow.web.sheet import Sheet, read_sheet
from workflow.web.typed import read_number
from workflow.web.view import page

router = APIRouter()
ANSWERS = ("N10", "N11")
RETURN = "return_answer"
#: States in which an answer lies before somebody.
STATES = frozenset({"in_review", "approved"})


@router.get("/approvals")
def show_list(request: Request, office: TheOffice, person: CaseWorker) -> HTMLResponse:
    """List the answers in review, with what this person may decide."""
    found = [_row(office, one) for one in reviews(office, *_who(person))]
    mine = [one for one in found if one.review.decisions]
    others = [one for one in found if not one.review.decisions]
    return page(request, "approvals.html", mine=mine, others=others, ways=DECISIONS)


def _who(person: Person) -> tuple[str, str, str]:
    return person.agency, person.name, person.role


@dataclass(frozen=True, slots=True)
class Row:
    """An answer in review as the list shows it: its reply date, and the reviews it passed."""

    review: Review
    reply: Deadline | None
    left: Left | None
    passed: frozenset[str]


def _row(office: Office, one: Review) -> Row:
    reply = one.case.deadlines.clock("reply")
    calendar = calendar_of(one.case, office.today)
    left = left_of(reply, calendar, office.today) if reply else None
    return Row(one, reply, left, passed(one.case))


@dataclass(frozen=True, slots=True)
class Draft:
    """The answer as it will look: its row, its text on paper, and the check against the case."""

    row: dict[str, Any] | None
    sheet: Sheet | None
    checks: tuple[Check, ...]
    content: bytes = b""

    @property
    def failing(self) -> tuple[Check, ...]:
        """What must be changed before it may go out."""
        return tuple(one for one in self.checks if not one.holds)

    @property
    def marks(self) -> dict[str, str]:
        """Field of the notice → the numbers of the checks that look at it."""
        found: dict[str, list[str]] = {}
        for number, one in enumerate(self.checks, 1):
            for field in one.fields:
                found.setdefault(field, []).append(str(number))
        return {field: "、".join(numbers) for field, numbers in found.items()}


def draft_of(office: Office, viewed: Viewed, ident: int, person: Person) -> Draft:
    """Return the draft of the answer with its check; without a document there is nothing."""
    rows = [one for one in viewed.documents if one["notice"] in ANSWERS and not one["child"]]
    if not rows:
        return Draft(None, None, ())
    found = papers.paper(office, ident, rows[-1]["id"], person.agency, person.role)
    sheet = read_sheet(found.content)
    checks = tuple(check_answer(viewed.file, sheet.text, office.today))
    return Draft(rows[-1], sheet, checks, found.content)


@dataclass(frozen=True, slots=True)
class Tab:
    """A leaf beside the letter: its name in the address, and what stands on it."""

    key: str
    label: str


LETTER, FILES, EARLIER = "letter", "files", "draft-"


def _tabs(viewed: Viewed, files: Sequence[attaching.File]) -> list[Tab]:
    """Return the letter, what came or goes with it, and each earlier draft to compare with."""
    found = [Tab(LETTER, say("web_review.tab_letter"))]
    found.append(Tab(FILES, say("web_review.tab_files", n=len(files))))
    for number, _ in enumerate(earlier_drafts(viewed.case), 1):
        found.append(Tab(f"{EARLIER}{number}", say("web_review.tab_compare", n=number)))
    return found


def _difference(office: Office, viewed: Viewed, draft: Draft, tab: str) -> tuple[ChangedLine, ...]:
    """Return the letter beside the earlier draft that a tab names."""
    place = read_number(tab.removeprefix(EARLIER)) if tab.startswith(EARLIER) else None
    if place is None or draft.row is None:
        return ()
    before = make_draft(office, viewed.case, place, draft.row["number"] or "")
    return difference(before, draft.content)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written with a decision: the words, and whether the text was checked."""

    said: str
    checked: bool

    @classmethod
    def of(cls, typed: drafts.Typed) -> "Written":
        """Return it as it was typed."""
        return cls("".join(typed.get("said", [""])).strip(), "true" in typed.get("checked", ()))

    def facts(self, trigger: str) -> dict[str, Any]:
        """Return the facts of a decision: an opinion or comment, of a review who checked it."""
        fact = "comment" if trigger == RETURN else "opinion"
        facts: dict[str, Any] = {fact: self.said} if self.said else {}
        return facts | ({"checked": True} if self.checked and trigger in REVIEWS else {})


@router.get("/approvals/{ident}")
def show(request: Request, office: TheOffice, person: CaseWorker, ident: int) -> HTMLResponse:
    """Show one answer with its check, the opinions so far, and the decision."""
    return _show(request, office, person, ident)


def _show(  # long: the values of a page, one a line
    request: Request,
    office: Office,
    person: Person,
    ident: int,
    *,
    status: int = 200,
    written: Written | None = None,
    errors: tuple[str, ...] = (),
    overtaken: tuple[str, ...] = (),
) -> HTMLResponse:
    viewed = view(office, ident, person.name, person.role, person.agency)
    if viewed.case.state not in STATES and not overtaken:
        raise NotFoundError("web_review.not_in_review")
    draft = draft_of(office, viewed, ident, person)
    files = attaching.files(office, viewed.case.chain)
    tab = request.query_params.get("tab", LETTER)
    kept = drafts.kept(office, person.name, f"/approvals/{ident}")
    if written is None:
        written = Written.of(kept.values if kept else {})
    reply = viewed.case.deadlines.clock("reply")
    calendar = calendar_of(viewed.case, office.today)
    return page(
        request,
        "approval.html",
        status=status,
        ident=ident,
        viewed=viewed,
        draft=draft,
        tabs=_tabs(viewed, files),
        tab=tab,
        files=files,
        attachments=_named(viewed, "attachments") or "",
        handed_in=_named(viewed, FACT) or (),
        sheet_row=_approval_sheet(viewed),
        drafter=_drafter(viewed),
        difference=_difference(office, viewed, draft, tab),
        reply=reply,
        left=left_of(reply, calendar, office.today) if reply else None,
        way=_way(viewed),
        opinions=_opinions(viewed, office),
        decisions=_decisions(viewed, person, draft),
        may_return=any(one.verdict.trigger == RETURN for one in viewed.allowed),
        said=written.said,
        checked=written.checked,
        errors=errors,
        overtaken=overtaken,
        outcome=_outcome(viewed),
    )


def _way(viewed: Viewed) -> list[tuple[str, str, str]]:
    """Return the stations of an answer: its name, who was there, and how it stands."""
    past = own(viewed.case)
    people = viewed.file.people
    submitted = next((one for one in reversed(past) if one.trigger in SUBMISSIONS), None)
    done = {one.trigger: people.get(one.actor, one.actor) for one in since(past, *SUBMISSIONS)}
    found = [
        (say("web_review.step_draft"), people.get(submitted.actor, "") if submitted else "", "done")
    ]
    for step in DECISIONS:
        stands = "done" if step in done else "open"
        found.append((say(f"web_review.step_{step}"), done.get(step, ""), stands))
    found.append((say("web_review.step_dispatch"), "", "open"))
    return found


def _opinions(viewed: Viewed, office: Office) -> list[Told]:
    """Return what was said of the answer since it was handed in, that itself included."""
    told = [one for one in course(viewed, office.today) if one.entry.child is None]
    found: list[Told] = []
    for one in told:
        found.append(one)
        if one.entry.trigger in SUBMISSIONS:
            break
    return list(reversed(found))


def _approval_sheet(viewed: Viewed) -> dict[str, Any] | None:
    """Return the row of the newest approval sheet (审批单) of the answer."""
    rows = [one for one in viewed.documents if one["notice"] == "N14" and not one["child"]]
    return rows[-1] if rows else None


def _drafter(viewed: Viewed) -> str:
    """Return the name of who handed the answer in."""
    answer = latest(own(viewed.case), *SUBMISSIONS)
    return viewed.file.people.get(answer.actor, answer.actor) if answer else ""


def _named(viewed: Viewed, fact: str) -> Any:
    """Return what the answer says of its attachments: the papers as text, the files described."""
    answer = latest(own(viewed.case), *SUBMISSIONS)
    text = next((one for one in viewed.entries if answer and one.entry == answer.entry), None)
    return text.facts.get(fact) if text else None


def _outcome(viewed: Viewed) -> str:
    answer = next((one for one in reversed(own(viewed.case)) if one.facts.get("outcome")), None)
    return str(answer.facts["outcome"]) if answer else ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as a button, with everything against it."""

    trigger: str
    label: str
    reasons: tuple[str, ...]


def _decisions(viewed: Viewed, person: Person, draft: Draft) -> list[Decision]:
    """Return the decisions of this role; approving also needs a check without findings."""
    found = []
    for one in viewed.moves:
        trigger, step = one.verdict.trigger, one.verdict.step
        if trigger not in DECISIONS or trigger in passed(viewed.case):
            continue
        if one.child is None and step and person.role in step.roles:
            reasons = [reason.message for reason in one.verdict.reasons]
            reasons += _against(draft) if trigger == "approve" else []
            found.append(Decision(trigger, say(f"web_review.do_{trigger}"), tuple(reasons)))
    return found


def _against(draft: Draft) -> list[str]:
    if draft.sheet is None:
        return [say("web_review.no_draft")]
    return [
        say("web_review.check_fails", n=number, label=one.label)
        for number, one in enumerate(draft.checks, 1)
        if not one.holds
    ]


@router.post("/approvals/{ident}")
def decide(
    request: Request, office: TheOffice, person: CaseWorker, form: SentForm, ident: int
) -> Response:
    """Pass, approve or return an answer, with the opinion that was written."""
    trigger = str(form.get("decision", ""))
    written = Written.of(typed_in(form))
    seen = str(form.get("seen", ""))
    if trigger not in (*DECISIONS, RETURN):
        raise NotFoundError("web.no_record")
    again = partial(_show, request, office, person, ident, status=409, written=written)
    viewed = view(office, ident, person.name, person.role, person.agency)
    if seen.isdigit() and int(seen) < viewed.case.version:
        told = tuple(overtaken_by(viewed, seen))
        return again(overtaken=told)
    if trigger == "approve" and (against := _against(draft_of(office, viewed, ident, person))):
        return again(errors=tuple(against))
    wanted = Wanted(
        number=viewed.case.chain,
        trigger=trigger,
        on=office.today,
        facts=written.facts(trigger),
        agency=viewed.case.agency,
        expected=int(seen) if seen.isdigit() else None,
    )
    try:
        moved = advance(office, wanted, actor(person), "web")
    except RefusedError as error:
        errors = tuple(one.message for one in error.reasons)
        return again(errors=errors)
    except ConflictError:
        viewed = view(office, ident, person.name, person.role, person.agency)
        told = tuple(overtaken_by(viewed, seen))
        return again(overtaken=told)
    drafts.drop(office, person.name, f"/approvals/{ident}")
    carry_out(office, chain=moved.case.chain)
    return RedirectResponse(f"/cases/{ident}?done={moved.entry.entry}", status_code=303)
