"""Files that came with an application: encrypted, under the draft's key, then under the case's."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.office import Office
from workflow.errors import InputError, NotFoundError
from workflow.store.tables import Attachment, table_of
from workflow.store.vaults import Vault

ATTACHMENT = table_of(Attachment)
#: The largest file that is taken: a scan of twenty pages has a tenth of it.
LARGEST = 20 * 1024 * 1024
#: What an office scans or gets by mail; nothing that a browser would run.
KINDS = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "wps": "application/vnd.ms-works",
    "ofd": "application/ofd",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a chain: ``ref`` names it inside the chain."""

    ref: str
    name: str
    size: int


def add(office: Office, chain: str, prefix: str, name: str, content: bytes) -> None:
    """Keep a file; InputError where it is too large or of a kind that isn't taken."""
    media_type = KINDS.get(name.rpartition(".")[2].lower())
    if media_type is None:
        raise InputError("web_register.file_kind", name=name, kinds="、".join(KINDS))
    if len(content) > LARGEST:
        raise InputError("web_register.file_large", name=name, limit=LARGEST // 1024 // 1024)
    with office.store.write() as session:
        taken = {row.ref for row in _rows(session, chain, prefix)}
        number = next(n for n in range(1, len(taken) + 2) if f"{prefix}{n}" not in taken)
        vault = Vault(session, office.keys, chain)
        vault.attach(f"{prefix}{number}", name, media_type, content, office.now())


def files(office: Office, chain: str, prefix: str = "") -> list[File]:
    """Return the files of a chain whose reference begins with a prefix."""
    with office.store.read() as session:
        return [_file(office, session, chain, row) for row in _rows(session, chain, prefix)]


def content_of(office: Office, chain: str, ref: str) -> tuple[str, str, bytes]:
    """Return name, type and content of a file; NotFoundError where there is none."""
    with office.store.read() as session:
        row = next((one for one in _rows(session, chain, ref) if one.ref == ref), None)
        if row is None:
            raise NotFoundError("web_register.file_unknown")
        vault = Vault(session, office.keys, chain)
        content = vault.open("attachment|content", ref, bytes(row.content))
        return _file(office, session, chain, row).name, row.media_type, content


def remove(office: Office, chain: str, ref: str) -> None:
    """Take a file of a draft away."""
    with office.store.write() as session:
        session.execute(_gone(chain, ref))


def hand_over(office: Office, chain: str, prefix: str, to: str) -> None:
    """Give the files of a draft to the case that came of it."""
    with office.store.write() as session:
        source, target = (Vault(session, office.keys, one) for one in (chain, to))
        for number, row in enumerate(_rows(session, chain, prefix), 1):
            name = source.open("attachment|name", row.ref, bytes(row.name)).decode()
            content = source.open("attachment|content", row.ref, bytes(row.content))
            target.attach(f"1.file{number}", name, row.media_type, content, office.now())
            session.execute(_gone(chain, row.ref))


def _gone(chain: str, ref: str) -> sa.Delete:
    return sa.delete(ATTACHMENT).where(ATTACHMENT.c.chain == chain, ATTACHMENT.c.ref == ref)


def _rows(session: Session, chain: str, prefix: str) -> Sequence[sa.Row[tuple[object, ...]]]:
    found = sa.select(ATTACHMENT).where(
        ATTACHMENT.c.chain == chain, ATTACHMENT.c.ref.startswith(prefix, autoescape=True)
    )
    return session.execute(found.order_by(ATTACHMENT.c.added_at, ATTACHMENT.c.ref)).all()


def _file(office: Office, session: Session, chain: str, row: sa.Row[tuple[object, ...]]) -> File:
    vault = Vault(session, office.keys, chain)
    name = vault.open("attachment|name", row.ref, bytes(row.name)).decode()
    return File(row.ref, name, row.size)
