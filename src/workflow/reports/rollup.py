"""Many bodies' reports of one year: each checked, added up, a sum beside its parts found.

Files are read one at a time; of each only its findings and its fingerprint are kept, by which a
county's sum is found among its towns (``parts``).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from workflow.errors import InputError
from workflow.forms import of_year
from workflow.messages import say
from workflow.reports.adding import Prints, Sum, prints_of
from workflow.reports.cells import plain
from workflow.reports.checks import all_numbers, check
from workflow.reports.findings import Checked
from workflow.reports.model import TABLES, Report, to_json
from workflow.reports.numbers import Numbers
from workflow.reports.parts import Part, sums_among
from workflow.reports.reading import read_report


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
    prints: Prints
    repeats: bool = False


def roll_up(
    files: Sequence[Path], name: str, progress: Callable[[], None] = lambda: None
) -> RollUp:
    """Read, check and add up reports; ``name`` is the sum's body, ``progress`` called a file.

    The year is the one that most files are about; files about another year are checked and not
    added. Raises InputError where no file can be read, or two years are equally frequent.
    """
    kept: list[_Kept] = []
    unread: list[Unread] = []
    sums: dict[int, Sum] = {}
    seen: set[tuple[str, int]] = set()
    for file in files:
        try:
            report = read_report(file)
            numbers = all_numbers(report)
            kept.append(_take(report, numbers, file, seen))
            if not kept[-1].repeats:
                _sum_of(sums, report.year).add(numbers)
        except InputError as error:
            unread.append(Unread(str(file), error.code, error.message))
        progress()
    year = _year(kept)
    _mark_others(kept, year)
    for file_of_sum in _mark_sums(kept):
        sums[year].take_away(all_numbers(read_report(Path(file_of_sum))))
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
    return _Kept(body, prints_of(report.due_form, numbers), repeats)


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
    """Mark the reports that are sums of others; yield their files."""
    parts = [
        Part(place, each.body.name, each.prints)
        for place, each in enumerate(kept)
        if each.body.left_out is None
    ]
    for part, count in sums_among(parts):
        each = kept[part.place]
        each.body = _left_out(each.body, "sum", count)
        yield each.body.file


def _left_out(body: Body, why: str, parts: int = 0) -> Body:
    return replace(body, left_out=why, parts=parts)


def _sum_of(sums: dict[int, Sum], year: int) -> Sum:
    if year not in sums:
        sums[year] = Sum(of_year(year))
    return sums[year]


def _total(added: Sum, name: str, year: int) -> Report:
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
