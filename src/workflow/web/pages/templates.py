"""模板: list, download, check with findings in place, install, activate; the fields to write."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from workflow.app import own_templates
from workflow.app.agencies import list_agencies
from workflow.app.casefiles import assemble
from workflow.app.office import Office
from workflow.app.own_templates import Place
from workflow.app.reading import chain_of, read_case
from workflow.app.trying_papers import tried
from workflow.app.viewing import agencies_seen
from workflow.core.fields import NoticeFields
from workflow.documents.findings import Finding
from workflow.documents.library import builtin, builtin_keys, notice_fields
from workflow.errors import InputError, NotFoundError, WorkflowError
from workflow.messages import catalogue, language, say
from workflow.statutes.roles import CASE_ROLES
from workflow.web.downloads import DOCX, attachment
from workflow.web.guard import CaseReader, SentForm, TheOffice, actor
from workflow.web.keepers import Admin, CaseOrAdmin
from workflow.web.trying import letter_of
from workflow.web.view import page

router = APIRouter()
#: The laws that word notices, and the papers that no law words.
PAPERS = "papers"
LAWS = ("cn-2019", "cn-2008", PAPERS)
#: A letter with a seal's picture in it stays far below.
LARGEST = 5 * 1024 * 1024


@router.get("/templates")
def show(
    request: Request, office: TheOffice, person: CaseOrAdmin, law: str = LAWS[0]
) -> HTMLResponse:
    """List the templates of a law: the built-in ones, and the office's own versions."""
    return _page(request, office, person.role, _law(law))


def _law(law: str) -> str:
    return law if law in LAWS else LAWS[0]


def _page(
    request: Request,
    office: Office,
    role: str,
    law: str,
    *,
    checked: "Checked | None" = None,
    problem: str = "",
    typed: dict[str, str] | None = None,
) -> HTMLResponse:
    own = own_templates.versions(office, law)
    rows = [
        (key, _title(law, key), [one for one in own if one["key"] == key])
        for key in sorted({*builtin_keys(law), *(one["key"] for one in own)}, key=_in_order)
    ]
    return page(
        request,
        "templates.html",
        status=400 if problem else 200,
        rows=rows,
        builtin=frozenset(builtin_keys(law)),
        law=law,
        laws=LAWS,
        keys=sorted(own_templates.keys_of(law), key=_in_order),
        agencies=list_agencies(office) if role == "admin" else [],
        may_install=role == "admin",
        may_preview=role in CASE_ROLES,
        try_words="paper" if law == PAPERS else "case",
        checked=checked,
        problem=problem,
        typed=typed or {},
    )


def _title(law: str, key: str) -> str:
    """Return a template's title; one that is narrowed to an outcome says which."""
    title = notice_fields(law, key).title_zh
    narrow = f"outcomes.{key.partition('-')[2]}"
    return f"{title}（{say(narrow)}）" if narrow in catalogue(language()) else title


def _in_order(key: str) -> tuple[str, int, str]:
    notice, _, narrow = key.partition("-")
    digits = narrow[1:]
    return notice, int(digits) if digits.isdecimal() else 0, narrow


@router.get("/templates/{law}/{key}.docx")
def download(_: CaseOrAdmin, law: str, key: str) -> Response:
    """Download a built-in template, to be changed in Word or WPS."""
    if law not in LAWS or key not in builtin_keys(law):
        raise NotFoundError("web.no_record")
    return attachment(f"{key}.docx", DOCX, builtin(law, key))


@router.get("/templates/{law}/{key}/fields")
def fields(request: Request, _: CaseOrAdmin, law: str, key: str) -> HTMLResponse:
    """Show the fields that a template of a notice may write (字段表)."""
    spec = _spec(law, key)
    return page(request, "template_fields.html", law=law, key=key, spec=spec)


def _spec(law: str, key: str) -> NoticeFields:
    if law not in LAWS:
        raise NotFoundError("web.no_record")
    try:
        return notice_fields(law, key)
    except InputError as error:
        raise NotFoundError("web.no_record") from error


@router.get("/templates/own/{law}/{key}/{version}")
def download_own(
    office: TheOffice, person: CaseOrAdmin, law: str, key: str, version: int, agency: str = ""
) -> Response:
    """Download a version of the office's own template."""
    place = _place(person, {"law": law, "key": key, "agency": agency})
    content = own_templates.content_of(office, place, version)
    return attachment(f"{key}-{version}.docx", DOCX, content)


def _place(person: Any, said: dict[str, str]) -> Place:
    """Return what a template is for; another agency's is not found."""
    agency = said.get("agency", "")
    if agency and person.role != "admin" and agency != person.agency:
        raise NotFoundError("web.no_record")
    return Place(said.get("key", ""), _law(said.get("law", "")), agency)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of an uploaded template said."""

    file: str
    key: str
    findings: tuple[Finding, ...]


@router.post("/templates/check")
async def check(
    request: Request, office: TheOffice, person: CaseOrAdmin, form: SentForm
) -> HTMLResponse:
    """Check a template without installing it: every finding with its place and its mend."""
    typed = _texts(form)
    law = _law(typed.get("law", ""))
    try:
        name, data = await _file(form)
        place = _place(person, typed)
        findings = own_templates.findings_of(office, data, place)
    except InputError as error:
        return _page(request, office, person.role, law, problem=error.message, typed=typed)
    checked = Checked(name, place.key, findings)
    return _page(request, office, person.role, law, checked=checked, typed=typed)


def _texts(form: FormData) -> dict[str, str]:
    return {name: value.strip() for name, value in form.items() if isinstance(value, str)}


async def _file(form: FormData) -> tuple[str, bytes]:
    upload = form.get("file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise InputError("web_templates.no_file")
    content = await upload.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise InputError("web_templates.too_large", limit=LARGEST // 1024 // 1024)
    return upload.filename, content


@router.post("/templates/install")
async def install(request: Request, office: TheOffice, person: Admin, form: SentForm) -> Response:
    """Install a template and put it in force; one with a finding isn't, and says them all."""
    typed = _texts(form)
    law = _law(typed.get("law", ""))
    try:
        name, data = await _file(form)
        place = _place(person, typed)
        findings = own_templates.findings_of(office, data, place)
        if findings:
            checked = Checked(name, place.key, findings)
            problem = say("web_templates.not_installed")
            return _page(
                request, office, person.role, law, checked=checked, problem=problem, typed=typed
            )
        own_templates.install(office, data, place, actor(person))
    except InputError as error:
        return _page(request, office, person.role, law, problem=error.message, typed=typed)
    return RedirectResponse(f"/templates?law={law}#{place.key}", status_code=303)


@router.post("/templates/own/{act}")
def change(office: TheOffice, person: Admin, form: SentForm, act: str) -> Response:
    """Put a version in force again, or take the one in force out of use."""
    said = _texts(form)
    place = _place(person, said)
    if act == "activate" and said.get("version", "").isdecimal():
        own_templates.activate(office, place, int(said["version"]), actor(person))
    elif act == "withdraw":
        own_templates.withdraw(office, place, actor(person))
    else:
        raise NotFoundError("web.no_such_page")
    return RedirectResponse(f"/templates?law={place.law}#{place.key}", status_code=303)


@router.post("/templates/preview")
async def preview(
    request: Request, office: TheOffice, person: CaseReader, form: SentForm
) -> Response:
    """Make a letter of a real case, or a paper of a real period, from an uploaded template.

    Nothing is kept.
    """
    typed = _texts(form)
    law = _law(typed.get("law", ""))
    try:
        _name, data = await _file(form)
        if law == PAPERS:
            about = typed.get("case", "")
            content = tried(office, person.agency, typed.get("key", ""), about, data)
        else:
            content = _made(office, person, typed, data)
    except WorkflowError as error:
        return _page(request, office, person.role, law, problem=error.message, typed=typed)
    return attachment(f"{typed.get('key')}-{say('web_templates.preview')}.docx", DOCX, content)


def _made(office: Office, person: Any, typed: dict[str, str], data: bytes) -> bytes:
    key = typed.get("key", "")
    with office.store.read() as session:
        seen = agencies_seen(session, person.agency, person.role)
        chain = next(
            (found for code in sorted(seen) if (found := _chain(session, typed, code))), None
        )
        if chain is None:
            raise NotFoundError("case.unknown", number=typed.get("case", ""))
        file = assemble(office, session, read_case(office, session, chain))
    return letter_of(data, key, file, office.today)


def _chain(session: Any, typed: dict[str, str], agency: str) -> str | None:
    try:
        return chain_of(session, typed.get("case", ""), agency)
    except NotFoundError:
        return None
