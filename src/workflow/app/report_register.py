"""The register behind an annual report: the derived tables of an office's database."""

import json
from collections.abc import Mapping
from typing import Any

from workflow.app import report_cells
from workflow.app.agencies import card_of, get_agency
from workflow.app.annual_report import Inputs
from workflow.app.figure_inputs import inputs_of, year_figures
from workflow.app.office import Office
from workflow.app.report_versions import published
from workflow.core.casefile import AgencyCard
from workflow.forms import Form
from workflow.reports.counting import Counted, Rules, Spot
from workflow.reports.model import Report
from workflow.statutes.settings import effective


class OfficeRegister:
    """Reads what a report needs from an office.

    ``previous`` is last year's published report as a file; without it, the one that was published
    through the office is taken, if there is one.
    """

    def __init__(self, office: Office, previous: Report | None = None) -> None:
        self._office = office
        self._previous = previous

    def counted(self, agency: str, rules: Rules) -> Counted:
        """Count a year's tables 2 and 3, or raise InputError naming requests without a result."""
        with self._office.store.read() as session:
            return report_cells.counted(session, agency, rules)

    def explained(self, agency: str, rules: Rules, cell: Spot) -> list[str]:
        """Return the numbers of the requests behind a cell, one a time that it is counted."""
        with self._office.store.read() as session:
            return report_cells.explained(session, agency, rules, cell)

    def card(self, agency: str) -> AgencyCard:
        """Return the agency's record."""
        with self._office.store.read() as session:
            return card_of(get_agency(session, agency))

    def settings(self, agency: str) -> Mapping[str, Any]:
        """Return every law setting in the agency."""
        with self._office.store.read() as session:
            return effective(json.loads(get_agency(session, agency).settings))

    def published(self, agency: str, year: int) -> Report | None:
        """Return the report about a year: the one handed over, else the one published here."""
        given = self._previous
        if given is not None and given.year == year:
            return given
        with self._office.store.read() as session:
            kept = published(session, agency, year)
        return kept.printed if kept else None

    def entered(self, agency: str, year: int, form: Form) -> Inputs:
        """Return the figures of a year that were entered, else counted in the register."""
        return inputs_of(year_figures(self._office, agency, year), form)
