"""A new master key: every case key wrapped anew, every head sealed anew, the index made again.

The values themselves stay as they are: a case's own key doesn't change.
"""

from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app import disclosing_projecting
from workflow.app.office import Actor, Office
from workflow.app.searching import index_all
from workflow.core.chain import make_head
from workflow.errors import StorageError
from workflow.store import journals, vaults
from workflow.store.journals import HEAD
from workflow.store.keyring import Keyring


def rotate(office: Office, new: Keyring, actor: Actor) -> int:
    """Go over to another master key in one transaction; return how many keys were wrapped anew.

    A journal that doesn't verify is refused: a new seal would hide what the old one shows.
    Processes that still hold the old key are refused by the next head that they touch.
    """
    with office.store.write() as session:
        if not office.store.sqlite:
            session.execute(sa.text("LOCK TABLE journal_head, chain_key IN EXCLUSIVE MODE"))
        broken = journals.verify(session, office.keys.head_key).broken
        if broken:
            raise StorageError("trust.journal_broken", count=len(broken))
        wrapped = vaults.rewrap_all(session, office.keys, new)
        _seal_anew(session, new.head_key)
        rotated = replace(office, keys=new)
        index_all(rotated, session)
        disclosing_projecting.rebuild(rotated, session)
        _record(rotated, session, actor, wrapped)
    office.store.forget_old_pages()
    return wrapped


def _seal_anew(session: Session, key: bytes) -> None:
    found = sa.select(HEAD.c.chain, HEAD.c.count, HEAD.c.digest)
    for chain, count, digest in session.execute(found).all():
        mac = make_head(key, chain, count, digest).mac
        session.execute(sa.update(HEAD).where(HEAD.c.chain == chain).values(mac=mac))


def _record(office: Office, session: Session, actor: Actor, wrapped: int) -> None:
    made = ("rotate_key", office.today, office.now(), actor.name, actor.role)
    facts = {"keys": wrapped, "cipher": office.keys.cipher}
    entry = journals.make_entry(journals.INSTALLATION, *made, facts=facts, via="cli")
    journals.append(session, office.keys.head_key, entry)
