"""The ledger that somebody is about to import: kept for him, encrypted, until it is done.

It holds names, so it lies encrypted under a key of its own.
"""

import sqlalchemy as sa

from workflow.app.attaching import ATTACHMENT, content_of, files
from workflow.app.office import Office
from workflow.app.report_uploads import plain_name
from workflow.errors import NotFoundError
from workflow.store.vaults import Vault

FILE, BAD = "file", "bad"
MEDIA_TYPE = "application/octet-stream"


def chain_of(agency: str, person: str) -> str:
    """Return the chain under whose key a person's ledger for an agency lies."""
    return f"ledger-upload:{agency}/{person}"


def keep(office: Office, agency: str, person: str, name: str, content: bytes) -> None:
    """Keep a ledger; it takes the place of the one before, and of its bad rows."""
    _put(office, agency, person, FILE, plain_name(name), content, alone=True)


def keep_bad(office: Office, agency: str, person: str, name: str, content: bytes) -> None:
    """Keep the list of the bad rows of the ledger that is there."""
    _put(office, agency, person, BAD, name, content, alone=False)


def _put(
    office: Office, agency: str, person: str, ref: str, name: str, content: bytes, *, alone: bool
) -> None:
    with office.store.write() as session:
        chain = chain_of(agency, person)
        session.execute(_gone(chain) if alone else _gone(chain).where(ATTACHMENT.c.ref == ref))
        vault = Vault(session, office.keys, chain)
        vault.attach(ref, name, MEDIA_TYPE, content, office.now())


def kept(office: Office, agency: str, person: str, ref: str = FILE) -> tuple[str, bytes]:
    """Return name and content of what is kept; NotFoundError where there is nothing."""
    chain = chain_of(agency, person)
    if ref not in {file.ref for file in files(office, chain)}:
        raise NotFoundError("ledger.no_upload")
    name, _type, content = content_of(office, chain, ref)
    return name, content


def name_kept(office: Office, agency: str, person: str) -> str:
    """Return the name of the ledger that is kept, empty where there is none."""
    found = {file.ref: file.name for file in files(office, chain_of(agency, person))}
    return found.get(FILE, "")


def forget(office: Office, agency: str, person: str) -> None:
    """Take the ledger away: it was imported. Its bad rows stay, to be corrected."""
    with office.store.write() as session:
        session.execute(_gone(chain_of(agency, person)).where(ATTACHMENT.c.ref == FILE))


def _gone(chain: str) -> sa.Delete:
    return sa.delete(ATTACHMENT).where(ATTACHMENT.c.chain == chain)
