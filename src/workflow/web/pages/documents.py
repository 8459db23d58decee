"""文书: a document as it looks, as .docx, as PDF; all of a case in a zip."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from workflow.app import papers
from workflow.app.viewing import view
from workflow.app.voiding import ROLES as VOIDERS
from workflow.app.voiding import void_told
from workflow.web.downloads import DOCX, ZIP, attachment
from workflow.web.guard import CaseReader, TheOffice
from workflow.web.paper_titles import paper_title
from workflow.web.sheet import read_sheet
from workflow.web.view import page

router = APIRouter()


@router.get("/cases/{ident}/documents.zip")
def download_all(office: TheOffice, person: CaseReader, ident: int) -> Response:
    """Download all documents of a case."""
    name, content = papers.all_papers(office, ident, person.agency, person.role)
    return attachment(name, ZIP, content)


@router.get("/cases/{ident}/documents/{document}.docx")
def download(office: TheOffice, person: CaseReader, ident: int, document: int) -> Response:
    """Download a document as the office signs it."""
    found = papers.paper(office, ident, document, person.agency, person.role)
    return attachment(found.name, DOCX, found.content)


@router.get("/cases/{ident}/documents/{document}.pdf")
def download_pdf(office: TheOffice, person: CaseReader, ident: int, document: int) -> Response:
    """Download a document as PDF."""
    found = papers.paper(office, ident, document, person.agency, person.role)
    name = found.name.removesuffix(".docx") + ".pdf"
    return attachment(name, "application/pdf", papers.as_pdf(found.content))


@router.get("/cases/{ident}/documents/{document}")
def show(
    request: Request, office: TheOffice, person: CaseReader, ident: int, document: int
) -> HTMLResponse:
    """Show a document as it looks on paper."""
    found = papers.paper(office, ident, document, person.agency, person.role)
    void = found.row["status"] == "void"
    viewed = view(office, ident, person.name, person.role, person.agency) if void else None
    return page(
        request,
        "document.html",
        void_told=void_told(viewed, found.row["digest"]) if viewed else None,
        may_void=person.role in VOIDERS,
        ident=ident,
        document=found.row,
        title=paper_title(found.row),
        sheet=read_sheet(found.content),
        marks={},
    )
