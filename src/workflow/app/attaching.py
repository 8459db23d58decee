"""Files of an application: encrypted, under the key of the draft, then under that of the case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.office import Office
from workflow.errors import InputError, NotFoundError
from workflow.store.prepared import Prepared
from workflow.store.tables import Attachment, table_of
from workflow.store.vaults import Vault

ATTACHMENT = table_of(Attachment)
#: The file fields of a form, and what their files prove: how it came, or what came with it.
FIELDS = {"receipt_files": "receipt", "files": "file"}
_OF_CHAIN = (
    sa.select(ATTACHMENT)
    .where(ATTACHMENT.c.chain == sa.bindparam("chain"))
    .where(ATTACHMENT.c.ref.like(sa.bindparam("prefix") + "%", escape="/"))
    .order_by(ATTACHMENT.c.added_at, ATTACHMENT.c.ref)
)
_WHOLE = Prepared(_OF_CHAIN)
_NAMED = Prepared(
    _OF_CHAIN.with_only_columns(ATTACHMENT.c.ref, ATTACHMENT.c.name, ATTACHMENT.c.size)
)
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
#: How the content of each kind begins: a name is easily wrong, and a wrong file opens nowhere.
_ZIP, _OLE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0",)
BEGINNINGS: Mapping[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "tif": (b"II*\x00", b"MM\x00*"),
    "tiff": (b"II*\x00", b"MM\x00*"),
    "docx": _ZIP,
    "doc": _OLE,
    "wps": (*_OLE, *_ZIP),
    "ofd": _ZIP,
    "xlsx": _ZIP,
}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a chain: ``ref`` names it inside the chain."""

    ref: str
    name: str
    size: int

    @property
    def kind(self) -> str:
        """What the file is in its case: a receipt, what came in, or what goes out (the code)."""
        if self.ref.startswith("answer."):
            return "web_case.answer_file"
        return "web_case.receipt" if ".receipt" in self.ref else "web_case.attachment"


def add(office: Office, chain: str, prefix: str, name: str, content: bytes) -> None:
    """Keep a file; InputError where it is too large, empty, or of no kind that is taken."""
    media_type = checked(name, content)
    with office.store.write() as session:
        taken = {row.ref for row in _named(session, chain, prefix)}
        number = next(n for n in range(1, len(taken) + 2) if f"{prefix}{n}" not in taken)
        file = File(f"{prefix}{number}", name, len(content))
        put(office, session, chain, file, media_type, content)


def put(
    office: Office, session: Session, chain: str, file: File, media_type: str, content: bytes
) -> None:
    """Encrypt a checked file under the key of its chain, inside a transaction."""
    vault = Vault(session, office.keys, chain)
    vault.attach(file.ref, file.name, media_type, content, office.now())


def take(
    office: Office, chain: str, draft: str, sent: Iterable[tuple[str, str, bytes]]
) -> dict[str, str]:
    """Keep files (field, name, content) of a draft; return why one can't be taken, by field."""
    refused: dict[str, str] = {}
    for field, name, content in sent:
        try:
            add(office, chain, f"{draft}.{FIELDS[field]}.", name, content)
        except InputError as error:
            refused.setdefault(field, error.message)
    return refused


def kept(office: Office, chain: str, draft: str) -> dict[str, list[File]]:
    """Return the files of a draft by field."""
    return {field: files(office, chain, f"{draft}.{kind}.") for field, kind in FIELDS.items()}


def checked(name: str, content: bytes) -> str:
    """Return the media type of a file whose content is what its name says; else InputError."""
    kind = name.rpartition(".")[2].lower()
    if kind not in KINDS:
        raise InputError("web_register.file_kind", name=name, kinds="、".join(KINDS))
    if len(content) > LARGEST:
        raise InputError("web_register.file_large", name=name, limit=LARGEST // 1024 // 1024)
    if not content:
        raise InputError("web_register.file_empty", name=name)
    if not content.startswith(BEGINNINGS.get(kind, (b"",))):
        raise InputError("web_register.file_other", name=name, kind=kind)
    return KINDS[kind]


def files(office: Office, chain: str, prefix: str = "") -> list[File]:
    """Return the files of a chain whose reference begins with a prefix."""
    with office.store.read() as session:
        return files_of(office, session, chain, prefix)


def files_of(office: Office, session: Session, chain: str, prefix: str = "") -> list[File]:
    """Return them inside a transaction."""
    return [_file(office, session, chain, row) for row in _named(session, chain, prefix)]


def content_of(office: Office, chain: str, ref: str) -> tuple[str, str, bytes]:
    """Return name, type and content of a file; NotFoundError where there is none."""
    with office.store.read() as session:
        return opened(office, session, chain, ref)


def opened(office: Office, session: Session, chain: str, ref: str) -> tuple[str, str, bytes]:
    """Return them inside a transaction."""
    row = next((one for one in _rows(session, chain, ref) if one.ref == ref), None)
    if row is None:
        raise NotFoundError("web_register.file_unknown")
    vault = Vault(session, office.keys, chain)
    content = vault.open("attachment|content", ref, bytes(row.content))
    return _file(office, session, chain, row).name, row.media_type, content


def remove(office: Office, chain: str, ref: str) -> None:
    """Take a file of a draft away."""
    with office.store.write() as session:
        forget(session, chain, ref)


def forget(session: Session, chain: str, ref: str) -> None:
    """Take it away inside a transaction."""
    session.execute(_gone(chain, ref))


def hand_over(office: Office, chain: str, draft: str, to: str, entry: int) -> None:
    """Give the files of a draft to the case, as those of one of its entries."""
    with office.store.write() as session:
        source, target = (Vault(session, office.keys, one) for one in (chain, to))
        for kind in FIELDS.values():
            for number, row in enumerate(_rows(session, chain, f"{draft}.{kind}."), 1):
                name = source.open("attachment|name", row.ref, bytes(row.name)).decode()
                content = source.open("attachment|content", row.ref, bytes(row.content))
                ref = f"{entry}.{kind}{number}"
                target.attach(ref, name, row.media_type, content, office.now())
                session.execute(_gone(chain, row.ref))


def _gone(chain: str, ref: str) -> sa.Delete:
    return sa.delete(ATTACHMENT).where(ATTACHMENT.c.chain == chain, ATTACHMENT.c.ref == ref)


def _rows(session: Session, chain: str, prefix: str) -> list[Any]:
    return _WHOLE.all(session, {"chain": chain, "prefix": _escaped(prefix)})


def _named(session: Session, chain: str, prefix: str) -> list[Any]:
    """Return the files without their content, which may be many megabytes."""
    return _NAMED.all(session, {"chain": chain, "prefix": _escaped(prefix)})


def _escaped(prefix: str) -> str:
    return prefix.replace("/", "//").replace("%", "/%").replace("_", "/_")


def _file(office: Office, session: Session, chain: str, row: Any) -> File:
    vault = Vault(session, office.keys, chain)
    name = vault.open("attachment|name", row.ref, bytes(row.name)).decode()
    return File(row.ref, name, row.size)
