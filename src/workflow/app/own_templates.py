"""An office's own templates: checked, installed as versions, put in force, withdrawn.

Every act is an entry of the agency's chain (of the installation's, for a template of all). The
file itself lies in the database; which version a document was made from stands beside it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import chain_of, get_agency
from workflow.app.office import Actor, Office
from workflow.documents.check import check_template
from workflow.documents.findings import Finding
from workflow.documents.library import all_fields, builtin_keys, notice_fields, outcome_in
from workflow.documents.numbers import SUFFIXES
from workflow.errors import InputError, NotFoundError, Reason, RefusedError
from workflow.store import journals
from workflow.store.engine import Store
from workflow.store.tables import TemplateVersion, table_of

VERSION = table_of(TemplateVersion)
#: In whose chain an act on a template of the whole installation stands.
EVERYBODY = ""
#: Letters of one notice that an office may word apart, besides those of each outcome.
LETTERS = frozenset({"N14-extension", *(key for key in SUFFIXES if "-" in key)})
_COLUMNS = ("agency", "law", "key", "version", "active", "digest", "installed_by", "installed_at")


@dataclass(frozen=True, slots=True)
class Place:
    """What a template is for: a key under a law, in one agency or (empty) in all."""

    key: str
    law: str = "cn-2019"
    agency: str = EVERYBODY

    @property
    def chain(self) -> str:
        """The chain in which acts on it stand."""
        return chain_of(self.agency) if self.agency else journals.INSTALLATION

    def where(self) -> tuple[sa.ColumnElement[bool], ...]:
        """Return the condition of its rows."""
        columns = VERSION.c
        return (
            columns.agency == self.agency,
            columns.law == self.law,
            columns.key == self.key,
        )


def findings_of(office: Office, data: bytes, place: Place) -> tuple[Finding, ...]:
    """Check a template for everything that it will be used for, by the law of today."""
    known = keys_of(place.law)
    if place.key not in known:
        raise InputError("template.key_unknown", notice=place.key, known="、".join(sorted(known)))
    spec = notice_fields(place.law, place.key)
    return check_template(data, spec, on=office.today, outcome=outcome_in(place.key, spec))


def keys_of(law: str) -> frozenset[str]:
    """Return every key that a template of a law may have."""
    specs = all_fields(law)
    notices = {spec.notice for spec in specs}
    narrow = {f"{spec.notice}-{outcome}" for spec in specs for outcome in spec.outcomes}
    letters = {key for key in LETTERS if key.partition("-")[0] in notices}
    return frozenset({*builtin_keys(law), *notices, *narrow, *letters})


def install(office: Office, data: bytes, place: Place, actor: Actor) -> int:
    """Install a template and put it in force; return its version.

    RefusedError carries every finding of the check: a template with one isn't installed.
    """
    _may(actor)
    _must_be_clean(office, data, place)
    with office.store.write() as session:
        version = _next_version(session, place)
        row = {"version": version, "digest": hashlib.sha256(data).hexdigest()}
        _record(office, session, "install_template", place, actor, **row, size=len(data))
        session.execute(sa.update(VERSION).where(*place.where()).values(active=False))
        session.execute(
            sa.insert(VERSION).values(
                agency=place.agency,
                law=place.law,
                key=place.key,
                **row,
                active=True,
                content=data,
                installed_by=actor.name,
                installed_at=office.now(),
            )
        )
    return version


def activate(office: Office, place: Place, version: int, actor: Actor) -> None:
    """Put a version in force again; the law may have changed, so it is checked again."""
    _may(actor)
    with office.store.read() as session:
        data = _content(session, place, version)
    _must_be_clean(office, data, place)
    with office.store.write() as session:
        journals.lock(session, place.chain)
        _record(office, session, "activate_template", place, actor, version=version)
        session.execute(sa.update(VERSION).where(*place.where()).values(active=False))
        session.execute(
            sa.update(VERSION)
            .where(*place.where(), VERSION.c.version == version)
            .values(active=True)
        )


def withdraw(office: Office, place: Place, actor: Actor) -> int:
    """Take the version in force out of use; return which it was. The next wider one serves."""
    _may(actor)
    with office.store.write() as session:
        journals.lock(session, place.chain)
        found = sa.select(VERSION.c.version).where(*place.where(), VERSION.c.active)
        version = session.execute(found).scalar_one_or_none()
        if version is None:
            raise NotFoundError("template.none_active", notice=place.key)
        _record(office, session, "withdraw_template", place, actor, version=version)
        session.execute(sa.update(VERSION).where(*place.where()).values(active=False))
    return int(version)


def versions(office: Office, law: str | None = None) -> list[dict[str, Any]]:
    """Return every installed version, without its content, by key and then by version."""
    found = sa.select(*(VERSION.c[name] for name in _COLUMNS))
    if law is not None:
        found = found.where(VERSION.c.law == law)
    order = (VERSION.c.law, VERSION.c.key, VERSION.c.agency, VERSION.c.version)
    with office.store.read() as session:
        return [dict(row) for row in session.execute(found.order_by(*order)).mappings()]


def content_of(office: Office, place: Place, version: int) -> bytes:
    """Return the file of a version, to be changed in Word; NotFoundError where there is none."""
    with office.store.read() as session:
        return _content(session, place, version)


def _must_be_clean(office: Office, data: bytes, place: Place) -> None:
    findings = findings_of(office, data, place)
    if findings:
        reasons = [Reason("template.finding", {"message": _told(one)}) for one in findings]
        values = {"notice": place.key, "count": len(findings)}
        raise RefusedError("template.not_installed", reasons, **values)


def _told(finding: Finding) -> str:
    return " ".join(filter(None, (finding.message, finding.suggestion)))


def _may(actor: Actor) -> None:
    if actor.role != "admin":
        reason = Reason("template.admin_only", {"role": actor.role})
        raise RefusedError("template.refused", [reason])


def _next_version(session: Session, place: Place) -> int:
    """Return the next version of a key, under the lock of its chain."""
    if place.agency:
        get_agency(session, place.agency)
    journals.lock(session, place.chain)
    last = sa.select(sa.func.max(VERSION.c.version)).where(*place.where())
    return int(session.execute(last).scalar_one() or 0) + 1


def _record(
    office: Office, session: Session, trigger: str, place: Place, actor: Actor, **facts: Any
) -> None:
    facts |= {"template": place.key, "law": place.law}
    made = (trigger, office.today, office.now(), actor.name, actor.role)
    entry = journals.make_entry(place.chain, *made, facts=facts)
    journals.append(session, office.keys.head_key, entry)


def _content(session: Session, place: Place, version: int) -> bytes:
    found = sa.select(VERSION.c.content).where(*place.where(), VERSION.c.version == version)
    content = session.execute(found).scalar_one_or_none()
    if content is None:
        raise NotFoundError("template.no_version", notice=place.key, version=version)
    return bytes(content)


@dataclass(frozen=True, slots=True)
class StoredTemplates:
    """The templates in force, as ``adapters.templated`` asks for them.

    A version never changes, so its content is read once.
    """

    store: Store
    _contents: dict[int, bytes] = field(default_factory=dict)

    def own(self, agency: str, statute: str, keys: Sequence[str]) -> tuple[str, bytes] | None:
        """Return name and file in force for the first key that has one.

        For the same key the agency's own goes before everybody's.
        """
        found = sa.select(*(VERSION.c[name] for name in ("id", "agency", "key", "version"))).where(
            VERSION.c.agency.in_((agency, EVERYBODY)),
            VERSION.c.law == statute,
            VERSION.c.key.in_(keys),
            VERSION.c.active,
        )
        with self.store.read() as session:
            rows = session.execute(found).all()
            if not rows:
                return None
            row = min(rows, key=lambda row: (keys.index(row.key), row.agency == EVERYBODY))
            content = self._content(session, row.id)
        return f"{row.agency or '*'}:{statute}/{row.key}@{row.version}", content

    def _content(self, session: Session, ident: int) -> bytes:
        if ident not in self._contents:
            found = sa.select(VERSION.c.content).where(VERSION.c.id == ident)
            self._contents[ident] = bytes(session.execute(found).scalar_one())
        return self._contents[ident]
