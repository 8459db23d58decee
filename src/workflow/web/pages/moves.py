"""The page of each move: one form made from the facts of its step, the legal day first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from workflow.app import answer_files, attaching, drafts
from workflow.app.answer_files import FACT
from workflow.app.answer_naming import described
from workflow.app.asking import fact_specs
from workflow.app.folding import Case, child_name
from workflow.app.handlers import carry_out
from workflow.app.linking import earlier_answer
from workflow.app.moving import Wanted, advance, place_of, procedure_of
from workflow.app.office import Office
from workflow.app.previewing import Letter, letters
from workflow.app.sign_in import Person
from workflow.app.supposing import Supposed, suppose
from workflow.app.viewing import Viewed, view
from workflow.core.moves import FactSpec
from workflow.core.past import latest
from workflow.core.procedure import Move, Verdict, probe
from workflow.errors import ConflictError, InputError, NotFoundError, Reason, RefusedError
from workflow.messages import catalogue, language, say
from workflow.statutes.outcome import ENCLOSED
from workflow.web.fields import (
    Field,
    field_of,
    fields_of,
    filled,
    read_fields,
    sentence,
    typed_of,
    with_files,
)
from workflow.web.guard import (
    CaseWorker,
    SentForm,
    TheOffice,
    actor,
    draft_key,
    typed_in,
)
from workflow.web.overtaking import overtaken_by
from workflow.web.sheet import Sheet, read_sheet
from workflow.web.typed import read_day, typed_day
from workflow.web.view import page

router = APIRouter()
#: What can't be taken back is asked once more, with its effect.
FOR_GOOD = frozenset({"dispatch", "archive"})
#: An earlier entry whose facts fill the form of a move: nothing is asked twice.
CARRIED_FROM = {
    "submit_answer": ("submit_answer",),
    "extend": ("propose_extension",),
    "supplement": (),
}

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A move on a case as somebody asks for it: the case as he sees it, and the step's facts."""

    office: Office
    person: Person
    ident: int
    viewed: Viewed
    trigger: str
    child: str | None
    specs: tuple[FactSpec, ...]
    verdict: Verdict

    @property
    def case(self) -> Case:
        """The case."""
        return self.viewed.case

    @property
    def place(self) -> str:
        """How the machine is named in the address."""
        return self.child or "request"

    @property
    def names_files(self) -> bool:
        """Whether the move may take files along."""
        return any(spec.name == FACT for spec in self.specs)

    @property
    def path(self) -> str:
        """The address of the page."""
        return f"/cases/{self.ident}/do/{self.place}/{self.trigger}"


@dataclass(frozen=True, slots=True)
class Answered:
    """What was typed, read: the day, the facts, the written reason, and what can't be read."""

    typed: Typed
    on: date | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


def ask(office: Office, person: Person, ident: int, place: str, trigger: str) -> Asked:
    """Return a move on a case; NotFoundError where case, machine or trigger don't exist."""
    viewed = view(office, ident, person.name, person.role, person.agency)
    child = None if place == "request" else place
    try:
        name = child_name(viewed.case, child) if child else None
        procedure = procedure_of(viewed.case, name)
        specs = tuple(fact_specs(viewed.case, trigger, name))
    except (InputError, KeyError) as error:
        raise NotFoundError("web.no_record") from error
    if trigger == "register":
        raise NotFoundError("web.no_record")
    _, asked = place_of(office, viewed.case, name, office.today)
    move = Move(trigger, office.today, person.name, person.role)
    verdict = probe(procedure, asked, move)
    return Asked(office, person, ident, viewed, trigger, name, specs, verdict)


@router.get("/cases/{ident}/do/{place}/{trigger}")
def show(
    request: Request, office: TheOffice, person: CaseWorker, ident: int, place: str, trigger: str
) -> HTMLResponse:
    """Show the form of a move, or every reason why it can't be made now."""
    asked = ask(office, person, ident, place, trigger)
    draft = drafts.kept(office, person.name, asked.path)
    typed = draft.values if draft else _beforehand(asked)
    return _form(request, asked, Answered(typed), kept=draft)


def _beforehand(asked: Asked) -> dict[str, list[str]]:
    """Return what the form is filled with: today, and what is known from an earlier entry."""
    today = asked.office.today
    typed = {"on": [typed_day(today)]}
    sources = CARRIED_FROM.get(asked.trigger, ())
    earlier = latest(asked.viewed.file.entries, *sources)
    if earlier is not None:
        typed |= typed_of(earlier.facts, asked.specs)
    names = {spec.name for spec in asked.specs}
    if FACT in names:
        files = answer_files.listed(asked.office, asked.case.chain)
        typed[FACT] = [one.file.ref for one in files if one.chosen]
    if "consented_on" in names:
        typed["consented_on"] = [typed_day(today)]
    if "period" in names:
        days = asked.case.rules.settings.get("correction_days", 10)
        typed |= {"period": [str(days)], "period_unit": ["working_days"]}
    if "earlier_answer" in names and not typed.get("earlier_answer"):
        typed["earlier_answer"] = [earlier_answer(asked.office, asked.case)]
    if "appeal" in names:
        ordered = [c for c in asked.case.children if c.kind != "consultation"]
        typed["appeal"] = [f"{one.kind}:{one.id}" for one in ordered[-1:]]
    return typed


def _read(asked: Asked, form: FormData) -> Answered:
    """Read what was typed; what can't be read is told at its field."""
    typed = typed_in(form)
    today = asked.office.today
    facts, errors = read_fields(asked.specs, typed, today)
    if asked.names_files:
        facts[FACT] = list(typed.get(FACT, ()))
    said = "".join(typed.get("on", [""]))
    on = read_day(said, today)
    if on is None:
        code = "web_move.wrong_date" if said.strip() else "web_move.missing"
        label = say("web_move.legal_day")
        errors = {"on": say(code, label=label, said=said), **errors}
    reason = "".join(typed.get("reason", [""])).strip()
    return Answered(typed, on, facts, reason, errors)


@router.post("/cases/{ident}/do/{place}/{trigger}")
def do(  # noqa: PLR0911  (each button of the form has its answer)
    request: Request,
    office: TheOffice,
    person: CaseWorker,
    form: SentForm,
    ident: int,
    place: str,
    trigger: str,
) -> Response:
    """Make a move; keep a draft of it, show its letters, or ask once more before it is done."""
    asked = ask(office, person, ident, place, trigger)
    action = str(form.get("action", ""))
    answered = _with_files(asked, _read(asked, form), form, action)
    if action == "upload" or action.startswith("remove:"):
        wrong = {name: text for name, text in answered.errors.items() if name == FACT}
        answered = replace(answered, errors=wrong)
        return _form(request, asked, answered, status=400 if wrong else 200)
    if action == "draft":
        drafts.keep(office, person.name, asked.path, answered.typed)
        return _form(request, asked, answered, kept=drafts.kept(office, person.name, asked.path))
    if answered.errors or answered.on is None:
        return _form(request, asked, answered, status=400)
    if action == "back":
        return _form(request, asked, answered)
    if action == "preview":
        return _form(request, asked, answered, preview=_preview(asked, answered))
    if _is_overtaken(asked, form):
        told = overtaken_by(asked.viewed, str(form.get("seen", "")))
        return _form(request, asked, answered, status=409, overtaken=told)
    if trigger in FOR_GOOD and asked.child is None and action != "confirmed":
        return _confirm(request, asked, answered, form)
    return _make(request, asked, answered, form)


def _with_files(asked: Asked, answered: Answered, form: FormData, action: str) -> Answered:
    """Keep the files that came with a form, or take one away; both stand in what was typed."""
    if not asked.names_files:
        return answered
    refs, errors = list(answered.facts[FACT]), dict(answered.errors)
    told = (actor(asked.person), asked.case.agency)
    try:
        if action.startswith("remove:"):
            gone = answer_files.remove(
                asked.office, asked.case.chain, action.removeprefix("remove:"), *told
            )
            refs = [ref for ref in refs if ref != gone.ref]
        for name, content in _sent(form):
            refs.append(answer_files.add(asked.office, asked.case.chain, name, content, *told).ref)
    except RefusedError as error:
        errors[FACT] = "；".join(one.message for one in error.reasons)
    except (InputError, NotFoundError) as error:
        errors[FACT] = error.message
    there = {one.file.ref for one in answer_files.listed(asked.office, asked.case.chain)}
    refs = [ref for ref in refs if ref in there]
    facts, typed = {**answered.facts, FACT: refs}, {**answered.typed, FACT: refs}
    return replace(answered, facts=facts, typed=typed, errors=errors)


def _sent(form: FormData) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a form; one byte more than is taken is read of each."""
    for one in form.getlist("upload"):
        if isinstance(one, UploadFile) and one.filename:
            yield one.filename, one.file.read(attaching.LARGEST + 1)


def _is_overtaken(asked: Asked, form: FormData) -> bool:
    """Tell whether somebody else added to the case since the page was opened."""
    seen = str(form.get("seen", ""))
    return seen.isdigit() and int(seen) < asked.case.version


def _make(request: Request, asked: Asked, answered: Answered, form: FormData) -> Response:
    assert answered.on is not None
    seen = str(form.get("seen", ""))
    wanted = Wanted(
        number=asked.case.chain,
        trigger=asked.trigger,
        on=answered.on,
        facts=answered.facts,
        child=asked.child,
        reason=answered.reason or None,
        agency=asked.case.agency,
        expected=int(seen) if seen.isdigit() else None,
    )
    try:
        moved = advance(asked.office, wanted, actor(asked.person), "web")
    except RefusedError as error:
        return _form(request, asked, answered, status=409, reasons=error.reasons)
    except ConflictError:
        asked = ask(asked.office, asked.person, asked.ident, asked.place, asked.trigger)
        told = overtaken_by(asked.viewed, seen)
        return _form(request, asked, answered, status=409, overtaken=told)
    drafts.drop(asked.office, asked.person.name, draft_key(asked.path, {}))
    carry_out(asked.office, chain=asked.case.chain)
    return RedirectResponse(f"/cases/{asked.ident}?done={moved.entry.entry}", status_code=303)


def _preview(asked: Asked, answered: Answered) -> list[tuple[Letter, Sheet | None]]:
    """Return the letters that the move would cause, as they would look."""
    found = letters(asked.office, _supposed(asked, answered))
    return [(one, read_sheet(one.content) if one.content else None) for one in found]


def _supposed(asked: Asked, answered: Answered) -> Supposed:
    assert answered.on is not None
    facts = answered.facts
    if asked.names_files:
        with asked.office.store.read() as session:
            facts = described(asked.office, session, asked.case, asked.trigger, facts)
    return suppose(
        asked.office,
        asked.case,
        asked.trigger,
        asked.child,
        answered.on,
        asked.person.name,
        asked.person.role,
        facts,
        answered.reason or None,
    )


def _confirm(request: Request, asked: Asked, answered: Answered, form: FormData) -> HTMLResponse:
    """Ask once more: the effect, the letters, and what the date will be."""
    supposed = _supposed(asked, answered)
    if not supposed.verdict.allowed:
        return _form(request, asked, answered, status=409, reasons=supposed.verdict.reasons)
    reply = supposed.after.deadlines.clock("reply")
    return page(
        request,
        "confirm.html",
        asked=asked,
        on=answered.on,
        typed=answered.typed,
        seen=str(form.get("seen", "")),
        effect=say(f"web_move.effect_{asked.trigger}"),
        reply=reply,
        warnings=supposed.verdict.warnings,
        letters=[say(f"notices.{one.notice}") for one in letters(asked.office, supposed)],
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What stands above the form: each error with the field that it leads to."""

    errors: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]
    day: Field


def _told(asked: Asked, answered: Answered, reasons: Sequence[Reason]) -> Told:
    errors = dict(answered.errors)
    general: list[tuple[str, str]] = []
    for reason in reasons:
        name, text = field_of(reason, asked.specs), sentence(reason, asked.specs)
        if name and name not in errors:
            errors[name] = text
        elif not name or errors[name] != text:
            general.append((name, text))
    fields = filled(fields_of(asked.specs, asked.trigger, _asked_by(asked)), answered.typed)
    if asked.names_files:
        fields = with_files(fields, answer_files.listed(asked.office, asked.case.chain))
    fields = tuple(replace(one, error=errors.get(one.name, "")) for one in fields)
    day = Field(
        "on", say("web_move.legal_day"), "day", required=True, hint=_day_hint(asked),
        values=tuple(answered.typed.get("on", ())), error=errors.get("on", ""),
    )  # fmt: skip
    return Told((*errors.items(), *general), fields, day)


def _asked_by(asked: Asked) -> dict[str, list[str]]:
    """Return which outcomes ask for which fact of an answer."""
    if asked.trigger != "submit_answer":
        return {}
    found: dict[str, list[str]] = {}
    for code, outcome in asked.case.statute.outcomes.items():
        names = {name for demand in outcome.demands for way in demand.alternatives for name in way}
        if code == "A3":
            names.add("grounds")
        for name in names.difference(ENCLOSED):  # these may come with any answer
            found.setdefault(name, []).append(code)
    return found


def _day_hint(asked: Asked) -> str:
    code = f"web_move.day_{asked.trigger}"
    return say(code if code in catalogue(language()) else "web_move.day_hint")


def _form(
    request: Request,
    asked: Asked,
    answered: Answered,
    *,
    status: int = 200,
    reasons: Sequence[Reason] = (),
    overtaken: Sequence[str] = (),
    preview: Sequence[tuple[Letter, Sheet | None]] = (),
    kept: drafts.Draft | None = None,
) -> HTMLResponse:
    standing = reasons or asked.verdict.reasons
    blocked = bool(asked.verdict.reasons) and not all(
        one.overridable for one in asked.verdict.reasons
    )
    told = _told(asked, answered, reasons)
    return page(
        request,
        "move.html",
        status=status,
        asked=asked,
        title=asked.verdict.label,
        told=told,
        blocked=blocked and not overtaken,
        reasons=asked.verdict.reasons,
        overridable=[one for one in standing if one.overridable],
        warnings=asked.verdict.warnings,
        reason=answered.reason or "".join(answered.typed.get("reason", [""])),
        overtaken=overtaken,
        preview=preview,
        accepted=",".join(f".{kind}" for kind in attaching.KINDS) if asked.names_files else "",
        has_letters=bool(_letters_of(asked)),
        kept=kept,
        reply=asked.case.deadlines.clock("reply"),
    )


def _letters_of(asked: Asked) -> list[str]:
    """Return the notices that the step causes."""
    effects = asked.verdict.step.effects if asked.verdict.step else ()
    return [notice for one in effects if (notice := getattr(one, "notice", ""))]
