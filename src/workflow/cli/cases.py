"""``workflow case``: register, list, show, advance; why, what-if and rectify."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from workflow.cli import case_asides
from workflow.cli.acting import (
    AGENCY,
    AS_USER,
    CASE,
    ROLE,
    VIA,
    WHY,
    actor_for,
    actor_on_case,
    say_warnings,
    split_facts,
)
from workflow.cli.bundles import bundle_case
from workflow.cli.case_files import file_group
from workflow.cli.common import JSON, emit
from workflow.cli.term import Day
from workflow.core.deadlines import AGENCY_DUTIES
from workflow.errors import RefusedError
from workflow.messages import say

if TYPE_CHECKING:
    from workflow.app.folding import Case

CHANNELS = click.Choice(["in_person", "signed_mail", "ordinary_mail", "web", "email", "fax"])
CLASSES = click.Choice(["natural", "enterprise", "research", "social", "legal", "other"])
#: Personal details → the help of their option.
PERSON = {
    "id_kind": "Kind of identity document.",
    "id_number": "Its number.",
    "address": "Applicant's address.",
    "postcode": "Postcode.",
    "telephone": "Telephone.",
    "email": "E-mail address.",
    "representative": "Representative.",
    "work_unit": "Where the applicant works.",
}
#: Facts of the registration → the help of their option.
TEXTS = {
    "form_wanted": "Form in which the information is wanted.",
    "way_wanted": "Way in which it is to be handed over.",
    "evidence": "Evidence of receipt (mail number, how it was confirmed).",
}


@click.group("case")
def command() -> None:
    """Register requests, move them on, and ask what may be done."""


command.add_command(bundle_case)
command.add_command(file_group)
for aside in case_asides.COMMANDS:
    command.add_command(aside)


def _text_options(function: Any) -> Any:
    for name, text in reversed((TEXTS | PERSON).items()):
        function = click.option(f"--{name.replace('_', '-')}", name, help=text)(function)
    return function


def _case_options(function: Any) -> Any:
    return CASE(AGENCY(function))


FACTS = click.option("--fact", "facts", multiple=True, metavar="K=V", help="A fact; may repeat.")
CHILD = click.option(
    "--child", metavar="KIND:ID", help="Consultation, reconsideration or litigation; KIND: new."
)


@command.command("register")
@click.option("--agency", required=True, help="Code of the agency.")
@click.option("--channel", required=True, type=CHANNELS, help="How it came.")
@click.option("--submitted", required=True, type=Day(), help="Day handed in, sent, or arrived.")
@click.option("--received", type=Day(), help="Day signed for, or confirmed.")
@click.option("--receipt", type=click.Choice(["automatic"]), help="The platform's own receipt.")
@click.option("--class", "applicant_class", required=True, type=CLASSES, help="Applicant's class.")
@click.option("--applicant", required=True, help="Applicant's name.")
@click.option("--content", required=True, help="What is asked for.")
@click.option("--number", help="Number it bears already; else the next of the series.")
@click.option("--example", is_flag=True, help="Mark it as invented.")
@AS_USER
@ROLE
@JSON
@_text_options
def register_case(
    *,
    agency: str,
    submitted: date,
    received: date | None,
    number: str | None,
    example: bool,
    user: str,
    role: str | None,
    as_json: bool,
    **texts: Any,
) -> None:
    """Register a request and print its number."""
    from workflow.app.registering import Application, register
    from workflow.bootstrap import build

    office = build()
    person = {name: texts.pop(name) for name in PERSON}
    facts = {**texts, "received_on": received.isoformat() if received else None}
    application = Application(agency, submitted, facts, person, number, example=example)
    actor = actor_for(office, agency, user, role, ["clerk"])
    done = register(office, application, actor, VIA)
    say_warnings(done.warnings)
    if as_json:
        emit({"number": done.case.number, "case": done.case.chain, "due": _due(done.case)})
        return
    click.echo(done.case.number)
    click.echo(say("case.registered", number=done.case.number, due=_due_text(done.case)), err=True)


def _due(case: "Case") -> date | None:
    reply = case.deadlines.clock("reply")
    return reply.due if reply else None


def _due_text(case: "Case") -> str:
    due = _due(case)
    if due is not None:
        return say("case.due", due=due)
    return say("case.waiting" if case.state == "submitted" else "case.no_due")


@command.command("list")
@click.option("--agency", help="Only of this agency.")
@click.option("--state", help="Only in this state.")
@click.option("--open/--closed", "is_open", default=None, help="Only open, or only closed ones.")
@click.option("--overdue", is_flag=True, help="Only those whose answer is late.")
@click.option("--year", type=int, help="Only those received in this year.")
@click.option("--search", "text", help="Only those that contain this text.")
@JSON
def list_(
    *,
    agency: str | None,
    state: str | None,
    is_open: bool | None,
    overdue: bool,
    year: int | None,
    text: str | None,
    as_json: bool,
) -> None:
    """List requests, those due first on top."""
    from workflow.app.listing import Filter, list_cases
    from workflow.bootstrap import build

    office = build()
    late = office.today if overdue else None
    rows = list_cases(office, Filter(agency, state, is_open, late, year, text))
    if as_json:
        emit(rows)
        return
    for row in rows:
        label = say(f"states.request_{row['state']}")
        click.echo(f"{row['number']}  {label}  {row['due'] or '—'}  {row['agency']}")
    if not rows:
        click.echo(say("case.none"), err=True)


@command.command("show")
@_case_options
@click.option("--as", "user", default="cli", help="As whom moves are judged.")
@ROLE
@JSON
def show_case(number: str, agency: str | None, user: str, role: str | None, as_json: bool) -> None:
    """Show a request: state, events, deadlines, documents, allowed and refused moves."""
    from workflow.app.letters import catch_up
    from workflow.app.showing import show
    from workflow.bootstrap import build

    office = build()
    catch_up(office, number, agency)
    document = show(office, number, user, role, agency)
    if as_json:
        emit(document)
        return
    _print_case(document)


def _stands(line: dict[str, Any]) -> str:
    """Return how a deadline stands: one that nobody had to keep is over, not late."""
    unused = line["ended_on"] is None and line["clock"] not in AGENCY_DUTIES
    over = line["state"] == "late" and unused
    return say("web_words.over" if over else f"clocks.state_{line['state']}")


def _print_case(case: dict[str, Any]) -> None:
    click.echo(f"{case['number']}  {case['state_label']}  {case['statute']}")
    for line in case["deadlines"]:
        name = say(f"clocks.clock_{line['clock']}") + (f" {line['id']}" if line["id"] else "")
        click.echo(f"  {line['due'] or '—'}  {name}  {_stands(line)}")
    for entry in case["journal"]:
        click.echo(f"  {entry['entry']:>3}  {entry['on']}  {entry['label']}  {entry['actor']}")
    for move in case["allowed"]:
        click.echo(f"  + {move['trigger']}  {move['label']}")
    for move in case["refused"]:
        why = "；".join(reason["message"] for reason in move["reasons"])
        click.echo(f"  - {move['trigger']}  {move['label']}：{why}")


@command.command("advance")
@_case_options
@click.argument("trigger")
@click.option("--on", required=True, type=Day(), help="Day on which it happened in law.")
@CHILD
@FACTS
@click.option("--reason", help="Written reason, for a rule that yields to one.")
@click.option("--expect", type=int, help="Number of entries seen; refused if there are more.")
@AS_USER
@ROLE
@JSON
def advance_case(
    *,
    number: str,
    agency: str | None,
    trigger: str,
    on: date,
    child: str | None,
    facts: tuple[str, ...],
    reason: str | None,
    expect: int | None,
    user: str,
    role: str | None,
    as_json: bool,
) -> None:
    """Make a move, or say every reason why not."""
    from workflow.app.moving import Wanted, advance
    from workflow.app.typing_in import typed_move
    from workflow.bootstrap import build

    office = build()
    typed = typed_move(office, number, trigger, child, split_facts(facts), agency)
    actor = actor_for(office, typed.agency, user, role, typed.roles)
    wanted = Wanted(number, trigger, on, typed.facts, child, reason, agency, expect)
    done = advance(office, wanted, actor, VIA)
    say_warnings(done.warnings)
    if as_json:
        case = {"number": done.case.number, "state": done.case.state, "due": _due(done.case)}
        emit({**case, "entry": done.entry.entry, "child": done.entry.child})
        return
    state = done.case.procedure.state_label(done.case.state)
    values = {"trigger": done.verdict.label, "number": done.case.number, "state": state}
    click.echo(say("case.moved", **values, due=_due_text(done.case)))


@command.command("why")
@_case_options
@click.argument("trigger")
@click.option("--on", type=Day(), help="Day asked about (default: today).")
@CHILD
@FACTS
@click.option("--as", "user", default="cli", help="As whom it is judged.")
@ROLE
@JSON
def why_case(
    *,
    number: str,
    agency: str | None,
    trigger: str,
    on: date | None,
    child: str | None,
    facts: tuple[str, ...],
    user: str,
    role: str | None,
    as_json: bool,
) -> int:
    """Say whether a move is allowed, and every reason against it. Changes nothing."""
    from workflow.app.asking import why
    from workflow.app.reading import find_case
    from workflow.app.typing_in import typed_move
    from workflow.bootstrap import build

    office = build()
    typed = typed_move(office, number, trigger, child, split_facts(facts), agency)
    with office.store.read() as session:
        case = find_case(office, session, number, agency)
    acting = role
    if user != "cli":
        acting = actor_for(office, typed.agency, user, role, typed.roles).role
    day = on or office.today
    verdict = why(office, case, trigger, day, user, acting, child, typed.facts)
    if as_json:
        emit({"number": case.number, "child": child, **verdict.to_json()})
        return 0 if verdict.allowed else 1
    if not verdict.allowed:
        raise RefusedError("case.refused", reasons=verdict.reasons, trigger=verdict.label)
    click.echo(say("case.allowed", trigger=verdict.label))
    say_warnings(verdict.warnings)
    return 0


@command.command("what-if")
@_case_options
@click.option("--as", "user", default="cli", help="As whom it is judged.")
@ROLE
@JSON
def what_if_case(
    *, number: str, agency: str | None, user: str, role: str | None, as_json: bool
) -> None:
    """Print the dates that each allowed move would cause today. Nothing is saved."""
    from workflow.app.asking import what_if
    from workflow.app.reading import find_case
    from workflow.bootstrap import build

    office = build()
    with office.store.read() as session:
        case = find_case(office, session, number, agency)
    found = what_if(office, case, user, role)
    if as_json:
        emit({"number": case.number, "moves": [one.to_json() for one in found]})
        return
    for one in found:
        click.echo(f"{one.trigger}  {one.label}  {one.last_day or '—'}")
        for clock, ident, before, after in one.moves:
            name = say(f"clocks.clock_{clock}") + (f" {ident}" if ident else "")
            click.echo(f"    {name}: {before or '—'} → {after or '—'}")


@command.command("rectify")
@_case_options
@click.argument("entry", type=int)
@click.option("--on", type=Day(), help="The right legal day, if that is what was wrong.")
@FACTS
@click.option("--reason", required=True, help="Why the entry is mended.")
@AS_USER
@ROLE
@JSON
def rectify_case(
    *,
    number: str,
    agency: str | None,
    entry: int,
    on: date | None,
    facts: tuple[str, ...],
    reason: str,
    user: str,
    role: str | None,
    as_json: bool,
) -> None:
    """Supersede an entry by a mended one; both stay, everything is derived again."""
    from workflow.app.rectifying import Mend, rectify
    from workflow.app.typing_in import typed_mend
    from workflow.bootstrap import build

    office = build()
    typed = typed_mend(office, number, entry, split_facts(facts), agency)
    actor = actor_for(office, typed.agency, user, role, typed.roles)
    case = rectify(office, Mend(number, entry, typed.facts, on, reason, agency), actor, VIA)
    if as_json:
        emit({"number": case.number, "state": case.state, "due": _due(case)})
        return
    due = _due_text(case)
    click.echo(say("case.rectified", number=case.number, entry=entry, due=due))


@command.command("purge")
@_case_options
@click.option("--early", is_flag=True, help="Before its retention has ended.")
@WHY
@AS_USER
@ROLE
@JSON
def purge_case(
    *,
    number: str,
    agency: str | None,
    early: bool,
    reason: str,
    user: str,
    role: str | None,
    as_json: bool,
) -> None:
    """Destroy the personal data of a filed case; its journal stays and stays sound."""
    from workflow.app.purging import ROLES, purge
    from workflow.bootstrap import build

    office = build()
    owner, actor = actor_on_case(office, number, agency, (user, role), ROLES)
    done = purge(office, number, actor, reason, agency=owner, early=early, via=VIA)
    told = {name: getattr(done, name) for name in ("values", "files", "documents", "copies")}
    if as_json:
        emit({"number": done.number, **told})
        return
    click.echo(say("trust.purged", None, number=done.number, **told))
