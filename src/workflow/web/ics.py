"""Due dates as an iCalendar file (RFC 5545), for the calendar of a telephone or of Outlook.

Written by icalendar (extra ``calendar``), whose import takes longer than our own: it is imported
when a feed is asked for. Days are dates without a zone. Nothing personal leaves the house: number,
verb and day only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from workflow import __version__
from workflow.calendars.lists import ics_installed
from workflow.errors import StorageError

#: How soon a program may ask again.
REFRESH = timedelta(hours=1)
#: What no value of a calendar may contain: control characters, line breaks apart.
CONTROLS = dict.fromkeys((*range(9), *range(11, 32), 127))


@dataclass(frozen=True, slots=True)
class Event:
    """A day with something to do: ``ident`` stays the same while the day moves."""

    ident: str
    on: date
    title: str
    note: str = ""
    url: str = ""
    tentative: bool = False


def calendar(name: str, events: Iterable[Event], at: datetime) -> bytes:
    """Return a calendar of all-day events; ``at`` is the moment of making it.

    The same events at the same moment give the same bytes. StorageError where the extra is
    missing.
    """
    must_be_installed()
    from icalendar import Calendar  # noqa: PLC0415  (an extra, and slow to import)

    made = Calendar()
    made.add("prodid", f"-//workflow//{__version__}//ZH")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", plain(name))
    made.add("x-wr-calname", plain(name))
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for event in events:
        made.add_component(_component(event, at))
    content: bytes = made.to_ical()
    return content


def must_be_installed() -> None:
    """Raise StorageError where the extra is missing, with what to install."""
    if not ics_installed():
        raise StorageError("web_calendar.not_installed")


def _component(event: Event, at: datetime) -> Any:
    from icalendar import Event as Component  # noqa: PLC0415  (as above)

    made = Component()
    made.add("uid", plain(event.ident))
    made.add("dtstamp", at.astimezone(UTC))
    made.add("dtstart", event.on)
    made.add("dtend", event.on + timedelta(days=1))
    made.add("summary", plain(event.title))
    if event.note:
        made.add("description", plain(event.note))
    if event.url:
        made.add("url", event.url)
    made.add("status", "TENTATIVE" if event.tentative else "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    return made


def plain(text: str) -> str:
    r"""Return a text without control characters; line breaks stay, as RFC 5545 escapes them.

    >>> plain("答复\x07; 1\n完")
    '答复; 1\n完'
    """
    return text.translate(CONTROLS)
