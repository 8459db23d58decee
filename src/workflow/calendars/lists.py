"""Official lists of a year's days off, as CSV, JSON or ICS, read into a notice.

The three forms that such lists travel in: a table with a header row, JSON as public collections
publish it (``days`` with ``date`` and ``isOffDay``, or the contract's ``holidays`` and
``workdays``), an iCalendar file with one event a day or span. Every refusal names file, place
and mend; what a list says is checked in ``imports``.
"""

import csv
import importlib.util
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from workflow import jsontext
from workflow.errors import InputError
from workflow.messages import say

#: How a list writes that a day is free, and that it works.
OFF_WORDS = ("休", "放假", "假期", "假", "off")
WORK_WORDS = ("班", "上班", "补班", "work")

_COLUMNS = {
    "date": ("date", "日期"),
    "kind": ("kind", "类型"),
    "name": ("name", "名称", "节日"),
}
#: An event longer than this is a mistake: the longest holiday listed so far has nine days.
_LONGEST_EVENT = 31


@dataclass(frozen=True, slots=True)
class ListedDay:
    """One line of an official list, and where it stands in the file."""

    on: date
    works: bool
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class OfficialList:
    """What a file says: its days, and what it says of itself (``year``, ``number``, …)."""

    file: str
    days: tuple[ListedDay, ...]
    about: Mapping[str, Any]


def parse_list(text: str, file: str) -> OfficialList:
    """Return the list in a file's text; the end of the file's name tells its form."""
    form = file.rpartition(".")[2].lower()
    if form not in _FORMS:
        raise InputError("calendar.list_form", file=file, forms="、".join(_FORMS))
    return _FORMS[form](text, file)


def _parse_csv(text: str, file: str) -> OfficialList:
    rows = _csv_rows(text, file)
    _, first = next(rows, (0, []))
    header = [cell.strip().lower() for cell in first]
    at = {
        column: next((i for i, cell in enumerate(header) if cell in names), None)
        for column, names in _COLUMNS.items()
    }
    for column, index in at.items():
        if index is None:
            raise InputError("calendar.list_column", file=file, column=_COLUMNS[column][1])
    days = []
    for number, row in rows:
        place = _line(number)
        if not any(cell.strip() for cell in row):
            continue
        if len(row) < len(header):
            raise InputError("calendar.list_cut", file=file, place=place)
        on, kind, name = (row[at[column] or 0].strip() for column in _COLUMNS)
        days.append(ListedDay(_day(on, place, file), _works(kind, place, file), name, place))
    return OfficialList(file, tuple(days), {})


def _csv_rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its line; a row that no CSV can have is where the file is cut."""
    rows = csv.reader(io.StringIO(text))
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error as error:
        raise InputError("calendar.list_cut", file=file, place=_line(rows.line_num)) from error


def _parse_json(text: str, file: str) -> OfficialList:
    document = jsontext.parse(text, file)
    if not isinstance(document, dict):
        raise InputError("calendar.not_an_object", file=file)
    about = {key: value for key, value in document.items() if not isinstance(value, list)}
    return OfficialList(file, tuple(_json_days(document, file)), about)


def _json_days(document: Mapping[str, Any], file: str) -> Iterator[ListedDay]:
    for key, works in (("holidays", False), ("workdays", True)):
        for at, text in enumerate(_json_list(document, key, file)):
            place = f"{key}[{at}]"
            yield ListedDay(_day(text, place, file), works, "", place)
    for at, entry in enumerate(_json_list(document, "days", file)):
        place = f"days[{at}]"
        if not isinstance(entry, dict) or type(entry.get("isOffDay")) is not bool:
            raise InputError("calendar.list_entry", file=file, place=place)
        on = _day(entry.get("date"), place, file)
        yield ListedDay(on, not entry["isOffDay"], str(entry.get("name", "")), place)


def _json_list(document: Mapping[str, Any], key: str, file: str) -> list[Any]:
    value = document.get(key, [])
    if not isinstance(value, list):
        raise InputError("calendar.not_a_list", file=file, key=key)
    return value


#: What the library lets out of a broken file beside its own ValueError.
_BROKEN_ICS = (ValueError, AttributeError, TypeError, LookupError)


def ics_installed() -> bool:
    """Tell whether the extra ``calendar`` is there, which reads and writes iCalendar."""
    return importlib.util.find_spec("icalendar") is not None


def _parse_ics(text: str, file: str) -> OfficialList:
    if not ics_installed():
        raise InputError("calendar.ics_not_installed", file=file)
    from icalendar import Calendar  # noqa: PLC0415  (an extra, and slow to import)

    try:
        calendar = Calendar.from_ical(text.strip())
    except _BROKEN_ICS as error:
        place = _line(len(text.splitlines()))
        raise InputError("calendar.list_cut", file=file, place=place) from error
    days: list[ListedDay] = []
    for number, event in enumerate(calendar.walk("VEVENT"), 1):
        days.extend(_event_days(event, say("calendar.place_event", number=number), file))
    return OfficialList(file, tuple(days), {})


def _event_days(event: Mapping[str, Any], place: str, file: str) -> Iterator[ListedDay]:
    summary = str(event.get("SUMMARY", ""))
    first = _event_day(event.get("DTSTART"), place, file)
    # DTEND is the day after the last (RFC 5545, 3.6.1); without it the event is one day
    end = first + timedelta(days=1)
    if "DTEND" in event:
        end = _event_day(event["DTEND"], place, file)
    length = (end - first).days
    if not 1 <= length <= _LONGEST_EVENT:
        raise InputError("calendar.list_span", file=file, place=place, days=length)
    works = _works_by_summary(summary, place, file)
    name = re.split(r"[\s（(]", summary, maxsplit=1)[0]
    for offset in range(length):
        yield ListedDay(first + timedelta(days=offset), works, name, place)


def _event_day(value: Any, place: str, file: str) -> date:
    """Return the day of a date or moment of an event."""
    try:
        written = value.to_ical().decode() if hasattr(value, "to_ical") else value
    except _BROKEN_ICS:
        written = None
    return _day(written[:8] if isinstance(written, str) else None, place, file)


def _line(number: int) -> str:
    return say("calendar.place_line", number=number)


def _works_by_summary(summary: str, place: str, file: str) -> bool:
    if "班" in summary:
        return True
    if "休" in summary or "假" in summary:
        return False
    raise InputError("calendar.list_kind", file=file, place=place, value=summary)


def _works(kind: str, place: str, file: str) -> bool:
    if kind.lower() in WORK_WORDS:
        return True
    if kind.lower() in OFF_WORDS:
        return False
    raise InputError("calendar.list_kind", file=file, place=place, value=kind)


def _day(text: Any, place: str, file: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise InputError("calendar.day_wrong", file=file, place=place, value=text) from error


_FORMS: dict[str, Callable[[str, str], OfficialList]] = {
    "csv": _parse_csv,
    "json": _parse_json,
    "ics": _parse_ics,
}
