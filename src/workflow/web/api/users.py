"""Users and their roles, for the security officer; a person's own tokens and addresses."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import Path, Response
from pydantic import Field, SecretStr

from workflow.app.contacts import NewContact, contacts_of, remove_contact, set_contact
from workflow.app.people import people, set_active, set_password, take_role
from workflow.app.tokens import revoke_token, tokens_of
from workflow.app.users import NewUser, add_user
from workflow.store.tables.deliveries import CHANNELS
from workflow.web.api import shapes
from workflow.web.api.bearer import AnyHolder, ContactHolder, UserKeeper, actor
from workflow.web.api.strict import router as new_router
from workflow.web.guard import TheOffice

router = new_router("users")

Name = Annotated[shapes.Word, Path(max_length=40)]
Role = Literal[
    "clerk",
    "reviewer",
    "office_head",
    "leader",
    "supervisor",
    "admin",
    "security_officer",
    "auditor",
]
Password = Annotated[SecretStr, Field(max_length=1000)]
Channel = Annotated[str, Path(max_length=20, json_schema_extra={"enum": [*CHANNELS]})]


class Held(shapes.Answer):
    """A role that a user holds in an agency (empty: in the installation)."""

    agency: str
    role: str


class User(shapes.Answer):
    """A user with his roles."""

    name: str
    display_name: str
    active: bool
    locked_until: datetime | None
    roles: list[Held]


class AddedUser(shapes.Given):
    """A user to be added, or a known one's roles in a further agency."""

    name: shapes.Word
    display_name: shapes.Text = ""
    agency: shapes.Code = ""
    roles: Annotated[list[Role], Field(min_length=1, max_length=8)]
    password: Password | None = None


class Changed(shapes.Given):
    """What is to be changed of a user: a new password, let in or kept out."""

    password: Password | None = None
    active: bool | None = None


class Token(shapes.Answer):
    """A token of one's own; ``ident`` names it, it isn't the token."""

    ident: str
    label: str
    role: str
    agency: str
    scopes: list[str]
    made_at: datetime
    ends_at: datetime
    used_on: date | None


class Address(shapes.Given):
    """One's address in a channel: a mail address, or the key or URL of a robot."""

    address: Annotated[shapes.Word, Field(max_length=1000)]
    digest: bool = False


@router.get("/users")
def list_users(office: TheOffice, _: UserKeeper) -> list[User]:
    """List all users with their roles."""
    return [
        User(
            name=one.name,
            display_name=one.display_name,
            active=one.active,
            locked_until=one.locked_until,
            roles=[Held(agency=agency, role=role) for agency, role in one.roles],
        )
        for one in people(office)
    ]


@router.post("/users", status_code=201)
def add(office: TheOffice, holder: UserKeeper, given: AddedUser) -> User:
    """Add a user, or give a known one roles in a further agency (三员 exclude each other)."""
    secret = given.password.get_secret_value() if given.password else None
    shown = given.display_name or given.name
    add_user(office, NewUser(given.name, shown, given.roles, given.agency, secret), actor(holder))
    return next(one for one in list_users(office, holder) if one.name == given.name)


@router.patch("/users/{name}", status_code=204)
def change(office: TheOffice, holder: UserKeeper, name: Name, given: Changed) -> Response:
    """Give a user a new password, let him in or keep him out."""
    if given.password is not None:
        set_password(office, name, given.password.get_secret_value(), actor(holder))
    if given.active is not None:
        set_active(office, name, actor(holder), active=given.active)
    return Response(status_code=204)


@router.delete("/users/{name}/roles/{role}", status_code=204)
def take(
    office: TheOffice, holder: UserKeeper, name: Name, role: Role, agency: shapes.Code = ""
) -> Response:
    """Take a role from a user."""
    take_role(office, name, agency, role, actor(holder))
    return Response(status_code=204)


@router.get("/tokens")
def list_tokens(office: TheOffice, holder: AnyHolder) -> list[Token]:
    """List the tokens of the token's person. New ones are made on the page 设置 → 令牌 only."""
    names = list(Token.model_fields)
    return [
        Token(**{name: getattr(one, name) for name in names})
        for one in tokens_of(office, holder.name)
    ]


@router.delete("/tokens/{ident}", status_code=204)
def revoke(
    office: TheOffice, holder: AnyHolder, ident: Annotated[shapes.Word, Path(max_length=40)]
) -> Response:
    """Make a token of one's own worthless at once."""
    revoke_token(office, actor(holder), ident)
    return Response(status_code=204)


@router.get("/contacts")
def list_contacts(office: TheOffice, holder: ContactHolder) -> list[dict[str, Any]]:
    """List where the token's person is reached besides the inbox, the addresses masked."""
    return contacts_of(office, holder.name)


@router.put("/contacts/{channel}", status_code=204)
def set_address(
    office: TheOffice, holder: ContactHolder, channel: Channel, given: Address
) -> Response:
    """Set the address of the token's person in a channel."""
    new = NewContact(holder.name, channel, given.address, given.digest)
    set_contact(office, new, actor(holder))
    return Response(status_code=204)


@router.delete("/contacts/{channel}", status_code=204)
def remove_address(office: TheOffice, holder: ContactHolder, channel: Channel) -> Response:
    """Forget the address of the token's person in a channel."""
    remove_contact(office, holder.name, channel, actor(holder))
    return Response(status_code=204)
