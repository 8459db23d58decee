"""Who acts on the command line, and the facts that he types."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from workflow.errors import InputError, Reason, RefusedError
from workflow.messages import say

if TYPE_CHECKING:
    from workflow.app.office import Actor, Office

#: Said in the journal of everything that comes through the command line.
VIA = "cli"

#: Which case is meant: its number, and its agency where several have that number.
CASE = click.argument("number", metavar="NO")
AGENCY = click.option("--agency", help="Agency, where several have this number.")
#: Who acts (on registers: ``cli``, where nobody is named), in which role, and why.
USER = click.option("--as", "user", default="cli", show_default=True, help="User in the journal.")
AS_USER = click.option("--as", "user", required=True, help="User who acts.")
ROLE = click.option("--role", help="Role in which he acts (default: one that may).")
WHY = click.option("--reason", required=True, help="Why, for the journal.")


def split_facts(texts: Iterable[str]) -> dict[str, str]:
    """Return ``name=text`` options as a mapping; InputError for one without ``=``."""
    found = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise InputError("case.fact_shape", text=text)
        found[name.strip()] = value
    return found


def actor_for(
    office: "Office", agency: str, user: str, role: str | None, wanted: Sequence[str]
) -> "Actor":
    """Return a user in a role: the one named, else one of ``wanted`` that he holds.

    Who can read the data folder is trusted: a user who isn't on record acts all the same (and it
    is said); one who is acts only in a role that he holds in the agency.
    """
    from workflow.app.office import Actor
    from workflow.app.users import roles_of

    with office.store.read() as session:
        held = [name for where, name in roles_of(session, user) if where in {agency, ""}]
    if not held:
        click.echo(say("case.user_not_on_record", name=user), err=True)
        return Actor(user, role or wanted[0])
    if role is not None and role not in held:
        values = {"name": user, "role": role, "roles": "、".join(held)}
        raise RefusedError(
            "case.refused", reasons=[Reason("case.role_not_held", values)], trigger=role
        )
    fitting = [name for name in wanted if name in held]
    return Actor(user, role or (fitting or held)[0])


def actor_on_case(
    office: "Office",
    number: str,
    agency: str | None,
    who: tuple[str, str | None],
    wanted: Sequence[str],
) -> "tuple[str, Actor]":
    """Return the agency of a case and ``who`` (a user, the role named) as ``actor_for`` has him."""
    from workflow.app.reading import find_case

    with office.store.read() as session:
        owner = find_case(office, session, number, agency).agency
    return owner, actor_for(office, owner, *who, wanted)


def admin_for(office: "Office", user: str) -> "Actor":
    """Return a user as the installation's administrator: one on record must hold the role.

    ``cli`` is nobody on record: who can read the data folder is trusted.
    """
    from workflow.app.office import Actor
    from workflow.app.users import roles_of

    if user == VIA:
        return Actor(VIA, "admin")
    with office.store.read() as session:
        held = sorted({name for _, name in roles_of(session, user)})
    if held and "admin" not in held:
        values = {"name": user, "role": "admin", "roles": "、".join(held)}
        reason = Reason("case.role_not_held", values)
        raise RefusedError("template.refused", [reason])
    if not held:
        click.echo(say("case.user_not_on_record", name=user), err=True)
    return Actor(user, "admin")


def say_warnings(warnings: Iterable[Reason]) -> None:
    """Print what is doubtful on standard error."""
    for reason in warnings:
        click.echo(f"· {reason.message} [{reason.code}]", err=True)
