"""A step of a document to be published: one form made from its facts, the legal day first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from workflow.app import drafts
from workflow.app.disclosing import Wanted, advance, open_steps
from workflow.app.disclosing_catalogue import Row, catalogue_of
from workflow.app.disclosing_reading import Item, find_item
from workflow.app.disclosing_suggestions import origins_of
from workflow.app.office import Office
from workflow.app.sign_in import Person
from workflow.core.moves import FactSpec
from workflow.core.procedure import Verdict
from workflow.errors import ConflictError, NotFoundError, Reason, RefusedError
from workflow.messages import catalogue, language, say
from workflow.statutes.processes import DISCLOSURE
from workflow.web.fields import (
    Field,
    field_of,
    fields_of,
    filled,
    read_fields,
    sentence,
    typed_of,
)
from workflow.web.guard import CaseWorker, Clerk, SentForm, TheOffice, actor, typed_in
from workflow.web.pages.disclosures import Slug
from workflow.web.typed import read_day, typed_day
from workflow.web.view import page

router = APIRouter()
#: Texts of a document that fit one line.
LINES = frozenset(
    {"title", "responsible", "time_limit", "way_published", "disclosure_kind", "site_column",
     "place_published"}
)  # fmt: skip
#: Steps whose form begins with what is known of the item.
BEGUN = frozenset({"draft", "revise", "publish"})
MOST_REQUESTS = 200
NEW = "/disclosures/new"
Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Form:
    """A step that somebody fills in; ``item`` is None for a new document's first draft."""

    office: Office
    person: Person
    trigger: str
    item: Item | None
    verdict: Verdict | None

    @property
    def path(self) -> str:
        """The address of the form."""
        return f"/disclosures/{self.item.slug}/do/{self.trigger}" if self.item else NEW

    @property
    def back(self) -> str:
        """Where one comes from."""
        return f"/disclosures/{self.item.slug}" if self.item else "/disclosures"

    @property
    def specs(self) -> tuple[FactSpec, ...]:
        """The facts that the form asks for; the requests it comes from are carried along."""
        state = self.item.state if self.item else None
        steps = DISCLOSURE.steps_of(self.trigger)
        step = next((one for one in steps if state in one.sources), steps[0])
        return tuple(spec for spec in step.facts if spec.name != "requests")

    @property
    def title(self) -> str:
        """The heading of the form."""
        if self.item is None:
            return say("web_disclosures.new")
        again = self.trigger == "draft"
        return say("web_disclosures.redraft") if again else DISCLOSURE.trigger_label(self.trigger)


@dataclass(frozen=True, slots=True)
class Answered:
    """What was typed, read."""

    typed: Typed
    on: date | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@router.get(NEW)
def new(
    request: Request,
    office: TheOffice,
    person: Clerk,
    row: Annotated[str, Query(max_length=200)] = "",
    case: Annotated[list[str] | None, Query(max_length=MOST_REQUESTS)] = None,
) -> HTMLResponse:
    """Show an empty form; ``row`` fills it from the catalogue, ``case`` from requests (art. 44)."""
    form = Form(office, person, "draft", None, None)
    draft = drafts.kept(office, person.name, NEW)
    typed: dict[str, list[str]] = {"on": [typed_day(office.today)]}
    if row:
        typed |= {name: [value] for name, value in _row(office, person, row).items()}
    origins = origins_of(office, person.agency, case or [])
    if origins:
        typed |= {"title": [origins[0].text], "attribute": ["proactive"]}
        typed["requests"] = [one.number for one in origins]
    if draft is not None and not (row or origins):
        return _page(request, form, Answered(draft.values), kept=draft)
    return _page(request, form, Answered(typed), row=row)


def _row(office: Office, person: Person, title: str) -> Row:
    rows = catalogue_of(office, person.agency)
    return next((row for row in rows if row["title"] == title), {})


@router.post(NEW)
def draft_new(request: Request, office: TheOffice, person: Clerk, form: SentForm) -> Response:
    """Register a document that is to be published."""
    return _take(request, Form(office, person, "draft", None, None), form)


@router.get("/disclosures/{slug}/do/{trigger}")
def show(
    request: Request, office: TheOffice, person: CaseWorker, slug: Slug, trigger: str
) -> HTMLResponse:
    """Show the form of a step, or every reason why it can't be made now."""
    form = _asked(office, person, slug, trigger)
    if draft := drafts.kept(office, person.name, form.path):
        return _page(request, form, Answered(draft.values), kept=draft)
    assert form.item is not None
    typed = {"on": [typed_day(office.today)]}
    if trigger in BEGUN:
        typed |= typed_of(form.item.facts, form.specs)
    if trigger == "return" and not form.item.facts.get("attribute"):
        typed["comment"] = [say("disclosure.no_attribute")]
    return _page(request, form, Answered(typed))


@router.post("/disclosures/{slug}/do/{trigger}")
def do(
    request: Request,
    office: TheOffice,
    person: CaseWorker,
    form: SentForm,
    slug: Slug,
    trigger: str,
) -> Response:
    """Make a step."""
    return _take(request, _asked(office, person, slug, trigger), form)


def _asked(office: Office, person: Person, slug: str, trigger: str) -> Form:
    item = find_item(office, person.agency, slug)
    found = open_steps(office, person.agency, slug, person.name, person.role)
    verdict = next((one for one in found if one.trigger == trigger), None)
    if verdict is None:
        raise NotFoundError("web.no_record")
    return Form(office, person, trigger, item, verdict)


def _take(request: Request, form: Form, sent: FormData) -> Response:
    answered = _read(form, sent)
    office, person = form.office, form.person
    if sent.get("action") == "draft":
        drafts.keep(office, person.name, form.path, answered.typed)
        return _page(request, form, answered, kept=drafts.kept(office, person.name, form.path))
    if answered.errors or answered.on is None:
        return _page(request, form, answered, status=400)
    seen = str(sent.get("seen", ""))
    wanted = Wanted(
        person.agency,
        form.trigger,
        answered.on,
        answered.facts,
        form.item.slug if form.item else None,
        str(answered.facts.get("reason") or "") or None,
        int(seen) if seen.isdecimal() else None,
        "web",
    )
    try:
        moved = advance(office, wanted, actor(person))
    except RefusedError as error:
        return _page(request, form, answered, status=409, reasons=error.reasons)
    except ConflictError as error:
        return _page(request, form, answered, status=409, overtaken=error.message)
    drafts.drop(office, person.name, form.path)
    done = f"?done={moved.item.entries[-1].entry}"
    return RedirectResponse(f"/disclosures/{moved.item.slug}{done}", status_code=303)


def _read(form: Form, sent: FormData) -> Answered:
    """Read what was typed; what can't be read is told at its field."""
    typed = typed_in(sent)
    today = form.office.today
    facts, errors = read_fields(form.specs, typed, today)
    if requests := [one for one in typed.get("requests", []) if one.strip()][:MOST_REQUESTS]:
        known = origins_of(form.office, form.person.agency, requests)
        facts["requests"] = [one.number for one in known]
    said = "".join(typed.get("on", [""]))
    on = read_day(said, today)
    if on is None:
        code = "web_move.wrong_date" if said.strip() else "web_move.missing"
        errors = {"on": say(code, label=say("web_move.legal_day"), said=said), **errors}
    return Answered(typed, on, facts, errors)


def _page(
    request: Request,
    form: Form,
    answered: Answered,
    *,
    status: int = 200,
    reasons: Sequence[Reason] = (),
    overtaken: str = "",
    kept: drafts.Draft | None = None,
    row: str = "",
) -> HTMLResponse:
    errors, general = _errors(form, answered, reasons)
    standing = form.verdict.reasons if form.verdict else ()
    return page(
        request,
        "disclosure_step.html",
        status=status,
        form=form,
        fields=[*_fields(form, answered, errors)],
        errors=[*errors.items(), *general],
        blocked=bool(standing) and not overtaken,
        standing=standing,
        overtaken=overtaken,
        kept=kept,
        row=row,
        rows=catalogue_of(form.office, form.person.agency) if form.item is None else [],
        origins=origins_of(form.office, form.person.agency, answered.typed.get("requests", ())),
    )


def _errors(
    form: Form, answered: Answered, reasons: Sequence[Reason]
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return what is wrong with which field, and what is about none."""
    errors, general = dict(answered.errors), []
    for reason in reasons:
        name, text = field_of(reason, form.specs), sentence(reason, form.specs)
        if name and name not in errors:
            errors[name] = text
        else:
            general.append((name, text))
    return errors, general


def _fields(form: Form, answered: Answered, errors: Mapping[str, str]) -> list[Field]:
    day = Field(
        "on", say("web_move.legal_day"), "day", required=True, hint=_day_hint(form.trigger),
        values=tuple(answered.typed.get("on", ())),
    )  # fmt: skip
    own = filled(fields_of(form.specs, f"disclosure_{form.trigger}"), answered.typed)
    return [replace(_drawn(one), error=errors.get(one.name, "")) for one in (day, *own)]


def _drawn(one: Field) -> Field:
    """Return a field in its look: most texts of a document are one line."""
    hint = f"web_disclosures.hint_{one.name}"
    known = say(hint) if hint in catalogue(language()) else one.hint
    return replace(one, look="line" if one.name in LINES else one.look, hint=known)


def _day_hint(trigger: str) -> str:
    code = f"web_disclosures.day_{trigger}"
    return say(code if code in catalogue(language()) else "web_move.day_hint")
