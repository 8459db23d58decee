"""年度报告与往年比较: each figure over the years as a chart, and the same as a Word file."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from workflow.app.report_comparison import (
    change_text,
    compared,
    comparison_docx,
    sources_text,
)
from workflow.messages import say
from workflow.reports.cells import plain
from workflow.reports.comparing import COMPARED, Comparison, Series
from workflow.web.charts import HEIGHT, WIDTH, Bar, bars
from workflow.web.downloads import DOCX, attachment
from workflow.web.guard import CaseReader, TheOffice
from workflow.web.pages.reports import Year
from workflow.web.seen import seen_agency
from workflow.web.view import page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure as it is drawn: its columns, and its change on the year before in words."""

    series: Series
    bars: list[Bar]
    change: str


@router.get("/report/{year}/compare")
def show(
    request: Request, office: TheOffice, person: CaseReader, year: Year, agency: str = ""
) -> HTMLResponse:
    """Show each figure of the years up to one as a chart."""
    code = seen_agency(office, person, agency)
    found = compared(office, code, year)
    return page(
        request,
        "report_compare.html",
        year=year,
        agency=code,
        own=code == person.agency,
        found=found,
        sources=sources_text(found),
        groups=list(_groups(found)),
        size=(WIDTH, HEIGHT),
    )


@router.get("/report/{year}/compare.docx")
def download(office: TheOffice, person: CaseReader, year: Year, agency: str = "") -> Response:
    """Download the comparison with charts that can be edited."""
    found = compared(office, seen_agency(office, person, agency), year)
    name = say("web_report.compare_file", body=found.body, year=year)
    return attachment(f"{name}.docx", DOCX, comparison_docx(found, office.today))


def _groups(found: Comparison) -> Iterator[tuple[str, list[Drawn], list[str]]]:
    """Yield each group with its charts, and the names of the figures that are always 0."""
    for name in COMPARED:
        series = found.group(name)
        drawn = [one for one in series if any(one.values.values())]
        yield name, [_drawn(one) for one in drawn], [o.name for o in series if o not in drawn]


def _drawn(one: Series) -> Drawn:
    values = {year: int(plain(number)) for year, number in one.values.items()}
    return Drawn(one, bars(values), _change(one))


def _change(one: Series) -> str:
    if one.change is None:
        return ""
    if not one.change[0]:
        return say("web_report.compare_same")
    return say("web_report.compare_change", change=change_text(one))
