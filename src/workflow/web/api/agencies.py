"""Agencies: those a token sees, their record, numbering and law settings."""

import json
from typing import Annotated, Any

from fastapi import Path, Response
from pydantic import Field

from workflow.app.agencies import (
    CARD_FIELDS,
    JSON_COLUMNS,
    NewAgency,
    add_agency,
    change_agency,
    get_agency,
    list_agencies,
    plain,
    version_of,
)
from workflow.app.office import Office
from workflow.app.tokens import Holder
from workflow.errors import NotFoundError
from workflow.statutes.settings import all_settings
from workflow.store.tables import Agency
from workflow.web.api import shapes
from workflow.web.api.bearer import AgencyReader, AgencyWriter, AnyHolder, actor, seen_by
from workflow.web.api.seen import Seen, tag
from workflow.web.api.strict import router as new_router
from workflow.web.guard import TheOffice

router = new_router("agencies", "/agencies")

#: What letters say of an agency, besides code and name.
CARD = tuple(name for name in CARD_FIELDS if name not in {"code", "name"})
AgencyPath = Annotated[shapes.Word, Path(max_length=40)]


class AgencyLine(shapes.Answer):
    """An agency that the token sees."""

    code: str
    name: str
    region: str | None
    parent: str | None


class Record(AgencyLine):
    """An agency's record: its card, its numbering, the law settings that it chose itself."""

    version: int
    example: bool
    number_pattern: str
    numbering: dict[str, Any]
    settings: dict[str, Any]


class LawSetting(shapes.Answer):
    """What the law leaves open: the value that holds, the default, and the doubt about it."""

    key: str
    label: str
    value: Any
    default: Any
    own: bool
    doubt: str
    choices: list[Any]


class Card(shapes.Given):
    """What letters say of an agency; what isn't named stays as it is."""

    short_name: shapes.Text | None = None
    number_word: shapes.Text | None = None
    address: shapes.Text | None = None
    postcode: shapes.Text | None = None
    telephone: shapes.Text | None = None
    fax: shapes.Text | None = None
    email: shapes.Text | None = None
    website: shapes.Text | None = None
    office_name: shapes.Text | None = None
    reconsideration_body: shapes.Text | None = None
    reconsideration_online: shapes.Text | None = None
    court: shapes.Text | None = None
    number_pattern: shapes.Text | None = None
    numbering: dict[shapes.Word, shapes.Json] | None = None
    settings: Annotated[
        dict[shapes.Word, shapes.Json] | None,
        Field(description="All law settings that differ from their default."),
    ] = None


class AddedAgency(Card):
    """An agency to be added."""

    code: shapes.Word
    name: shapes.Word
    region: shapes.Code | None = None
    parent: shapes.Code | None = None
    example: bool = False


class ChangedAgency(Card):
    """What is to be changed of an agency's record."""

    name: shapes.Word | None = None


@router.get("")
def agencies(office: TheOffice, holder: AnyHolder) -> list[AgencyLine]:
    """List the agencies that the token sees: its own, a supervisor's below, all (admin)."""
    seen = seen_by(office, holder)
    return [
        AgencyLine(code=row.code, name=row.name, region=row.region, parent=row.parent)
        for row in list_agencies(office)
        if holder.role == "admin" or row.code in seen
    ]


@router.post("", status_code=201)
def add(office: TheOffice, holder: AgencyWriter, response: Response, given: AddedAgency) -> Record:
    """Add an agency."""
    told = given.model_dump(exclude_none=True)
    card = {name: told[name] for name in CARD if name in told}
    named = ("number_pattern", "numbering", "settings", "parent", "example")
    more = {name: told[name] for name in named if name in told}
    row = add_agency(office, NewAgency(given.code, given.name, card, **more), actor(holder))
    return _record(row, response)


def _record(row: Agency, response: Response) -> Record:
    tag(response, version_of(row))
    told = plain(row) | {name: json.loads(getattr(row, name)) for name in JSON_COLUMNS}
    return Record(**told, version=version_of(row))


def _seen(office: Office, holder: Holder, code: str) -> Agency:
    """Return an agency that the token's person may look at: any to the admin, else one seen."""
    if holder.role != "admin" and code not in seen_by(office, holder):
        raise NotFoundError("agency.unknown", code=code)
    with office.store.read() as session:
        return get_agency(session, code)


@router.get("/{code}")
def show(office: TheOffice, holder: AgencyReader, response: Response, code: AgencyPath) -> Record:
    """Show an agency's record, numbering and settings."""
    return _record(_seen(office, holder, code), response)


@router.patch("/{code}")
def change(
    office: TheOffice,
    holder: AgencyWriter,
    response: Response,
    seen: Seen,
    code: AgencyPath,
    given: ChangedAgency,
) -> Record:
    """Change what is named of an agency's record; with If-Match only in the version seen."""
    changes = given.model_dump(exclude_none=True)
    return _record(change_agency(office, code, changes, actor(holder), seen), response)


@router.get("/{code}/settings")
def law_settings(office: TheOffice, holder: AgencyReader, code: AgencyPath) -> list[LawSetting]:
    """List what the law leaves open, with its doubt, and what holds in an agency."""
    chosen = json.loads(_seen(office, holder, code).settings)
    return [
        LawSetting(
            key=one.key,
            label=one.label,
            value=chosen.get(one.key, one.default),
            default=one.default,
            own=one.key in chosen,
            doubt=one.doubt,
            choices=list(one.choices),
        )
        for one in all_settings().values()
    ]
