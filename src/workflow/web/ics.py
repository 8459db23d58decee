"""Due dates as an iCalendar file (RFC 5545), for the calendar of a telephone or of Outlook.

Lines end with CRLF and are folded at 75 octets, never inside a character; text is escaped. Days
are dates without a zone. Nothing personal leaves the house: number, verb and day only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from workflow import __version__

LONGEST_LINE = 75
#: What a character of a text becomes.
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Event:
    """A day with something to do: ``ident`` stays the same while the day moves."""

    ident: str
    on: date
    title: str
    note: str = ""
    url: str = ""
    tentative: bool = False


def calendar(name: str, events: Iterable[Event], at: datetime) -> str:
    """Return a calendar of all-day events; ``at`` is the moment of making it."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//workflow//{__version__}//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        f"NAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for event in events:
        lines += _event(event, at)
    lines.append("END:VCALENDAR")
    return "".join(folded(line) for line in lines)


def _event(event: Event, at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.ident)}"
    yield f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.title)}"
    if event.note:
        yield f"DESCRIPTION:{escaped(event.note)}"
    if event.url:
        yield f"URL:{event.url}"
    yield f"STATUS:{'TENTATIVE' if event.tentative else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    r"""Return a text as a value: separators escaped, no control characters.

    >>> escaped("答复; 1,2\n完")
    '答复\\; 1\\,2\\n完'
    """
    plain = text.translate(ESCAPES)
    return "".join(sign for sign in plain if sign >= " " and sign != "\x7f")


def folded(line: str) -> str:
    """Return a line with its end, folded so that no piece is longer than 75 octets."""
    pieces, piece, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LONGEST_LINE:
            pieces.append(piece)
            piece, size = "", 1  # the blank that begins a continuation counts
        piece, size = piece + sign, size + width
    pieces.append(piece)
    return "\r\n ".join(pieces) + "\r\n"
