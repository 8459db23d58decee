"""The calendar of an agency: national, its region's, what was imported, its own closures."""

from datetime import date

from sqlmodel import Session

from workflow.app.agencies import settings_of
from workflow.app.folding import CalendarOn, Rules
from workflow.calendars import PublishedCalendar, load
from workflow.store.tables import Agency


def rules_of(session: Session, agency: Agency) -> Rules:  # noqa: ARG001  (imports come with B)
    """Return what the agency's cases are read by."""
    return Rules(calendar_on=_calendar_on(agency.region), settings=settings_of(agency))


def _calendar_on(region: str | None) -> CalendarOn:
    def on(as_of: date) -> PublishedCalendar:
        return load(region, as_of=as_of)

    return on
