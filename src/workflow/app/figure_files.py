"""Figures from and into files: an office's table (.xlsx, .csv), a report's inputs (.json).

All rows or none: every bad row is told with its number, its column and how to mend it. What
``export_figures`` writes can be filled in and fed again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from workflow import jsontext
from workflow.app.annual_report import inputs_from_json
from workflow.app.figure_kinds import (
    Value,
    key_named,
    known_kinds,
    label_of,
    read_value,
    refuse_near,
)
from workflow.app.figure_periods import Period, read_period
from workflow.app.figures import Entered, Entering, Figures, enter_all, figures_of
from workflow.app.office import Actor, Office
from workflow.app.office_tables import Table, TableRow, refuse_bad, rows_of
from workflow.errors import InputError, Reason, WorkflowError
from workflow.forms import of_year
from workflow.forms.form import PROACTIVE
from workflow.ledger.problems import Place, Problem
from workflow.ledger.workbook import add_sheet, new_workbook
from workflow.messages import say

PERIOD, KEY, LABEL, VALUE, SOURCE, LAST = "期间", "指标", "名称", "数值", "来源", "上年"
_COLUMNS = ((PERIOD, 10), (KEY, 34), (LABEL, 34), (VALUE, 12), (LAST, 12), (SOURCE, 30))
_SHEET = "指标"
#: So many rows are taken while somebody waits for the page.
AT_ONCE = 2_000
_TABLE = Table(
    {
        PERIOD: ("统计期间", "年度"),
        KEY: ("指标名称", "项目"),
        VALUE: ("本年", "数量"),
        LAST: ("上年数", "上年同期"),
        SOURCE: ("数据来源",),
    },
    (KEY, VALUE),
)


@dataclass(slots=True)
class _Gathered:
    """What the good rows say so far, by period and key, and every problem."""

    values: dict[Period, dict[str, Value | None]] = field(default_factory=dict)
    sources: dict[Period, dict[str, str]] = field(default_factory=dict)
    seen: dict[tuple[Period, str], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def keep(self, period: Period, key: str, value: Value, source: str) -> None:
        """Take a value."""
        self.values.setdefault(period, {})[key] = value
        self.sources.setdefault(period, {})[key] = source

    def complain(self, place: Place, column: str, reason: Reason) -> None:
        """Note what is wrong with a row."""
        self.problems.append(Problem(place, column, reason))


@dataclass(frozen=True, slots=True)
class Import:
    """A file of figures; ``period`` and ``source`` stand for what its rows don't say."""

    agency: str
    path: Path
    period: Period | None = None
    source: str = ""


def import_figures(
    office: Office, wanted: Import, actor: Actor, via: str = "app"
) -> list[tuple[Period, Entered]]:
    """Enter every figure of a file; RefusedError tells every bad row, and nothing was kept."""
    entering = read_figures(office, wanted)
    done = enter_all(office, entering, actor, via)
    return [(one.period, entered) for one, entered in zip(entering, done, strict=True)]


def read_figures(office: Office, wanted: Import) -> list[Entering]:
    """Return what a file says, by period; RefusedError tells every bad row."""
    if wanted.path.suffix.lower() == ".json":
        entering = [_from_json(wanted)]
    else:
        entering = _from_table(figures_of(office, wanted.agency), wanted)
    if not any(one.values for one in entering):
        raise InputError("figures.import_empty", path=wanted.path)
    return entering


def is_long_file(path: Path) -> bool:
    """Tell whether a file is to be taken in the background; InputError where it can't be read.

    The inputs of a report are those of one year: they are always short.
    """
    if path.suffix.lower() == ".json":
        return False
    return any(islice(rows_of(path, _TABLE), AT_ONCE, None))


def _from_json(wanted: Import) -> Entering:
    """Read the contract's inputs of a report: its table 1 and its figures, no words."""
    document = jsontext.read(wanted.path)
    inputs = inputs_from_json(document, str(wanted.path))
    period = wanted.period
    if period is None and isinstance(year := document.get("year"), int):
        period = Period(year)
    if period is None:
        raise InputError("figures.import_no_period")
    source = wanted.source or str(document.get("source") or "")
    if not source:
        raise InputError("figures.import_json_source", path=wanted.path)
    told = {**_flat(inputs.proactive), **_flat(inputs.figures)}
    for key in told:
        refuse_near(key)
    values = {key: read_value(key, raw) for key, raw in told.items()}
    return Entering(wanted.agency, period, values, dict.fromkeys(values, source))


def _flat(named: Mapping[str, Any]) -> dict[str, Any]:
    """Return nested figures by dotted keys; words among them are left to the report's text."""
    found: dict[str, Any] = {}
    for name, told in named.items():
        parts = told.items() if isinstance(told, Mapping) else [(None, told)]
        for part, raw in parts:
            if isinstance(raw, int | float) and not isinstance(raw, bool):
                found[name if part is None else f"{name}.{part}"] = raw
    return found


def _from_table(kept: Figures, wanted: Import) -> list[Entering]:
    gathered = _Gathered()
    for row in rows_of(wanted.path, _TABLE):
        if row.text(KEY):
            _take(gathered, kept, wanted, row)
    refuse_bad(gathered.problems, wanted.path)
    return [
        Entering(wanted.agency, period, values, gathered.sources[period])
        for period, values in sorted(gathered.values.items())
    ]


def _take(gathered: _Gathered, kept: Figures, wanted: Import, row: TableRow) -> None:
    """Take a row, or note what is wrong with it; one without a value is passed over."""
    column = PERIOD
    try:
        period = _period(wanted, row)
        column = KEY
        key = key_named(row.text(KEY))
        column = VALUE
        value = read_value(key, row.cells.get(VALUE))
        last = read_value(key, row.cells.get(LAST))
    except WorkflowError as error:
        gathered.complain(row.place, column, Reason(error.code, error.values))
        return
    source = row.text(SOURCE) or wanted.source
    told = ((LAST, period.last_year, last), (VALUE, period, value))
    for column, when, number in told:
        if number is not None:
            _take_one(gathered, kept, row.place, column, (when, key, number, source))


def _take_one(
    gathered: _Gathered,
    kept: Figures,
    place: Place,
    column: str,
    told: tuple[Period, str, Value, str],
) -> None:
    period, key, value, source = told
    before = gathered.values.get(period, {}).get(key)
    there = kept.entered(period, key) if column == LAST else None
    if before is not None and before != value:
        row = gathered.seen[period, key]
        gathered.complain(place, column, Reason("figures.import_twice", {"row": row}))
    elif there is not None and there.value != value:
        values = {"value": value, "kept": there.value}
        gathered.complain(place, column, Reason("figures.import_last_year", values))
    elif not source and there is None:
        gathered.complain(place, SOURCE, Reason("figures.source_missing", {"key": key}))
    elif there is None:
        gathered.keep(period, key, value, source)
        gathered.seen[period, key] = place.row


def _period(wanted: Import, row: TableRow) -> Period:
    if row.text(PERIOD):
        return read_period(row.text(PERIOD))
    if wanted.period is None:
        raise InputError("figures.import_no_period")
    return wanted.period


def export_figures(office: Office, agency: str, period: Period, path: Path) -> int:
    """Write a period's figures as .xlsx, last year's beside them; return how many.

    Those that aren't entered yet have an empty value, to be filled in.
    """
    figures = figures_of(office, agency)
    rows = [_row(figures, period, key) for key in keys_for(figures, period)]
    with new_workbook(path) as book:
        add_sheet(book, _SHEET, _COLUMNS, rows)
    return len(rows)


def keys_for(figures: Figures, period: Period) -> list[str]:
    """Return the keys that a period has or could have: the form's cells, the known, its own."""
    cells = of_year(period.year).cells_of(PROACTIVE)
    table = [f"{row}.{column}" for row, columns in cells.items() for column in columns]
    narrative = [key for key, one in known_kinds().items() if one.row is None and not one.parts]
    own = [*figures.keys(period), *figures.keys(period.last_year)]
    return list(dict.fromkeys((*table, *narrative, *own)))


def _row(figures: Figures, period: Period, key: str) -> list[Any]:
    own = figures.entered(period, key)
    source = own.source if own else say("figures.from_parts", "zh")
    value = figures.value(period, key)
    last = figures.value(period.last_year, key)
    shown = source if value is not None else ""
    return [period.code, key, label_of(key, period.year), _shown(value), _shown(last), shown]


def _shown(value: Value | None) -> Any:
    return float(value) if isinstance(value, str) else value
