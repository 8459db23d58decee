"""An annual report as it lies on the desk: live while it is drafted, else as it was kept."""

from dataclasses import dataclass

from workflow.app import annual_report, report_life
from workflow.app.annual_report import Built, Inputs
from workflow.app.office import Office
from workflow.app.report_life import Standing
from workflow.app.report_register import OfficeRegister
from workflow.forms import Form
from workflow.reports.checks import check


@dataclass(frozen=True, slots=True)
class Desk:
    """A report on the desk: where it stands, what was entered, what was built of it."""

    agency: str
    year: int
    standing: Standing
    inputs: Inputs
    built: Built

    @property
    def may_change(self) -> bool:
        """Whether what is entered can still be changed (by a new draft)."""
        return self.standing.state in {"", "drafting"}

    @property
    def form(self) -> Form:
        """The form that it is printed on."""
        return self.built.report.printed_form


def desk_of(office: Office, agency: str, year: int) -> Desk:
    """Return a report as it stands: live from the register while it is drafted, else as kept."""
    standing = report_life.standing(office, agency, year)
    inputs = Inputs()
    if standing.version:
        said = dict(standing.version.inputs)
        inputs = annual_report.inputs_from_json(said, f"{agency}/{year}")
    register = OfficeRegister(office)
    if standing.version and standing.state not in {"", "drafting"}:
        report = standing.version.report
        before = register.published(agency, year - 1)
        return Desk(
            agency, year, standing, inputs, Built(report, check(standing.version.printed, before))
        )
    return Desk(agency, year, standing, inputs, annual_report.build(register, agency, year, inputs))
