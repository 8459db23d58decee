"""Reports that a supervisor gave back to be mended: when, with which sheet, and who was told.

A return lies beside the batch, encrypted under the same person's key, until the body hands its
report in anew or the batch is cleared away. Where the body is a subordinate agency of this
installation, its clerks are told, and its report shows the sheet.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import chain_of as chain_of_agency
from workflow.app.agencies import get_agency, list_agencies
from workflow.app.attaching import ATTACHMENT
from workflow.app.inbox import tell
from workflow.app.office import Office
from workflow.app.users import holders
from workflow.reports.rollup import Body
from workflow.store.vaults import Vault

MEDIA_TYPE = "application/json"
#: A return's reference: this, the agency's code ("" for a body outside), a number.
_REF = "returned"
_COLUMN = "attachment|content"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A body's report to be given back, with the text of its comment sheet."""

    body: Body
    text: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A report given back: its file in the batch, the sheet's text, the day, by whom."""

    file: str
    year: int
    text: str
    on: date
    by: str


def chain_of(person: str) -> str:
    """Return the chain under whose key a person's batch and returns lie."""
    return f"rollup:{person}"


def give_back(office: Office, person: str, agency: str, sheets: Sequence[Sheet]) -> None:
    """Give reports back, each with its sheet; the clerks of subordinate agencies are told."""
    below = {row.name: row.code for row in list_agencies(office) if row.parent == agency}
    with office.store.write() as session:
        forget(office, session, person, {sheet.body.file for sheet in sheets})
        taken = [int(ref.rpartition(".")[2]) for ref, _ in _refs(session, chain_of(person))]
        for place, sheet in enumerate(sheets, max(taken, default=0) + 1):
            code = below.get(sheet.body.name, "")
            said = Returned(sheet.body.file, sheet.body.year, sheet.text, office.today, person)
            _keep(office, session, f"{_REF}.{code}.{place:04}", said)
            if code:
                _tell(office, session, agency, code, sheet)


def _keep(office: Office, session: Session, ref: str, said: Returned) -> None:
    kept = {"file": said.file, "year": said.year, "text": said.text, "by": said.by}
    content = json.dumps({**kept, "on": said.on.isoformat()}, ensure_ascii=False).encode()
    vault = Vault(session, office.keys, chain_of(said.by))
    vault.attach(ref, said.file, MEDIA_TYPE, content, office.now())


def _tell(office: Office, session: Session, agency: str, code: str, sheet: Sheet) -> None:
    must = len(sheet.body.checked.violations)
    said = {"number": get_agency(session, agency).name, "year": sheet.body.year, "must": must}
    for clerk in holders(session, code, "clerk"):
        cause = f"report-returned/{code}/{sheet.body.year}/{office.now().isoformat()}/{clerk}"
        chain = chain_of_agency(code)
        tell(session, clerk, chain, "inbox.report_returned", said, cause, office.now())


def returned(office: Office, person: str) -> dict[str, Returned]:
    """Return what a person gave back, by the file in his batch."""
    with office.store.read() as session:
        return {one.file: one for _ref, one in _all(office, session, chain_of(person))}


def returned_to(office: Office, agency: str, year: int) -> list[Returned]:
    """Return the sheets with which an agency's report about a year was given back."""
    like = f"{_REF}.{agency}.%"
    chains = sa.select(ATTACHMENT.c.chain).where(ATTACHMENT.c.ref.like(like)).distinct()
    with office.store.read() as session:
        found = [
            one
            for chain in session.execute(chains).scalars().all()
            for ref, one in _all(office, session, chain)
            if one.year == year and ref.rpartition(".")[0] == f"{_REF}.{agency}"
        ]
    return sorted(found, key=lambda one: one.on)


def forget(office: Office, session: Session, person: str, files: Collection[str]) -> None:
    """Forget the returns of files that were handed in anew."""
    chain = chain_of(person)
    for ref, one in list(_all(office, session, chain)):
        if one.file in files:
            session.execute(
                sa.delete(ATTACHMENT).where(ATTACHMENT.c.chain == chain, ATTACHMENT.c.ref == ref)
            )


def _all(office: Office, session: Session, chain: str) -> Iterator[tuple[str, Returned]]:
    vault = Vault(session, office.keys, chain)
    for ref, content in _refs(session, chain):
        said = json.loads(vault.open(_COLUMN, ref, bytes(content)))
        yield ref, Returned(**{**said, "on": date.fromisoformat(said["on"])})


def _refs(session: Session, chain: str) -> Sequence[tuple[str, bytes]]:
    found = (
        sa.select(ATTACHMENT.c.ref, ATTACHMENT.c.content)
        .where(ATTACHMENT.c.chain == chain, ATTACHMENT.c.ref.like(f"{_REF}.%"))
        .order_by(ATTACHMENT.c.ref)
    )
    return [(ref, content) for ref, content in session.execute(found)]
