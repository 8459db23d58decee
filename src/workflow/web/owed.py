"""What is still to be published of the agency's own accord, and what is left of its term."""

from workflow.app.disclosing_reading import Item, owed_of
from workflow.app.office import Office
from workflow.core.calendar import Calendar
from workflow.core.deadlines import Deadline
from workflow.web.left import Left, days_text, left_of


def owed_items(office: Office, agency: str, calendar: Calendar) -> list[tuple[Item, Left]]:
    """Return what an agency owes by its last day, with what is left (art. 26)."""
    return [
        (item, left_of_owed(item.deadline, calendar, office))
        for item in owed_of(office, agency)
        if item.deadline is not None
    ]


def left_of_owed(deadline: Deadline, calendar: Calendar, office: Office) -> Left:
    """Return how the term of art. 26 stands: an open one that passed is late."""
    if deadline.ended_on is None and deadline.due and not deadline.provisional:
        return days_text(deadline.due, calendar, office.today)
    return left_of(deadline, calendar, office.today)
