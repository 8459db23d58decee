"""``workflow case note|notes|link|unlink|links``: what is no step, and what belongs together."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from workflow.cli.acting import AGENCY, AS_USER, CASE, ROLE, VIA, WHY, actor_on_case
from workflow.cli.common import JSON, answer, emit
from workflow.cli.term import Day
from workflow.messages import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from workflow.app.folding import Case
    from workflow.app.office import Office

OTHER = click.argument("other", metavar="OTHER")
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


def _two_cases(function: Any) -> Any:
    """Add what both commands ask for: the two cases, why, and who says so."""
    for option in (JSON, ROLE, AS_USER, AGENCY, WHY, OTHER, CASE):
        function = option(function)
    return function


@click.command("link")
@_two_cases
def link_cases(**given: Any) -> None:
    """Link a case with the OTHER of its agency: each tells of the other."""
    from workflow.app.linking import link

    _join(link, "case.linked", **given)


@click.command("unlink")
@_two_cases
def unlink_cases(**given: Any) -> None:
    """Take a link with the OTHER case back; both journals tell of it."""
    from workflow.app.linking import unlink

    _join(unlink, "case.unlinked", **given)


def _join(
    act: "Callable[..., Case]",
    code: str,
    *,
    number: str,
    other: str,
    reason: str,
    agency: str | None,
    user: str,
    role: str | None,
    as_json: bool,
) -> None:
    from workflow.bootstrap import build

    office = build()
    owner, actor = actor_on_case(office, number, agency, (user, role), ROLES)
    case = act(office, _ident(office, number, owner), other, reason, actor, owner, VIA)
    _tell(code, case, as_json=as_json, other=other)


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
