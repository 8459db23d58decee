"""Years of an agency's reports beside each other: their figures, and a document with charts.

A year counts as it was published; one that wasn't yet is counted in the register as it is today.
"""

from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from workflow.app import annual_report
from workflow.app.annual_report import Inputs
from workflow.app.office import Office
from workflow.app.projecting import CASE
from workflow.app.report_asking import first_year
from workflow.app.report_register import OfficeRegister
from workflow.app.report_versions import Version, published
from workflow.documents.build import styles
from workflow.documents.build.chart import Chart, placed
from workflow.documents.build.document import Properties, build
from workflow.documents.build.page import TEXT_WIDTH
from workflow.documents.build.tables import Cell, Row, table
from workflow.documents.build.xml import Element, paragraph
from workflow.forms.form import TOTAL
from workflow.messages import say
from workflow.reports.cells import plain
from workflow.reports.checks import all_numbers
from workflow.reports.comparing import COMPARED, Comparison, Series, Source, compare
from workflow.reports.counting import NEW
from workflow.reports.model import Report

YEARS = 5
#: Charts stand in twos, as high as their lines let them be.
_IN_A_ROW = 2
_CHART_LINE = {"line": 240, "lineRule": "auto", "before": 60, "after": 60}
#: Twips: the column of names, and that of the change.
_NAMES, _CHANGE = 1700, 2300


def compared(office: Office, agency: str, year: int, count: int = YEARS) -> Comparison:
    """Compare the years up to one; InputError where nothing is known of any of them."""
    return compare(_reports(office, agency, range(year - count + 1, year + 1)))


def _reports(office: Office, agency: str, years: range) -> Iterator[tuple[Report, Source]]:
    register = OfficeRegister(office)
    begun = first_year(office, agency)
    for year in years:
        kept = register.published(agency, year)
        if kept is not None:
            yield kept, "published"
        elif begun is not None and year >= begun:
            yield annual_report.build(register, agency, year, Inputs()).report, "register"


def received_over(office: Office, agency: str, years: range) -> dict[int, int]:
    """Return the requests received in each year: as published, else as the register counts them.

    Years of which neither knows anything are left out.
    """
    begun = first_year(office, agency) or years.stop
    with office.store.read() as session:
        kept = {year: published(session, agency, year) for year in years}
        return {
            year: _published_new(version) if version else _count(session, agency, year)
            for year, version in kept.items()
            if version or year >= begun
        }


def _published_new(version: Version) -> int:
    return int(all_numbers(version.printed)["received"].get(NEW, TOTAL))


def _count(session: Session, agency: str, year: int) -> int:
    inside = CASE.c.received_on.between(date(year, 1, 1), date(year, 12, 31))
    counted = sa.select(sa.func.count()).where(CASE.c.agency == agency, inside)
    return int(session.execute(counted).scalar_one())


def comparison_docx(found: Comparison, on: date) -> bytes:
    """Return the comparison as .docx: a chart a figure, a table of all, where they are from."""
    title = say("report.compared_title", "zh", **_span(found))
    charts: list[Chart] = []
    body = [
        paragraph(styles.TITLE, found.body, spacing={"before": 0}),
        paragraph(styles.TITLE, title, spacing={"before": 0, "after": 289}),
        *(piece for name in COMPARED for piece in _group(found, name, charts)),
        paragraph(styles.HEADING_1, say("report.compared_table", "zh"), pageBreakBefore=True,
                  spacing={"after": 113}),
        _table(found),
        paragraph(styles.BODY, sources_text(found), spacing={"before": 170}),
    ]  # fmt: skip
    properties = Properties(title=f"{found.body}{title}", creator=found.body, on=on)
    return build(body, properties, charts=charts)


def _span(found: Comparison) -> dict[str, int]:
    return {"first": found.years[0].year, "last": found.years[-1].year}


def _group(found: Comparison, name: str, charts: list[Chart]) -> Iterator[Element]:
    """Yield a group's heading and its charts in twos; figures that are always 0 are only named."""
    series = found.group(name)
    drawn = [one for one in series if any(one.values.values())]
    heading = say(f"report.compared_{name}", "zh")
    yield paragraph(styles.HEADING_1, heading, keepNext=True, spacing={"before": 113, "after": 57})
    for first in range(0, len(drawn), _IN_A_ROW):
        row = [_chart(one) for one in drawn[first : first + _IN_A_ROW]]
        numbers = range(len(charts) + 1, len(charts) + 1 + len(row))
        charts += row
        shown = (placed(chart, number) for chart, number in zip(row, numbers, strict=True))
        yield paragraph(styles.NORMAL, *shown, jc="left", spacing=_CHART_LINE)
    nothing = "、".join(one.name for one in series if one not in drawn)
    if nothing:
        yield paragraph(styles.BODY, say("report.compared_nothing", "zh", names=nothing))


def _chart(one: Series) -> Chart:
    labels = tuple(f"{year}年" for year in one.values)
    return Chart(f"{one.name}（件）", labels, tuple(plain(n) for n in one.values.values()))


def _table(found: Comparison) -> Element:
    years = [one.year for one in found.years]
    room = TEXT_WIDTH - _NAMES - _CHANGE
    columns = [_NAMES, *[room // len(years)] * len(years), _CHANGE]
    columns[0] += TEXT_WIDTH - sum(columns)
    heads = [say("report.compared_figure", "zh"), *(f"{year}年" for year in years)]
    rows = [_row([*heads, say("report.compared_change", "zh")], header=True)]
    rows += [
        _row([one.name, *(str(plain(one.values[year])) for year in years), change_text(one)])
        for one in found.series
    ]
    return table(columns, rows)


def _row(texts: list[str], *, header: bool = False) -> Row:
    cells = [Cell((paragraph(styles.TABLE_TEXT, texts[0]),))]
    cells += [Cell((paragraph(styles.TABLE_CENTRED, text),)) for text in texts[1:]]
    return Row(tuple(cells), header=header)


def change_text(one: Series) -> str:
    """Return a figure's change on the year before: ``+3（+60.0%）``; a dash where there is none."""
    if one.change is None:
        return "—"
    difference, percent = one.change
    if not difference or percent is None:
        return f"{plain(difference):+}" if difference else "0"
    return f"{plain(difference):+}（{percent:+.1f}%）"


def sources_text(found: Comparison) -> str:
    """Say which years are as published, and which as the register has them."""
    named: dict[str, list[str]] = {}
    for one in found.years:
        named.setdefault(one.source, []).append(f"{one.year}年")
    return "".join(
        say(f"report.compared_from_{source}", "zh", years="、".join(years))
        for source, years in named.items()
    )
