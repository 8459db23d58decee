"""Documents of a case: listed, downloaded in every form, made, made again, compared; its files."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

import sqlalchemy as sa
from fastapi import Path, Query, Response

from workflow.app import answer_files, answer_naming, attaching, papers, voiding
from workflow.app.bundle import bundle
from workflow.app.filing import content_of
from workflow.app.letters import compare_letter, draft_again, make_letter
from workflow.app.office import Office
from workflow.app.reading import PREFIX
from workflow.app.showing import DOCUMENT, documents_of
from workflow.errors import NotFoundError
from workflow.web.api import shapes
from workflow.web.api.bearer import (
    VIA,
    CaseReader,
    CaseWriter,
    DocumentReader,
    DocumentWriter,
    actor,
    find_case,
)
from workflow.web.api.strict import router as new_router
from workflow.web.api.uploads import PDF, OneFile, answers
from workflow.web.api.uploads import content_of as uploaded
from workflow.web.downloads import DOCX, ZIP, attachment
from workflow.web.guard import TheOffice

router = new_router("documents", "/cases/{case}")


class NewLetter(shapes.Given):
    """A notice of a case; ``child`` is the consultation or appeal that it is about."""

    notice: shapes.Word
    child: shapes.Word | None = None


class Redrafted(shapes.Answer):
    """A draft made again: its number."""

    notice: str
    number: str


class Compared(shapes.Answer):
    """An edited letter compared with its case: what differs."""

    notice: str
    number: str
    differences: list[dict[str, Any]]


class NewVoid(shapes.Given):
    """Why a document is voided, for the journal."""

    reason: shapes.Word


class Voided(shapes.Answer):
    """A document that was voided, and the entry that says so."""

    case: str
    document: int
    notice: str
    number: str
    entry: int


class AnswerFile(shapes.Answer):
    """A file for an answer: the entries that handed it in, and whether the next one takes it."""

    ref: str
    name: str
    size: int
    entries: list[int]
    chosen: bool


class AttachedFile(shapes.Answer):
    """A file of a case: one that came with it, or one of its answers (``answer.1``)."""

    ref: str
    name: str
    size: int


@router.get("/documents")
def list_documents(
    office: TheOffice, holder: DocumentReader, case: shapes.CaseKey
) -> list[shapes.DocumentLine]:
    """List the documents of a case."""
    chain, _agency = find_case(office, holder, case)
    with office.store.read() as session:
        return [shapes.DocumentLine(**row) for row in documents_of(session, chain)]


@router.get("/documents.zip", response_class=Response, responses=answers(ZIP))
def download_all(office: TheOffice, holder: DocumentReader, case: shapes.CaseKey) -> Response:
    """Download all documents of a case in a zip."""
    chain, agency = find_case(office, holder, case)
    ident = int(chain.removeprefix(PREFIX))
    name, content = papers.all_papers(office, ident, agency, holder.role)
    return attachment(name, ZIP, content)


@router.get("/bundle", response_class=Response, responses=answers(ZIP))
def download_bundle(office: TheOffice, holder: DocumentReader, case: shapes.CaseKey) -> Response:
    """Download everything about a case in one zip: notices, proofs, journal, appeals (案卷)."""
    chain, agency = find_case(office, holder, case)
    return attachment("bundle.zip", ZIP, bundle(office, chain, agency))


@router.get("/documents/{document}", response_class=Response, responses=answers(DOCX, PDF))
def download(
    office: TheOffice,
    holder: DocumentReader,
    case: shapes.CaseKey,
    document: Annotated[int, Path(ge=1, le=shapes.LARGEST_NUMBER)],
    kind: Annotated[Literal["docx", "pdf"], Query()] = "docx",
) -> Response:
    """Download a document of a case as .docx, or as PDF (by LibreOffice)."""
    chain, _agency = find_case(office, holder, case)
    name, content = _document(office, chain, document)
    if kind == "docx":
        return attachment(f"{name}.docx", DOCX, content)
    return attachment(f"{name}.pdf", PDF, papers.as_pdf(content))


def _document(office: Office, chain: str, document: int) -> tuple[str, bytes]:
    named = sa.select(DOCUMENT.c.notice, DOCUMENT.c.number).where(
        DOCUMENT.c.id == document, DOCUMENT.c.chain == chain
    )
    with office.store.read() as session:
        row = session.execute(named).first()
        if row is None:
            raise NotFoundError("api.no_document", document=document)
        return str(row.number or row.notice), content_of(office, session, document)


@router.post("/documents/render", response_class=Response, responses=answers(DOCX))
def render(
    office: TheOffice, holder: DocumentReader, case: shapes.CaseKey, given: NewLetter
) -> Response:
    """Make a notice of a case: the issued one as it went out, else a draft of today."""
    chain, agency = find_case(office, holder, case)
    content = make_letter(office, given.notice, chain, agency, given.child)
    return attachment(f"{given.notice}.docx", DOCX, content)


@router.post("/documents/redraft")
def redraft(
    office: TheOffice, holder: DocumentWriter, case: shapes.CaseKey, given: NewLetter
) -> Redrafted:
    """Make a draft again by the templates in force; what was issued never changes."""
    chain, agency = find_case(office, holder, case)
    number = draft_again(office, given.notice, chain, agency, given.child)
    return Redrafted(notice=given.notice, number=number)


@router.post("/documents/check")
def check(
    office: TheOffice, holder: DocumentReader, case: shapes.CaseKey, file: OneFile
) -> Compared:
    """Compare an edited letter with its case: name, numbers, dates, articles, remedy."""
    chain, agency = find_case(office, holder, case)
    found = compare_letter(office, uploaded(file), chain, agency)
    told = [one.to_json() for one in found.differences]
    return Compared(notice=found.notice, number=found.number, differences=told)


@router.post("/documents/{document}/void")
def void_document(
    office: TheOffice,
    holder: DocumentWriter,
    case: shapes.CaseKey,
    document: Annotated[int, Path(ge=1, le=shapes.LARGEST_NUMBER)],
    given: NewVoid,
) -> Voided:
    """Void a document that went out: it stays with its number, marked, and the reason on record.

    By the head of the office or a leader; 409 tells every reason against it.
    """
    chain, agency = find_case(office, holder, case)
    which = voiding.Which(chain, document=document, agency=agency)
    return Voided(**asdict(voiding.void(office, which, actor(holder), given.reason, VIA)))


@router.get("/files")
def list_files(office: TheOffice, holder: CaseReader, case: shapes.CaseKey) -> list[AttachedFile]:
    """List the files of a case: what came with it, and what goes out with its answers."""
    chain, _agency = find_case(office, holder, case)
    found = attaching.files(office, chain)
    return [AttachedFile(ref=one.ref, name=one.name, size=one.size) for one in found]


@router.get("/files/{ref}", response_class=Response, responses=answers("application/octet-stream"))
def download_file(
    office: TheOffice,
    holder: CaseReader,
    case: shapes.CaseKey,
    ref: Annotated[shapes.Word, Path(max_length=200)],
) -> Response:
    """Download a file of a case; it is never to be opened by a browser."""
    chain, _agency = find_case(office, holder, case)
    name, _kind, content = answer_naming.content_of(office, chain, ref)
    return attachment(name, "application/octet-stream", content)


@router.get("/answer-files")
def list_answer_files(
    office: TheOffice, holder: CaseReader, case: shapes.CaseKey
) -> list[AnswerFile]:
    """List the files for the answers of a case: drafted, handed in, sent."""
    chain, _agency = find_case(office, holder, case)
    return [_answer_file(one) for one in answer_files.listed(office, chain)]


def _answer_file(one: answer_files.AnswerFile) -> AnswerFile:
    return AnswerFile(**asdict(one.file), entries=list(one.entries), chosen=one.chosen)


@router.post("/answer-files", status_code=201)
def add_answer_file(
    office: TheOffice, holder: CaseWriter, case: shapes.CaseKey, file: OneFile
) -> AnswerFile:
    """Draft a file for the answer; ``submit_answer`` and ``supplement`` take it along.

    The fact ``files`` of the move chooses by reference; an empty list takes none.
    """
    chain, agency = find_case(office, holder, case)
    content = uploaded(file, attaching.LARGEST)
    added = answer_files.add(office, chain, file.filename or "", content, actor(holder), agency)
    return AnswerFile(**asdict(added), entries=[], chosen=True)


@router.delete("/answer-files/{ref}")
def remove_answer_file(
    office: TheOffice,
    holder: CaseWriter,
    case: shapes.CaseKey,
    ref: Annotated[shapes.Word, Path(max_length=200)],
) -> AttachedFile:
    """Take a drafted file away; one that was handed in stays (409)."""
    chain, agency = find_case(office, holder, case)
    gone = answer_files.remove(office, chain, ref, actor(holder), agency)
    return AttachedFile(**asdict(gone))
