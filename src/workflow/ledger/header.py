"""Finding the header: below a title, over merged rows, under other names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow.errors import InputError
from workflow.ledger.columns import HINT, NOTES, Column, labels, like, normal, same
from workflow.ledger.sheets import Cells
from workflow.ledger.words import text_of

#: The header stands in the first rows, and is at most so many rows high.
SEARCHED = 30
_HIGHEST = 3
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: its last row, and the column of each cell below it.

    ``names`` are the headers as they stand, ``columns`` maps a cell's place to a column's label,
    ``notes`` to the name under which an extra column is kept.
    """

    last_row: int
    names: tuple[str, ...]
    columns: Mapping[int, str]
    notes: Mapping[int, str] = field(default_factory=dict)

    def cells(self, row: Cells) -> dict[str, Any]:
        """Return the cells of a row by column, the extra ones by their own names."""
        width = len(row)
        both = {**self.notes, **self.columns}
        return {label: row[at] for at, label in both.items() if at < width}

    def known(self, cells: Mapping[str, Any]) -> dict[str, Any]:
        """Return of these cells those of known columns."""
        return {label: cells.get(label) for label in self.columns.values()}


@dataclass(frozen=True, slots=True)
class Reading:
    """How headers are read: the columns wanted, and the office's own names for them."""

    columns: tuple[Column, ...]
    mapping: Mapping[str, str] = field(default_factory=dict)

    def label(self, header: str) -> str | None:
        """Return the column that a header names, by the office's mapping or by its own name."""
        plain = normal(header)
        mapped = {normal(name): label for name, label in self.mapping.items()}
        if plain in mapped:
            return mapped[plain]
        known = {normal(label): label for label in labels(self.columns)}
        return known.get(plain)


def check_mapping(mapping: Mapping[str, str], *known: tuple[Column, ...]) -> None:
    """Raise InputError for a mapping to a column that no ledger has."""
    names = [column.label for columns in known for column in columns]
    for header, label in mapping.items():
        if label not in names:
            listed = "、".join(dict.fromkeys(names))
            raise InputError("ledger.map_unknown", header=header, label=label, known=listed)


def find_header(rows: Sequence[Cells], reading: Reading) -> Header | None:
    """Return the header among the first rows of a sheet; None where none looks like one."""
    best: tuple[float, Header] | None = None
    for first in range(len(rows)):
        for height in range(1, _HIGHEST + 1):
            if first + height > len(rows):
                break
            found = _header(rows[first : first + height], first + height, reading)
            worth = len(set(found.columns.values())) + _proposable(found, reading) / 2
            if worth >= _ENOUGH and (best is None or worth > best[0]):
                best = (worth, found)
    return best[1] if best else None


def _header(rows: Sequence[Cells], last_row: int, reading: Reading) -> Header:
    names: list[str] = []
    columns: dict[int, str] = {}
    notes: dict[int, str] = {}
    for at, stack in enumerate(_stacks(rows)):
        label = next(filter(None, (reading.label(text) for text in reversed(stack) if text)), None)
        name = next((text for text in reversed(stack) if text and not text.isdecimal()), "")
        names.append(name)
        if name.startswith(HINT):
            continue
        if label and (label != NOTES.label or label not in columns.values()):
            columns[at] = label
        elif name:
            notes[at] = _free(name, {*notes.values(), *labels(reading.columns)})
    return Header(last_row, tuple(names), columns, notes)


def _stacks(rows: Sequence[Cells]) -> Iterator[list[str]]:
    """Yield the texts above one another, top first."""
    for at in range(max(map(len, rows))):
        yield [text_of(row[at]) if at < len(row) else "" for row in rows]


def _free(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}{number}", number + 1
    return free


def _proposable(found: Header, reading: Reading) -> int:
    return sum(same(name, reading.columns) is not None for name in found.notes.values())


def check_header(header: Header, reading: Reading, place: str) -> None:
    """Raise InputError for a column that stands twice, is missing, or has another name.

    An extra column that is likely one of ours isn't passed over in silence: a ledger whose
    answers stood under 答复时间 would come in as all open.
    """
    _check_twice(header, place)
    here = set(header.columns.values())
    absent = [column for column in reading.columns if column.label not in here]
    proposed = propose(header, reading)
    missing = [column.label for column in absent if column.required]
    if not missing and not proposed:
        return
    options = " ".join(f"--map {name}={label}" for name, label in proposed.items())
    pairs = "、".join(f"“{name}”→“{label}”" for name, label in proposed.items())
    if missing:
        code = "ledger.columns_missing" if options else "ledger.columns_missing_unlike"
        listed = "、".join(missing)
        found = "、".join(filter(None, header.names))
        raise InputError(
            code, place=place, columns=listed, options=options, pairs=pairs, found=found
        )
    raise InputError("ledger.columns_alike", place=place, options=options, pairs=pairs)


def _check_twice(header: Header, place: str) -> None:
    found = list(header.columns.values())
    twice = [label for label in dict.fromkeys(found) if found.count(label) > 1]
    if twice:
        raise InputError("ledger.columns_twice", place=place, columns="、".join(twice))


def propose(header: Header, reading: Reading) -> dict[str, str]:
    """Return for headers that aren't ours the absent column that each is likely to be.

    A mere likeness is proposed for a column that is required; a known other name for any.
    """
    here = set(header.columns.values())
    absent = {column.label: column for column in reading.columns if column.label not in here}
    found: dict[str, str] = {}
    for name in header.notes.values():
        label = same(name, reading.columns)
        if label is None:
            close = like(name, reading.columns)
            label = close if close in absent and absent[close].required else None
        if label in absent and label not in found.values() and label != NOTES.label:
            found[name] = str(label)
    return found
