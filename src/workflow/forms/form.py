"""A form of the annual report: what it prints, and what must hold between its numbers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from workflow.errors import InputError

RECEIVED, APPEALS, PROACTIVE = "received", "appeals", "proactive"
TOTAL = "total"
TOTAL_HANDLED = "total_handled"


@dataclass(frozen=True, slots=True)
class Column:
    """A number column: its key, what is printed above it and above its group.

    ``also_printed`` are labels that published reports print instead.
    """

    key: str
    label: str
    group: str | None = None
    also_printed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; of table 2: ``section`` is 三 or None, ``group`` a heading or None."""

    key: str
    label: str
    section: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A block of table 1: one item of article 20 with its own columns and rows."""

    clause: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class AppealGroup:
    """Five columns of table 3: 行政复议, or one of the two ways to sue under 行政诉讼."""

    key: str
    label: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Equation:
    """The sum of ``parts`` equals the sum of ``total``, along each column or each row.

    ``printed`` tells that the form itself prints it; the others are logic (law.md 4.5).
    """

    rule: str
    table: str
    along: Literal["column", "row"]
    parts: tuple[str, ...]
    total: tuple[str, ...]
    printed: bool


@dataclass(frozen=True, slots=True)
class Form:
    """One form: six parts, three tables, their equations, and the years that it serves.

    ``overview`` are the headings of part 一 by the short name that a narrative uses as key.
    """

    key: str
    notice: str
    first_year: int
    last_year: int | None
    parts: tuple[str, ...]
    overview: Mapping[str, str]
    corner: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    clauses: tuple[Clause, ...]
    appeal_groups: tuple[AppealGroup, ...]
    appeal_columns: tuple[Column, ...]
    equations: tuple[Equation, ...]

    def serves(self, year: int) -> bool:
        """Tell whether reports about this year are made on this form."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    @property
    def classes(self) -> tuple[str, ...]:
        """The six columns of applicants, without 总计."""
        return self.cells_of(RECEIVED)[TOTAL_HANDLED][:-1]

    @property
    def results(self) -> tuple[str, ...]:
        """The leaf rows of （一） to （六）, in order."""
        return _results(self.key)

    def cells_of(self, table: str) -> Mapping[str, tuple[str, ...]]:
        """Return the columns of every row of a table, by keys, in printed order."""
        return _cells_of(self.key, table)

    def row_label(self, table: str, key: str | None) -> str:
        """Return what the form prints for a row; the key itself where it has no such row."""
        named: Mapping[str, str] = {}
        if table == RECEIVED:
            named = {row.key: row.label for row in self.rows}
        elif table == APPEALS:
            named = {group.key: group.label for group in self.appeal_groups}
        elif table == PROACTIVE:
            named = {row.key: row.label for clause in self.clauses for row in clause.rows}
        return named.get(key or "", key or "")

    def column_label(self, table: str, row: str | None, key: str | None) -> str:
        """Return what the form prints above a cell; the key itself where it has no such column."""
        columns = {
            RECEIVED: self.columns,
            APPEALS: self.appeal_columns,
            PROACTIVE: tuple(
                column
                for clause in self.clauses
                if row in {own.key for own in clause.rows}
                for column in clause.columns
            ),
        }.get(table, ())
        return {column.key: column.label for column in columns}.get(key or "", key or "")


@cache
def all_forms() -> Mapping[str, Form]:
    """Return every form by its key, the oldest first."""
    folder = files(__package__)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".json"))
    forms = (_form(json.loads((folder / name).read_text("utf-8"))) for name in names)
    return {form.key: form for form in forms}


def form_named(key: str) -> Form:
    """Return a form by its key (``2019``, ``2021``), or raise InputError naming the known ones."""
    if key not in all_forms():
        raise InputError("form.unknown", form=key, known="、".join(all_forms()))
    return all_forms()[key]


@cache
def of_year(year: int) -> Form:
    """Return the form for reports about a year, or raise InputError where there is none.

    >>> of_year(2020).notice, of_year(2021).notice
    ('国办公开办函〔2019〕60号', '国办公开办函〔2021〕30号')
    """
    for form in all_forms().values():
        if form.serves(year):
            return form
    raise InputError("form.no_year", year=year, first=next(iter(all_forms().values())).first_year)


@cache
def _results(key: str) -> tuple[str, ...]:
    rows = all_forms()[key].rows
    return tuple(row.key for row in rows if row.section and row.key != TOTAL_HANDLED)


@cache
def _cells_of(key: str, table: str) -> Mapping[str, tuple[str, ...]]:
    form = all_forms()[key]
    if table == RECEIVED:
        return dict.fromkeys((r.key for r in form.rows), tuple(c.key for c in form.columns))
    if table == APPEALS:
        names = tuple(column.key for column in form.appeal_columns)
        return dict.fromkeys((group.key for group in form.appeal_groups), names)
    return {
        row.key: tuple(column.key for column in clause.columns)
        for clause in form.clauses
        for row in clause.rows
    }


def _form(data: Mapping[str, Any]) -> Form:
    received, appeals = data[RECEIVED], data[APPEALS]
    return Form(
        key=data["key"],
        notice=data["notice"],
        first_year=data["years"][0],
        last_year=data["years"][1],
        parts=tuple(data["parts"]),
        overview=dict(data["overview"]),
        corner=received["corner"],
        columns=tuple(_column(column) for column in received["columns"]),
        rows=tuple(Row(**row) for row in received["rows"]),
        clauses=tuple(_clause(clause) for clause in data[PROACTIVE]),
        appeal_groups=tuple(AppealGroup(**group) for group in appeals["groups"]),
        appeal_columns=tuple(Column(*column) for column in appeals["columns"]),
        equations=tuple(_equation(equation) for equation in data["equations"]),
    )


def _column(data: Mapping[str, Any]) -> Column:
    also = tuple(data.get("also_printed", ()))
    return Column(data["key"], data["label"], data.get("group"), also)


def _clause(data: Mapping[str, Any]) -> Clause:
    columns = tuple(Column(*column) for column in data["columns"])
    return Clause(data["clause"], columns, tuple(Row(*row) for row in data["rows"]))


def _equation(data: Mapping[str, Any]) -> Equation:
    known = {**data, "parts": tuple(data["parts"]), "total": tuple(data["total"])}
    return Equation(**known)
