"""Templates: list, download, check, install, activate, withdraw, try with a real case."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Form, Path, Response

from workflow.app import own_templates
from workflow.app.casefiles import assemble
from workflow.app.office import Office
from workflow.app.own_templates import Place
from workflow.app.reading import read_case
from workflow.app.tokens import Holder
from workflow.core.fields import NoticeFields
from workflow.documents.library import builtin, builtin_keys, notice_fields
from workflow.errors import InputError, NotFoundError
from workflow.web.api import shapes
from workflow.web.api.bearer import (
    CaseReader,
    TemplateReader,
    TemplateWriter,
    actor,
    find_case,
    seen_by,
)
from workflow.web.api.strict import router as new_router
from workflow.web.api.uploads import OneFile, answers, content_of
from workflow.web.downloads import DOCX, attachment
from workflow.web.guard import TheOffice
from workflow.web.trying import letter_of

router = new_router("templates", "/templates")

Law = Annotated[shapes.LawName, Path(description="The law under which a template serves.")]
Key = Annotated[shapes.Word, Path(description="N04, N10-A12 …", examples=["N04"])]
Version = Annotated[int, Path(ge=1, le=shapes.LARGEST_NUMBER)]
#: Of which agency a template is; empty: of the whole installation.
Owner = Annotated[shapes.Text, Form(max_length=40, description="Empty: of all agencies.")]


class Installed(shapes.Answer):
    """A version of an office's own template."""

    agency: str
    law: str
    key: str
    version: int
    active: bool
    digest: str
    installed_by: str
    installed_at: datetime


class Template(shapes.Answer):
    """A key with its title: the built-in template, and the office's own versions."""

    key: str
    title: str
    builtin: bool
    versions: list[Installed]


class Findings(shapes.Answer):
    """What a template's check found; a template without findings can be installed."""

    key: str
    findings: list[dict[str, Any]]


class TemplateVersion(shapes.Answer):
    """Which version is in force now (None: the built-in template serves again)."""

    law: str
    key: str
    agency: str
    version: int | None


class Owned(shapes.Given):
    """Of which agency a template is; empty: of the whole installation."""

    agency: shapes.Code = ""


@router.get("/{law}")
def list_templates(office: TheOffice, _: TemplateReader, law: Law) -> list[Template]:
    """List the templates of a law: the built-in ones and the office's own versions."""
    own = own_templates.versions(office, law)
    keys = sorted({*builtin_keys(law), *(one["key"] for one in own)})
    return [
        Template(
            key=key,
            title=notice_fields(law, key).title_zh,
            builtin=key in builtin_keys(law),
            versions=[Installed(**one) for one in own if one["key"] == key],
        )
        for key in keys
    ]


@router.get("/{law}/{key}/file", response_class=Response, responses=answers(DOCX))
def download_builtin(_: TemplateReader, law: Law, key: Key) -> Response:
    """Download a built-in template as .docx, to be changed in Word or WPS."""
    if key not in builtin_keys(law):
        raise NotFoundError("template.unknown_here", notice=key)
    return attachment(f"{key}.docx", DOCX, builtin(law, key))


@router.get("/{law}/{key}/fields")
def list_fields(_: TemplateReader, law: Law, key: Key) -> dict[str, Any]:
    """List the fields that a template of a notice may write (字段表)."""
    spec = _spec(law, key)
    return {
        "notice": spec.notice,
        "title": spec.title_zh,
        "fields": [
            {
                "name": one.name,
                "label": one.label_zh,
                "kind": one.kind,
                "required": one.required,
                "choices": list(one.choices),
            }
            for one in spec
        ],
    }


def _spec(law: str, key: str) -> NoticeFields:
    try:
        return notice_fields(law, key)
    except InputError as error:
        raise NotFoundError("template.unknown_here", notice=key) from error


@router.get(
    "/{law}/{key}/versions/{version}/file", response_class=Response, responses=answers(DOCX)
)
def download_version(
    office: TheOffice,
    holder: TemplateReader,
    law: Law,
    key: Key,
    version: Version,
    agency: shapes.AgencyCode = "",
) -> Response:
    """Download a version of the office's own template."""
    place = _place(office, holder, law, key, agency)
    content = own_templates.content_of(office, place, version)
    return attachment(f"{key}-{version}.docx", DOCX, content)


def _place(office: Office, holder: Holder, law: str, key: str, agency: str) -> Place:
    """Return what a template is for; another agency's is not found."""
    if agency and holder.role != "admin" and agency not in seen_by(office, holder):
        raise NotFoundError("agency.unknown", code=agency)
    return Place(key, law, agency)


@router.post("/{law}/{key}/check")
def check(office: TheOffice, holder: TemplateReader, law: Law, key: Key, file: OneFile) -> Findings:
    """Check a template without installing it: every finding with its place and its mend."""
    place = _place(office, holder, law, key, "")
    found = own_templates.findings_of(office, content_of(file), place)
    return Findings(key=key, findings=[one.to_json() for one in found])


@router.post("/{law}/{key}/versions", status_code=201)
def install(
    office: TheOffice,
    holder: TemplateWriter,
    law: Law,
    key: Key,
    file: OneFile,
    agency: Owner = "",
) -> TemplateVersion:
    """Install a template and put it in force; one with a finding isn't, and says them all (409)."""
    place = _place(office, holder, law, key, agency)
    version = own_templates.install(office, content_of(file), place, actor(holder))
    return TemplateVersion(law=law, key=key, agency=agency, version=version)


@router.post("/{law}/{key}/versions/{version}/activate")
def activate(
    office: TheOffice,
    holder: TemplateWriter,
    law: Law,
    key: Key,
    version: Version,
    given: Owned,
) -> TemplateVersion:
    """Put a version in force again, if the check finds nothing in it."""
    place = _place(office, holder, law, key, given.agency)
    own_templates.activate(office, place, version, actor(holder))
    return TemplateVersion(law=law, key=key, agency=given.agency, version=version)


@router.post("/{law}/{key}/withdraw")
def withdraw(
    office: TheOffice, holder: TemplateWriter, law: Law, key: Key, given: Owned
) -> TemplateVersion:
    """Take the version in force out of use: the built-in template serves again."""
    place = _place(office, holder, law, key, given.agency)
    own_templates.withdraw(office, place, actor(holder))
    return TemplateVersion(law=law, key=key, agency=given.agency, version=None)


@router.post("/{law}/{key}/try", response_class=Response, responses=answers(DOCX))
def try_out(
    office: TheOffice,
    holder: CaseReader,
    law: Law,
    key: Key,
    file: OneFile,
    case: Annotated[shapes.Word, Form(description="The case's id or number.")],
) -> Response:
    """Make a letter of a real case from an uploaded template; nothing is kept."""
    chain, _agency = find_case(office, holder, case)
    _spec(law, key)
    with office.store.read() as session:
        opened = assemble(office, session, read_case(office, session, chain))
    content = letter_of(content_of(file), key, opened, office.today)
    return attachment(f"{key}.docx", DOCX, content)
