"""Documents of a case: made, kept encrypted, written out for people to open."""

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.agencies import get_agency
from workflow.app.calendars import rules_of
from workflow.app.casefiles import assemble
from workflow.app.folding import Case, fold
from workflow.app.numbers import notice_number
from workflow.app.office import Office
from workflow.app.ports import Documents
from workflow.core.journal import canonical
from workflow.errors import StorageError
from workflow.store import journals
from workflow.store.tables import DerivedCase, Document, table_of
from workflow.store.vaults import Vault

DOCUMENT = table_of(Document)
CASE = table_of(DerivedCase)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that an entry of a case causes. ``key`` is the template's."""

    chain: str
    entry: int
    notice: str
    key: str
    child: str | None = None
    final: bool = False


def file_notice(office: Office, session: Session, documents: Documents, wanted: Notice) -> None:
    """Make a notice as the case stood at its entry, and keep it.

    A draft replaces the draft of the same notice (and child); what was issued never changes. The
    one unique row of entry and notice makes a second call harmless.
    """
    case = case_at(session, wanted.chain, wanted.entry)
    if _known(session, wanted):
        return
    _drop_drafts(session, wanted)
    on = next(one.on for one in reversed(case.entries))
    agency = get_agency(session, case.agency)
    ordinal = _issued_before(session, wanted) + 1
    number = notice_number(session, agency, case.number, wanted.notice, on, ordinal)
    file = assemble(office, session, case)
    made = documents.render(wanted.notice, wanted.key, file, on, number, wanted.child)
    _keep(office, session, wanted, _row(wanted, number, on, made), made)


def case_at(session: Session, chain: str, entry: int) -> Case:
    """Fold a case as it stood when an entry was written, as known on that entry's legal day.

    Later mends of those entries count: a document made again says what is right.
    """
    entries = journals.read_chain(session, chain)
    until = [one for one in entries if one.entry <= entry or _mends(entries, one, entry)]
    agency = get_agency(session, str(entries[0].facts["agency"]))
    on = next(one.on for one in entries if one.entry == entry)
    return fold(chain, until, rules_of(session, agency), on)


def _mends(entries: tuple[Any, ...], one: Any, entry: int) -> bool:
    """Tell whether an entry is a rectification of one of the first ``entry`` entries."""
    at = one
    while at.supersedes is not None:
        at = entries[at.supersedes - 1]
    return at is not one and at.entry <= entry


def _known(session: Session, wanted: Notice) -> bool:
    found = sa.select(DOCUMENT.c.id).where(
        DOCUMENT.c.chain == wanted.chain,
        DOCUMENT.c.entry == wanted.entry,
        DOCUMENT.c.notice == wanted.notice,
        DOCUMENT.c.child == (wanted.child or ""),
    )
    return session.execute(found).first() is not None


def _same_notice(wanted: Notice) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        DOCUMENT.c.chain == wanted.chain,
        DOCUMENT.c.notice == wanted.notice,
        DOCUMENT.c.child == (wanted.child or ""),
    )


def _drop_drafts(session: Session, wanted: Notice) -> None:
    session.execute(sa.delete(DOCUMENT).where(*_same_notice(wanted), DOCUMENT.c.status == "draft"))


def _issued_before(session: Session, wanted: Notice) -> int:
    """Return how many of this notice the case has: void ones keep their number."""
    counted = sa.select(sa.func.count()).where(
        DOCUMENT.c.chain == wanted.chain,
        DOCUMENT.c.notice == wanted.notice,
        DOCUMENT.c.status != "draft",
    )
    return int(session.execute(counted).scalar_one())


def _row(wanted: Notice, number: str, on: Any, made: Any) -> dict[str, Any]:
    return {
        "chain": wanted.chain,
        "entry": wanted.entry,
        "notice": wanted.notice,
        "child": wanted.child or "",
        "number": number,
        "status": "issued" if wanted.final else "draft",
        "template": made.template,
        "template_digest": made.template_digest,
        "digest": hashlib.sha256(made.content).hexdigest(),
        "issued_on": on if wanted.final else None,
    }


def _place(row: Any) -> str:
    return f"{row['entry']}.{row['notice']}.{row['child']}"


def _keep(office: Office, session: Session, wanted: Notice, row: dict[str, Any], made: Any) -> None:
    vault = Vault(session, office.keys, wanted.chain)
    data = canonical(made.data).encode()
    session.execute(
        sa.insert(DOCUMENT).values(
            **row,
            data=vault.seal("document|data", _place(row), data),
            content=vault.seal("document|content", _place(row), made.content),
            made_at=office.now(),
        )
    )


def content_of(office: Office, session: Session, document: int) -> bytes:
    """Return the .docx of a document; StorageError where its key was destroyed."""
    found = sa.select(DOCUMENT).where(DOCUMENT.c.id == document)
    row = session.execute(found).mappings().one()
    vault = Vault(session, office.keys, row["chain"])
    return vault.open("document|content", _place(row), bytes(row["content"]))


def write_out(office: Office) -> list[Path]:
    """Write every document that isn't in the documents' folder into it; return what was written.

    A file that is there stays as it is. Nothing half-written is ever seen.
    """
    folder = office.documents_dir
    if folder is None:
        return []
    columns = (DOCUMENT, CASE.c.number.label("case_number"))
    found = sa.select(*columns).join(CASE, CASE.c.chain == DOCUMENT.c.chain)
    written = []
    with office.store.read() as session:
        for row in session.execute(found.order_by(DOCUMENT.c.id)).mappings():
            path = folder / file_name(row)
            if not path.exists() and Vault(session, office.keys, row["chain"]).wrapped():
                write_file(path, content_of(office, session, row["id"]))
                written.append(path)
    return written


def file_name(row: Any) -> str:
    """Return the file name of a document: the case, the notice, the entry that caused it."""
    parts = [row["case_number"], row["notice"], f"{row['entry']:03}"]
    if row["child"]:
        parts.append(row["child"])
    if row["status"] == "draft":
        parts.append("draft")
    return re.sub(r"[^\w〔〕（）-]+", "_", "-".join(parts)) + ".docx"


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; StorageError says why not."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            temporary = Path(file.name)
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                temporary.replace(path)
            except OSError:
                temporary.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise StorageError("store.file_not_written", path=path, what=error.strerror) from error
