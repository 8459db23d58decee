"""The reports that a supervisor gathers: kept for him, encrypted, until he clears them away.

They are public documents of other bodies, so no journal speaks of them; they lie under a key of
their own person, one batch a person.
"""

import sqlalchemy as sa

from workflow.app.attaching import ATTACHMENT, content_of, files
from workflow.app.office import Office
from workflow.app.report_uploads import Upload, check_limits, plain_name
from workflow.app.rollup_returns import chain_of, forget
from workflow.store.vaults import Vault

MEDIA_TYPE = "application/octet-stream"
_REF = "file."


def batch(office: Office, person: str) -> list[Upload]:
    """Return the files that a person gathered, in the order of their names."""
    chain = chain_of(person)
    found = []
    for file in files(office, chain, _REF):
        name, _type, content = content_of(office, chain, file.ref)
        found.append(Upload(name, content))
    return sorted(found, key=lambda one: one.name)


def add(office: Office, person: str, uploads: list[Upload]) -> None:
    """Add files to a batch; one of the same name takes the place of the one before.

    InputError where the whole would be more than is taken.
    """
    given = {plain_name(one.name): one.content for one in uploads}
    check_limits([Upload(name, content) for name, content in given.items()])
    merged = {one.name: one.content for one in batch(office, person)} | given
    check_limits([Upload(name, content) for name, content in merged.items()])
    chain = chain_of(person)
    with office.store.write() as session:
        session.execute(_gone(chain).where(ATTACHMENT.c.ref.startswith(_REF)))
        forget(office, session, person, given)
        vault = Vault(session, office.keys, chain)
        for number, (name, content) in enumerate(sorted(merged.items()), 1):
            vault.attach(f"{_REF}{number:04}", name, MEDIA_TYPE, content, office.now())


def clear(office: Office, person: str) -> None:
    """Take a person's batch away, and what he noted of it."""
    with office.store.write() as session:
        session.execute(_gone(chain_of(person)))


def _gone(chain: str) -> sa.Delete:
    return sa.delete(ATTACHMENT).where(ATTACHMENT.c.chain == chain)
