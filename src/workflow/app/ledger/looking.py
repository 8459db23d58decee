"""A ledger looked at before it is imported: its sheets, its headers, and what each is likely to be.

Nothing is read but the first rows of each sheet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workflow.app.agencies import get_agency
from workflow.app.ledger.mapping import remembered
from workflow.app.office import Office
from workflow.errors import InputError
from workflow.ledger import columns as col
from workflow.ledger.header import Header, Reading, propose
from workflow.ledger.lines import is_appeals, table_of
from workflow.ledger.sheets import Sheet, open_sheets


@dataclass(frozen=True, slots=True)
class Seen:
    """A header as it stands in the file: the column it is read as, or likely to be.

    ``own``: it is the column's own name, so there is nothing to ask.
    """

    name: str
    column: str
    own: bool
    likely: bool


@dataclass(frozen=True, slots=True)
class SeenSheet:
    """A sheet that holds requests or (``appeals``) reconsiderations and suits."""

    name: str
    appeals: bool
    headers: tuple[Seen, ...]
    columns: tuple[str, ...]
    missing: tuple[str, ...]


def look(office: Office, agency: str, path: Path) -> tuple[SeenSheet, ...]:
    """Return the sheets of a ledger; InputError where none has a header of requests."""
    with office.store.read() as session:
        get_agency(session, agency)
        known = remembered(session, agency)
    with open_sheets(path) as sheets:
        found = tuple(_looked(sheets, known))
    if all(sheet.appeals for sheet in found):
        listed = "、".join(column.label for column in col.REQUESTS)
        raise InputError("ledger.no_header_here", path=path, columns=listed)
    return found


def _looked(sheets: Iterator[Sheet], known: Mapping[str, str]) -> Iterator[SeenSheet]:
    for sheet in sheets:
        appeals = is_appeals(sheet)
        columns = col.APPEALS if appeals else col.REQUESTS
        wanted = {column.label for column in columns}
        reading = Reading(columns, {name: to for name, to in known.items() if to in wanted})
        table = table_of(sheet, reading)
        if table is not None:
            yield _seen(sheet.name, table.header, reading, appeals=appeals)


def _seen(name: str, header: Header, reading: Reading, *, appeals: bool) -> SeenSheet:
    likely = propose(header, reading)
    own = col.labels(reading.columns)
    headers = [
        Seen(said, column, own=col.normal(said) in map(col.normal, own), likely=False)
        for at, said in enumerate(header.names)
        if (column := header.columns.get(at))
    ]
    headers += [
        Seen(said, likely.get(said, ""), own=False, likely=said in likely)
        for said in header.notes.values()
    ]
    there = {*header.columns.values(), *likely.values()}
    missing = [one.label for one in reading.columns if one.required and one.label not in there]
    labels = tuple(column.label for column in reading.columns)
    return SeenSheet(name, appeals, tuple(headers), labels, tuple(missing))


def chosen_mapping(
    sheets: Sequence[SeenSheet], chosen: Mapping[tuple[int, int], str]
) -> dict[str, str]:
    """Return the office's own headers with the column chosen for each, by sheet and place.

    A header that was likely a column and is declined becomes a remark: else it would be asked
    about again.
    """
    found: dict[str, str] = {}
    for at, sheet in enumerate(sheets):
        for place, seen in enumerate(sheet.headers):
            column = chosen.get((at, place), seen.column)
            if seen.own or (not column and not seen.column):
                continue
            if column in sheet.columns or not column:
                found[seen.name] = column or col.NOTES.label
    return found
