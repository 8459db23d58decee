"""A limit on trying to sign in: so many refusals an address and minute, whatever the account.

They are counted in the database, so that several processes that serve count together. Of the
address only a keyed digest is kept, and no longer than it counts.
"""

from datetime import timedelta

import sqlalchemy as sa

from workflow.app.office import Office
from workflow.store.tables import SignInRefusal, table_of

REFUSAL = table_of(SignInRefusal)
MOST = 20
WINDOW = timedelta(minutes=1)


def must_wait(office: Office, address: str) -> bool:
    """Tell whether an address was refused too often within WINDOW."""
    counted = (
        sa.select(sa.func.count())
        .select_from(REFUSAL)
        .where(REFUSAL.c.source == _source(office, address))
        .where(REFUSAL.c.at > office.now() - WINDOW)
    )
    with office.store.read() as session:
        return int(session.execute(counted).scalar_one()) >= MOST


def note(office: Office, address: str) -> None:
    """Count a refusal; what counts no more is forgotten."""
    now = office.now()
    with office.store.write() as session:
        session.execute(sa.delete(REFUSAL).where(REFUSAL.c.at <= now - WINDOW))
        session.execute(sa.insert(REFUSAL).values(source=_source(office, address), at=now))


def _source(office: Office, address: str) -> int:
    return office.keys.search_digest(f"=address:{address}")
