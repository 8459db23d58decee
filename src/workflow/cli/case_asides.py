"""``workflow case note|notes|link|unlink|links``: what is no step, and what belongs together."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click

from workflow.cli.acting import VIA, actor_on_case
from workflow.cli.common import JSON, answer, emit
from workflow.cli.term import Day
from workflow.messages import say

if TYPE_CHECKING:
    from workflow.app.folding import Case
    from workflow.app.office import Office

CASE = click.argument("number", metavar="NO")
OTHER = click.argument("other", metavar="OTHER")
AGENCY = click.option("--agency", help="Agency, where several have this number.")
AS_USER = click.option("--as", "user", required=True, help="User who acts.")
ROLE = click.option("--role", help="Role in which he acts (default: one that may).")
WHY = click.option("--reason", required=True, help="Why, for the journal.")
ROLES = ("clerk", "reviewer", "office_head", "leader")


@click.command("note")
@CASE
@click.argument("text")
@click.option("--on", type=Day(), help="Day on which it happened (default: today).")
@AGENCY
@AS_USER
@ROLE
@JSON
def note_case(
    *,
    number: str,
    text: str,
    on: date | None,
    agency: str | None,
    user: str,
    role: str | None,
    as_json: bool,
) -> None:
    """Note TEXT about a case: an entry of its journal that changes no state and no date."""
    from workflow.app.noting import note
    from workflow.bootstrap import build

    office = build()
    owner, actor = actor_on_case(office, number, agency, (user, role), ROLES)
    ident = _ident(office, number, owner)
    case = note(office, ident, owner, on or office.today, text, actor, via=VIA)
    _tell("case.noted", case, as_json=as_json, entry=case.version)


def _ident(office: "Office", number: str, agency: str) -> str:
    from workflow.app.reading import PREFIX, chain_of

    with office.store.read() as session:
        return chain_of(session, number, agency).removeprefix(PREFIX)


def _tell(code: str, case: "Case", *, as_json: bool, **values: object) -> None:
    told = {"number": case.number, "version": case.version, **values}
    answer(told, say(code, None, **told), as_json=as_json)


@click.command("notes")
@CASE
@AGENCY
@JSON
def list_notes(number: str, agency: str | None, as_json: bool) -> None:
    """List what was noted down about a case."""
    from workflow.app.noting import notes
    from workflow.bootstrap import build

    found = notes(build(), number, agency)
    if as_json:
        emit([asdict(one) for one in found])
        return
    for one in found:
        click.echo(f"{one.entry:>3}  {one.on}  {one.text}  {one.actor}")
    if not found:
        click.echo(say("case.no_notes"), err=True)


@click.command("link")
@CASE
@OTHER
@WHY
@AGENCY
@AS_USER
@ROLE
@JSON
def link_cases(
    *,
    number: str,
    other: str,
    reason: str,
    agency: str | None,
    user: str,
    role: str | None,
    as_json: bool,
) -> None:
    """Link a case with the OTHER of its agency: each tells of the other."""
    from workflow.app.linking import link
    from workflow.bootstrap import build

    office = build()
    owner, actor = actor_on_case(office, number, agency, (user, role), ROLES)
    case = link(office, _ident(office, number, owner), other, reason, actor, owner, VIA)
    _tell("case.linked", case, as_json=as_json, other=other)


@click.command("unlink")
@CASE
@OTHER
@WHY
@AGENCY
@AS_USER
@ROLE
@JSON
def unlink_cases(
    *,
    number: str,
    other: str,
    reason: str,
    agency: str | None,
    user: str,
    role: str | None,
    as_json: bool,
) -> None:
    """Take a link with the OTHER case back; both journals tell of it."""
    from workflow.app.linking import unlink
    from workflow.bootstrap import build

    office = build()
    owner, actor = actor_on_case(office, number, agency, (user, role), ROLES)
    case = unlink(office, _ident(office, number, owner), other, reason, actor, owner, VIA)
    _tell("case.unlinked", case, as_json=as_json, other=other)


@click.command("links")
@CASE
@AGENCY
@JSON
def list_links(number: str, agency: str | None, as_json: bool) -> None:
    """List the cases that a case is linked with, each with the reason."""
    from workflow.app.linking import linked_with
    from workflow.bootstrap import build

    found = [one.to_json() for one in linked_with(build(), number, agency)]
    if as_json:
        emit(found)
        return
    for one in found:
        label = say(f"states.request_{one['state']}")
        click.echo(f"{one['number']}  {label}  {one['content']}  {one['reason']}")
    if not found:
        click.echo(say("case.no_links"), err=True)


COMMANDS = (note_case, list_notes, link_cases, unlink_cases, list_links)
