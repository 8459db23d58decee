"""The documents of a case as files: one, all in a zip, or as PDF."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app.filing import content_of, file_name
from workflow.app.folding import Case
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.viewing import agencies_seen, open_case
from workflow.documents.pdf import Converter
from workflow.errors import NotFoundError
from workflow.store.tables import Document, table_of

DOCUMENT = table_of(Document)
#: Zip entries carry this day: the same documents make the same file.
NO_TIME = (2020, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with its content: ``row`` is its line in the register of documents."""

    row: dict[str, Any]
    name: str
    content: bytes


def paper(office: Office, ident: int, document: int, agency: str, role: str) -> Paper:
    """Return a document of a case; NotFoundError where it isn't that case's."""
    with office.store.read() as session:
        case = open_case(office, session, ident, agencies_seen(session, agency, role))
        found = [one for one in _rows(session, case) if one["id"] == document]
        if not found:
            raise NotFoundError("web.no_record")
        return _paper(office, session, found[0])


def all_papers(office: Office, ident: int, agency: str, role: str) -> tuple[str, bytes]:
    """Return the name and content of a zip of all documents of a case."""
    with office.store.read() as session:
        case = open_case(office, session, ident, agencies_seen(session, agency, role))
        papers = [_paper(office, session, row) for row in _rows(session, case)]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for one in papers:
            file.writestr(zipfile.ZipInfo(one.name, NO_TIME), one.content)
    return f"{case.number}.zip", packed.getvalue()


def as_pdf(content: bytes) -> bytes:
    """Return a .docx as PDF; StorageError where LibreOffice is missing or fails."""
    return Converter().to_pdf([content])[0]


def _rows(session: Session, case: Case) -> list[dict[str, Any]]:
    found = (
        sa.select(DOCUMENT, CASE.c.number.label("case_number"))
        .join(CASE, CASE.c.chain == DOCUMENT.c.chain)
        .where(DOCUMENT.c.chain == case.chain)
        .order_by(DOCUMENT.c.id)
    )
    return [dict(row) for row in session.execute(found).mappings()]


def _paper(office: Office, session: Session, row: dict[str, Any]) -> Paper:
    return Paper(row, file_name(row), content_of(office, session, row["id"]))
