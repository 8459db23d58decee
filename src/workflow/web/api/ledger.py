"""The ledger (台账): imported, exported, its repeats and counts."""

from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from fastapi import Form, Query, Response

from workflow import jsontext
from workflow.app.ledger.elsewhere import said_elsewhere
from workflow.app.ledger.exporting import Export, export_ledger
from workflow.app.ledger.importing import Ledger, import_ledger
from workflow.app.ledger.repeats import counts, repeats
from workflow.errors import InputError
from workflow.ledger.template import write_template
from workflow.web.api import shapes
from workflow.web.api.bearer import LedgerReader, LedgerWriter, actor, seen_agency
from workflow.web.api.strict import router as new_router
from workflow.web.api.uploads import OneFile, answers, form_of
from workflow.web.downloads import XLSX, attachment
from workflow.web.files import laid_out, made
from workflow.web.guard import TheOffice

router = new_router("ledger", "/ledger")
CSV = "text/csv"


class Imported(shapes.Answer):
    """What an import did, or every bad row and nothing done."""

    done: bool
    requests: dict[str, int]
    appeals: dict[str, int]
    bad: list[dict[str, Any]]
    bad_rows: int
    warnings: list[dict[str, Any]]
    notes: list[str]


@router.post("/import")
def import_file(
    office: TheOffice,
    holder: LedgerWriter,
    file: OneFile,
    dry_run: Annotated[bool, Form(description="Check everything, write nothing.")] = False,
    mapping: Annotated[
        shapes.Text, Form(max_length=4000, description='Headers of yours: {"header": "column"}.')
    ] = "",
) -> Imported:
    """Import a ledger (.xlsx, .csv) into the token's agency: all rows, or none where one is bad."""
    agency = seen_agency(office, holder, "")
    with laid_out(form_of(file)) as path, said_elsewhere():
        wanted = Ledger(agency, path, mapping=_mapping(mapping), dry_run=dry_run)
        return Imported(**import_ledger(office, wanted, actor(holder)).to_json())


def _mapping(text: str) -> dict[str, str]:
    """Return the office's own headers by ours."""
    told = jsontext.parse(text, "mapping") if text.strip() else {}
    if not isinstance(told, dict) or not all(isinstance(one, str) for one in told.values()):
        raise InputError("ledger.map_shape", text=text[:100])
    return told


@router.get("/file", response_class=Response, responses=answers(XLSX, CSV))
def export_file(
    office: TheOffice,
    holder: LedgerReader,
    agency: shapes.AgencyCode = "",
    year: Annotated[int | None, Query(ge=2008, le=2099, description="Of receipt.")] = None,
    masked: Annotated[bool, Query(description="Hide names, as from a supervisor always.")] = False,
    kind: Literal["xlsx", "csv"] = "xlsx",
) -> Response:
    """Download the ledger of an agency, as it can be imported again."""
    code = seen_agency(office, holder, agency)

    def write(path: FilePath) -> None:
        export_ledger(office, Export(code, path, year, masked), actor(holder))

    content = made(f".{kind}", write)
    return attachment(f"ledger.{kind}", XLSX if kind == "xlsx" else CSV, content)


@router.get("/template", response_class=Response, responses=answers(XLSX))
def empty_ledger(_: LedgerReader) -> Response:
    """Download an empty ledger: lists to choose from, an example row, a legend."""
    return attachment("ledger-template.xlsx", XLSX, made(".xlsx", write_template))


@router.get("/repeats")
def list_repeats(
    office: TheOffice,
    holder: LedgerReader,
    agency: shapes.AgencyCode = "",
    number: Annotated[shapes.Text, Query(max_length=200, description="Only of this one.")] = "",
) -> list[dict[str, Any]]:
    """List requests that likely repeat an earlier one of the same applicant, with the reasons."""
    code = seen_agency(office, holder, agency)
    return [one.to_json() for one in repeats(office, code, number or None)]


@router.get("/counts")
def list_counts(
    office: TheOffice,
    holder: LedgerReader,
    year: Annotated[int, Query(ge=2008, le=2099, description="Of receipt.")],
    agency: shapes.AgencyCode = "",
) -> list[dict[str, Any]]:
    """Count each applicant's requests of a year by month (art. 35, fee); nobody is named."""
    return [one.to_json() for one in counts(office, seen_agency(office, holder, agency), year)]
