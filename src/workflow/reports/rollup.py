"""Many bodies' reports of one year: each checked, added up, a sum beside its parts found.

Files are read one at a time; of each only its findings and its fingerprint are kept. That is a
linear sum of its cells: a report is the sum of others exactly when its fingerprint is the sum of
theirs, so that a county's sum is found among its towns without keeping their tables.
"""

import operator
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from workflow.errors import InputError
from workflow.forms import of_year
from workflow.messages import say
from workflow.reports.cells import Number, plain
from workflow.reports.checks import all_numbers, check, is_town
from workflow.reports.findings import Checked
from workflow.reports.model import TABLES, Report, to_json
from workflow.reports.numbers import Numbers
from workflow.reports.reading import read_report

_AREA_ENDS = ("人民政府办公室", "人民政府", "政府")
_FEWEST_PARTS = 2
_LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Body:
    """One file of a roll-up: whose report, its findings, and why it isn't in the sum.

    ``left_out`` is None for a part of the sum, else ``sum`` (it is the sum of others), ``twice``
    (a report of the same body came before) or ``other_year``. ``parts`` says how many
    files a sum adds up.
    """

    file: str
    name: str
    year: int
    checked: Checked
    published_on: date | None = None
    left_out: str | None = None
    parts: int = 0


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that isn't a report that can be read, with the reason."""

    file: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class RollUp:
    """The sum as a report of its own, with every body and every file that couldn't be read."""

    total: Report
    checked: Checked
    bodies: tuple[Body, ...]
    unread: tuple[Unread, ...]

    @property
    def has_violations(self) -> bool:
        """Tell whether a body's report or the sum breaks a rule."""
        broken = any(body.checked.violations for body in self.bodies)
        return broken or bool(self.checked.violations)

    @property
    def not_added(self) -> list[dict[str, Any]]:
        """The warnings about files that aren't in the sum."""
        return [*_not_added(self.bodies)]

    def to_json(self) -> dict[str, Any]:
        """Return the sum in the shape of a report, with bodies and findings by file beside it."""
        return to_json(self.total) | {
            "files": [_body_json(body) for body in self.bodies],
            "unread": [
                {"file": each.file, "code": each.code, "message": each.message}
                for each in self.unread
            ],
            "violations": [*_by_file(self.bodies, "violations")],
            "warnings": [*_by_file(self.bodies, "warnings"), *self.not_added],
            "sum_findings": self.checked.to_json(),
        }


@dataclass(slots=True)
class _Kept:
    """What is kept of a file until all were read."""

    body: Body
    prints: tuple[int, int]
    repeats: bool = False


@dataclass(slots=True)
class _Sum:
    """Adds tables up, row by row; rows that are printed under other columns are kept apart."""

    rows: dict[tuple[str, str, Sequence[str]], Sequence[Number]] = field(default_factory=dict)

    def add(self, tables: Mapping[str, Numbers], by: Callable[[Number, Number], Number]) -> None:
        """Add a report's numbers (``operator.add``), or take them away (``operator.sub``)."""
        for name, numbers in tables.items():
            columns = numbers.columns
            for row, cells in numbers.grid.items():
                if any(cells):
                    key = (name, row, columns[row])
                    before = self.rows.get(key) or (0,) * len(cells)
                    self.rows[key] = tuple(map(by, before, cells))

    def table(self, name: str) -> dict[str, dict[str, Number]]:
        """Return a table's sums by row and column."""
        found: dict[str, dict[str, Number]] = {}
        for (table, row, columns), numbers in self.rows.items():
            if table == name:
                cells = found.setdefault(row, {})
                for column, number in zip(columns, numbers, strict=True):
                    cells[column] = cells.get(column, 0) + number
        return found


def roll_up(
    files: Sequence[Path], name: str, progress: Callable[[], None] = lambda: None
) -> RollUp:
    """Read, check and add up reports; ``name`` is the sum's body, ``progress`` called a file.

    The year is the one that most files are about; files about another year are checked and not
    added. Raises InputError where no file can be read, or two years are equally frequent.
    """
    kept: list[_Kept] = []
    unread: list[Unread] = []
    sums: dict[int, _Sum] = {}
    seen: set[tuple[str, int]] = set()
    for file in files:
        try:
            report = read_report(file)
            numbers = all_numbers(report)
            kept.append(_take(report, numbers, file, seen))
            if not kept[-1].repeats:
                sums.setdefault(report.year, _Sum()).add(numbers, operator.add)
        except InputError as error:
            unread.append(Unread(str(file), error.code, error.message))
        progress()
    year = _year(kept)
    _mark_others(kept, year)
    for name_of_sum in _mark_sums([each for each in kept if each.body.left_out is None]):
        sums[year].add(all_numbers(read_report(Path(name_of_sum))), operator.sub)
    total = _total(sums[year], name, year)
    return RollUp(total, check(total), tuple(each.body for each in kept), tuple(unread))


def late_bodies(
    bodies: Iterable[Body], expected: Iterable[str], due: date, as_of: date
) -> list[tuple[str, date | None]]:
    """Return who is late: published after the last day, or not handed in though it has passed."""
    found = list(bodies)
    late: list[tuple[str, date | None]] = [
        (body.name, body.published_on)
        for body in found
        if body.published_on is not None and body.published_on > due
    ]
    if as_of > due:
        names = {body.name for body in found}
        late += [(name, None) for name in expected if name not in names]
    return late


def matrix(bodies: Iterable[Body]) -> tuple[list[str], list[tuple[Body, Counter[str]]]]:
    """Return the rules that anybody broke or was warned by, and each body's number of findings."""
    rows = [
        (body, Counter(f.rule for f in (*body.checked.violations, *body.checked.warnings)))
        for body in bodies
    ]
    return sorted({rule for _, counts in rows for rule in counts}), rows


def _take(
    report: Report, numbers: Mapping[str, Numbers], file: Path, seen: set[tuple[str, int]]
) -> _Kept:
    key = (report.body, report.year)
    repeats = bool(report.body) and key in seen
    seen.add(key)
    body = Body(
        str(file),
        report.body,
        report.year,
        check(report, numbers=numbers),
        _published_on(report.extra.get("published_on")),
        left_out="twice" if repeats else None,
    )
    return _Kept(body, _prints(numbers), repeats)


def _published_on(raw: Any) -> date | None:
    try:
        return date.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        return None


def _year(kept: Sequence[_Kept]) -> int:
    years = Counter(each.body.year for each in kept)
    if not years:
        raise InputError("report.nothing_to_roll_up")
    (year, most), *others = years.most_common(2)
    if others and others[0][1] == most:
        names = "、".join(str(each) for each in sorted(years))
        raise InputError("report.several_years", years=names)
    return year


def _mark_others(kept: list[_Kept], year: int) -> None:
    for each in kept:
        if each.body.year != year:
            each.body = _left_out(each.body, "other_year")


def _mark_sums(kept: Sequence[_Kept]) -> Iterator[str]:
    """Mark the reports that are sums of others; yield their files.

    A sum of all others is found whatever it is called; a sum of some by the names: the parts lie
    in its area (金凤区 → 金凤区良田镇), the smallest areas first. A town has no parts.
    """
    left = _Left(kept)
    for each in sorted(kept, key=lambda each: -len(_area(each.body.name))):
        parts = 0 if is_town(each.body.name) else left.parts_of(each)
        if parts:
            left.drop(each)
            each.body = _left_out(each.body, "sum", parts)
            yield each.body.file


class _Left:
    """The reports that are still parts, by name, with the sums of their fingerprints."""

    def __init__(self, kept: Sequence[_Kept]) -> None:
        self._kept = sorted(kept, key=lambda each: each.body.name)
        self._names = [each.body.name for each in self._kept]
        self._totals = [sum(each.prints[n] for each in kept) for n in (0, 1)]
        self._filled = [sum(bool(each.prints[n]) for each in kept) for n in (0, 1)]

    def parts_of(self, each: _Kept) -> int:
        """Return how many parts a report is the sum of; 0 where it is none.

        By table 2; where that is empty, all parts' being empty too, by tables 1 and 3.
        """
        by = 0 if each.prints[0] else 1
        if not each.prints[by]:
            return 0
        alone = by == 0 or self._filled[0] == 0
        if alone and self._filled[by] > _FEWEST_PARTS and self._totals[by] == 2 * each.prints[by]:
            return len(self._kept) - 1
        inside = [other for other in self._inside(_area(each.body.name)) if other is not each]
        filled = [other.prints[by] for other in inside if other.prints[by]]
        alone = by == 0 or not any(other.prints[0] for other in inside)
        is_sum = alone and len(filled) >= _FEWEST_PARTS and sum(filled) == each.prints[by]
        return len(inside) if is_sum else 0

    def drop(self, each: _Kept) -> None:
        """Take a sum out: it is no part of a larger one."""
        at = next(n for n, other in enumerate(self._kept) if other is each)
        del self._kept[at], self._names[at]
        for n, number in enumerate(each.prints):
            self._totals[n] -= number
            self._filled[n] -= bool(number)

    def _inside(self, area: str) -> Sequence[_Kept]:
        if not area:
            return ()
        first = bisect_left(self._names, area)
        return self._kept[first : bisect_left(self._names, area + _LAST_CHARACTER)]


def _area(name: str) -> str:
    """Return the area that a body governs: its name without 人民政府 and what is in brackets."""
    own = re.split("[（(]", name, maxsplit=1)[0]
    return next((own.removesuffix(end) for end in _AREA_ENDS if own.endswith(end)), own)


def _left_out(body: Body, why: str, parts: int = 0) -> Body:
    return Body(body.file, body.name, body.year, body.checked, body.published_on, why, parts)


def _prints(tables: Mapping[str, Numbers]) -> tuple[int, int]:
    """Return the fingerprints of table 2, and of tables 1 and 3 where table 2 is empty."""
    received = _fingerprint(tables["received"])
    if received:
        return received, 0
    return 0, _fingerprint(tables["appeals"]) + _fingerprint(tables["proactive"])


def _fingerprint(numbers: Numbers) -> int:
    """Return the weighted sum of a table: linear, so that sums of tables have summed prints."""
    return int(
        sum(
            [
                sum(map(operator.mul, _weights(row, len(cells)), cells))
                for row, cells in numbers.grid.items()
                if any(cells)
            ]
        )
    )


@cache
def _weights(row: str, columns: int) -> tuple[int, ...]:
    """Return the weights of a row's cells: large and odd, the same in every run."""
    draw = Random(row)  # noqa: S311  (no secret)
    return tuple(draw.getrandbits(96) | 1 for _ in range(columns))


def _total(added: _Sum, name: str, year: int) -> Report:
    """Return the sum in its form's order; rows of another form stay only where they count."""
    form = of_year(year)
    tables: dict[str, Mapping[str, Mapping[str, Any]]] = {}
    for table in TABLES:
        own, rows = form.cells_of(table), added.table(table)
        known = {row: rows.get(row, dict.fromkeys(cells, 0)) for row, cells in own.items()}
        foreign = {
            row: cells for row, cells in rows.items() if row not in own and any(cells.values())
        }
        tables[table] = {
            row: {column: plain(number) for column, number in cells.items()}
            for row, cells in (known | foreign).items()
        }
    return Report(
        body=name,
        year=year,
        form=form.key,
        received=tables["received"],
        appeals=tables["appeals"],
        proactive=tables["proactive"],
    )


def _body_json(body: Body) -> dict[str, Any]:
    return {
        "file": body.file,
        "body": body.name,
        "year": body.year,
        "added": body.left_out is None,
        "left_out": body.left_out,
        "parts": body.parts,
        "violations": len(body.checked.violations),
        "warnings": len(body.checked.warnings),
    }


def _not_added(bodies: Iterable[Body]) -> Iterator[dict[str, Any]]:
    """Yield a warning for every file that isn't in the sum: a sum of others, twice, other year."""
    for body in bodies:
        if body.left_out:
            rule = {"sum": "sum_beside_parts"}.get(body.left_out, body.left_out)
            yield {"file": body.file, "body": body.name, **_plain_finding(body, rule)}


def _plain_finding(body: Body, rule: str) -> dict[str, Any]:
    message = say(
        f"report.left_out_{body.left_out}",
        file=body.file,
        body=body.name,
        year=body.year,
        parts=body.parts,
    )
    place = dict.fromkeys(("row", "column", "expected", "found"))
    return {"rule": rule, "table": "report", **place, "message": message}


def _by_file(bodies: Iterable[Body], kind: str) -> Iterator[dict[str, Any]]:
    for body in bodies:
        for finding in getattr(body.checked, kind):
            yield {"file": body.file, "body": body.name, **finding.to_json()}
