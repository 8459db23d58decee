"""The ledger that somebody is about to import: kept for him, encrypted, until it is done.

It holds names, so it lies encrypted under a key of its own.
"""

import sqlalchemy as sa

from workflow.app.attaching import ATTACHMENT, content_of, files
from workflow.app.office import Office
from workflow.app.report_uploads import plain_name
from workflow.errors import NotFoundError
from workflow.store.vaults import Vault

FILE, APPEALS, BAD = "file", "appeals", "bad"
MEDIA_TYPE = "application/octet-stream"


def chain_of(agency: str, person: str) -> str:
    """Return the chain under whose key a person's ledger for an agency lies."""
    return f"ledger-upload:{agency}/{person}"


def keep(
    office: Office,
    agency: str,
    person: str,
    name: str,
    content: bytes,
    appeals: tuple[str, bytes] | None = None,
) -> None:
    """Keep a ledger, with its file of appeals where there is one (name, content).

    It takes the place of the one before, and of its bad rows.
    """
    given = {FILE: (name, content)} | ({APPEALS: appeals} if appeals else {})
    with office.store.write() as session:
        chain = chain_of(agency, person)
        session.execute(_gone(chain))
        vault = Vault(session, office.keys, chain)
        for ref, (own_name, data) in given.items():
            vault.attach(ref, plain_name(own_name), MEDIA_TYPE, data, office.now())


def keep_bad(office: Office, agency: str, person: str, name: str, content: bytes) -> None:
    """Keep the list of the bad rows of the ledger that is there."""
    with office.store.write() as session:
        chain = chain_of(agency, person)
        session.execute(_gone(chain).where(ATTACHMENT.c.ref == BAD))
        vault = Vault(session, office.keys, chain)
        vault.attach(BAD, name, MEDIA_TYPE, content, office.now())


def kept(office: Office, agency: str, person: str, ref: str = FILE) -> tuple[str, bytes]:
    """Return name and content of what is kept; NotFoundError where there is nothing."""
    chain = chain_of(agency, person)
    if ref not in {file.ref for file in files(office, chain)}:
        raise NotFoundError("ledger.no_upload")
    name, _type, content = content_of(office, chain, ref)
    return name, content


def names_kept(office: Office, agency: str, person: str) -> dict[str, str]:
    """Return the names of what is kept, by what it is."""
    return {file.ref: file.name for file in files(office, chain_of(agency, person))}


def forget(office: Office, agency: str, person: str) -> None:
    """Take the ledger away: it was imported. Its bad rows stay, to be corrected."""
    with office.store.write() as session:
        mine = _gone(chain_of(agency, person))
        session.execute(mine.where(ATTACHMENT.c.ref.in_((FILE, APPEALS))))


def _gone(chain: str) -> sa.Delete:
    return sa.delete(ATTACHMENT).where(ATTACHMENT.c.chain == chain)
