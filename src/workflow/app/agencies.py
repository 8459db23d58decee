"""Agencies: their record and their settings, each change an entry of the agency's chain."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any, cast
from zlib import crc32

import sqlalchemy as sa
from sqlmodel import Session, col, select

from workflow.app.numbers import DEFAULT_PATTERN, check_numbering
from workflow.app.office import Actor, Office
from workflow.calendars.regions import REGIONS
from workflow.core.casefile import AgencyCard
from workflow.core.journal import canonical
from workflow.errors import ConflictError, InputError, NotFoundError
from workflow.statutes.settings import effective
from workflow.store import journals
from workflow.store.prepared import Prepared
from workflow.store.tables import Agency, table_of

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
CARD_FIELDS = tuple(one.name for one in fields(AgencyCard))
JSON_COLUMNS = ("numbering", "settings")
_AGENCY = Prepared(
    sa.select(table_of(Agency)).where(table_of(Agency).c.code == sa.bindparam("code"))
)


@dataclass(frozen=True, slots=True)
class NewAgency:
    """What ``agency add`` is told. Empty names are made from ``name``."""

    code: str
    name: str
    card: Mapping[str, Any]
    parent: str | None = None
    number_pattern: str = DEFAULT_PATTERN
    numbering: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    example: bool = False


def chain_of(code: str) -> str:
    """Return the name of an agency's chain."""
    return f"agency:{code}"


def add_agency(office: Office, new: NewAgency, actor: Actor) -> Agency:
    """Add an agency; its opening is an entry of the installation's chain."""
    row = _row(new)
    with office.store.write() as session:
        if session.get(Agency, new.code):
            raise ConflictError("agency.known", code=new.code)
        if new.parent is not None:
            get_agency(session, new.parent)
        session.add(row)
        session.flush()
        _record(office, session, "add_agency", row, actor, opens=True)
    return row


def _row(new: NewAgency) -> Agency:
    if not CODE.fullmatch(new.code):
        raise InputError("agency.code_wrong", code=new.code)
    if not new.name.strip():
        raise InputError("agency.name_missing", code=new.code)
    region = new.card.get("region")
    if region is not None and region not in REGIONS:
        raise InputError("agency.region_unknown", region=region, known="、".join(REGIONS))
    effective(new.settings)
    check_numbering(new.number_pattern, new.numbering)
    card = {name: value for name, value in new.card.items() if name in CARD_FIELDS and value}
    for name, value in (card | {"name": new.name}).items():
        _refuse_hidden(name, value)
    return Agency(
        code=new.code,
        name=new.name,
        short_name=card.pop("short_name", new.name),
        number_word=card.pop("number_word", new.name),
        number_pattern=new.number_pattern,
        numbering=canonical(new.numbering),
        parent=new.parent,
        settings=canonical(new.settings),
        example=new.example,
        **card,
    )


def change_agency(
    office: Office,
    code: str,
    changes: Mapping[str, Any],
    actor: Actor,
    expected: int | None = None,
) -> Agency:
    """Change an agency's card or settings; what it says now goes into its chain.

    ConflictError where it isn't in the version ``expected`` any more.
    """
    with office.store.write() as session:
        row = session.get(Agency, code, with_for_update=True)
        if row is None:
            raise NotFoundError("agency.unknown", code=code)
        if expected is not None and version_of(row) != expected:
            raise ConflictError("agency.changed", name=row.name)
        for name, value in changes.items():
            setattr(row, name, _changed(name, value))
        check_numbering(row.number_pattern, json.loads(row.numbering))
        session.add(row)
        session.flush()
        _record(office, session, "change_agency", row, actor)
    return row


def version_of(row: Agency) -> int:
    """Return a number that tells one state of an agency's record from another."""
    return crc32(canonical(plain(row)).encode())


def plain(row: Agency) -> dict[str, Any]:
    """Return an agency's row by its columns."""
    return {name: getattr(row, name) for name in table_of(Agency).c.keys()}  # noqa: SIM118


def _changed(name: str, value: Any) -> Any:
    if name == "settings":
        effective(value)
        return canonical(value)
    if name == "numbering":
        return canonical(value)
    if name not in {*CARD_FIELDS, "number_pattern"} or name == "code":
        raise InputError("agency.field_unknown", field=name)
    _refuse_hidden(name, value)
    return value


def _refuse_hidden(name: str, value: Any) -> None:
    """Refuse signs that nobody sees: they would print a number that reads otherwise than it is."""
    hidden = [sign for sign in str(value) if unicodedata.category(sign).startswith("C")]
    if hidden:
        raise InputError("trust.hidden_sign", field=name, code=f"U+{ord(hidden[0]):04X}")


def _record(
    office: Office,
    session: Session,
    trigger: str,
    row: Agency,
    actor: Actor,
    *,
    opens: bool = False,
) -> None:
    facts = row.model_dump() | {name: json.loads(getattr(row, name)) for name in JSON_COLUMNS}
    chain = chain_of(row.code)
    made = (trigger, office.today, office.now(), actor.name, actor.role)
    if opens:
        opening = journals.make_entry(journals.INSTALLATION, *made)
        journals.open_chain(session, office.keys.head_key, opening, chain)
    journals.append(session, office.keys.head_key, journals.make_entry(chain, *made, facts=facts))


def get_agency(session: Session, code: str) -> Agency:
    """Return an agency to read from, or raise NotFoundError.

    It is a plain row, which costs a quarter of an object; ``change_agency`` alone changes one.
    """
    row = _AGENCY.first(session, {"code": code})
    if row is None:
        raise NotFoundError("agency.unknown", code=code)
    return cast("Agency", row)


def list_agencies(office: Office) -> list[Agency]:
    """Return all agencies by code."""
    with office.store.read() as session:
        return list(session.exec(select(Agency).order_by(col(Agency.code))))


def codes_of(office: Office) -> list[str]:
    """Return the codes of all agencies."""
    with office.store.read() as session:
        return list(session.exec(select(Agency.code)))


def card_of(row: Agency) -> AgencyCard:
    """Return the agency as its letters name it."""
    return AgencyCard(**{name: getattr(row, name) for name in CARD_FIELDS})


def settings_of(row: Agency) -> dict[str, Any]:
    """Return the law pack's settings in this agency: its own over the defaults."""
    return dict(_settings(row.settings))


@lru_cache(maxsize=256)
def _settings(text: str) -> dict[str, Any]:
    return effective(json.loads(text))
