"""The figures of a year as the annual report takes them: its table 1, and its part 一."""

from collections.abc import Mapping
from typing import Any

from workflow.app.annual_report import Inputs
from workflow.app.disclosing_reading import CATEGORIES, counted, read_items
from workflow.app.figure_kinds import WHOLES, Value, as_number, kind_of
from workflow.app.figure_periods import Period
from workflow.app.figures import Figures, read
from workflow.app.office import Office
from workflow.forms import Form
from workflow.forms.form import PROACTIVE
from workflow.reports.cells import plain


def inputs_of(values: Mapping[str, Value], form: Form) -> Inputs:
    """Return figures as a report's inputs; cells that the form doesn't have are left out."""
    proactive: dict[str, dict[str, Any]] = {}
    figures: dict[str, Any] = {}
    cells = form.cells_of(PROACTIVE)
    for key, value in values.items():
        kind, number = kind_of(key), plain(as_number(value))
        if kind.row and kind.column in cells.get(kind.row, ()):
            proactive.setdefault(kind.row, {})[str(kind.column)] = number
        elif kind.parts:
            figures.setdefault(kind.name, {})[key.partition(".")[2]] = number
        elif not kind.row:
            figures[key] = number
    return Inputs(proactive=proactive, figures=figures)


def year_figures(office: Office, agency: str, year: int) -> dict[str, Value]:
    """Return every figure of a year: entered by its periods, else as the register counts it."""
    return period_figures(office, agency, Period(year))


def period_figures(office: Office, agency: str, period: Period) -> dict[str, Value]:
    """Return every figure of a period: entered, else as the register of disclosures counts it."""
    with office.store.read() as session:
        figures = read(office, session, agency)
        here = counted(read_items(office, session, agency), period)
    return together(figures, here, period)


def together(figures: Figures, here: Mapping[str, Value], period: Period) -> dict[str, Value]:
    """Return a period's figures with what only the register counts.

    A whole and its categories come from one source: the register's categories never stand beside
    a total that was entered. Nor does the register count for a period of which parts were entered
    and others not yet: half of the year's figures would pass for all of them.
    """
    entered = figures.values(period)
    mine = {WHOLES.get(kind_of(key).name, key) for key in figures.keys(period)}
    counted_only = {
        key: value
        for key, value in here.items()
        if WHOLES.get(CATEGORIES if key.startswith(f"{CATEGORIES}.") else key, key) not in mine
    }
    return {**counted_only, **entered}
