"""Reports of several years beside each other: each figure of the tables, year by year."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from workflow.errors import InputError
from workflow.messages import say
from workflow.reports.cells import Number, plain
from workflow.reports.checks import all_numbers
from workflow.reports.figures import table_figures
from workflow.reports.model import Report

#: What is compared: the figures of table 2 by numbers and by results, and those of table 3.
COMPARED: Mapping[str, tuple[str, ...]] = {
    "numbers": ("new_received", "carried_in", "answered", "carried_out"),
    "results": ("granted", "partial", "denied", "unable", "not_processed", "other"),
    "appeals": ("review_cases", "litigation_cases"),
}

#: Where a year's figures are from: its published report, the register of today, or a file.
Source = Literal["published", "register", "file"]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a comparison, and where its figures are from."""

    year: int
    source: Source


@dataclass(frozen=True, slots=True)
class Series:
    """A figure over the years, in order; years of which nothing is known are not in it."""

    key: str
    values: Mapping[int, Number]

    @property
    def name(self) -> str:
        """The figure's name, as a Chinese document has it."""
        return say(f"report.figure_{self.key}", "zh")

    @property
    def change(self) -> tuple[Number, float | None] | None:
        """The last year against the one before: the difference, and in percent of that one."""
        if len(self.values) < 2:  # noqa: PLR2004
            return None
        *_, before, last = self.values.values()
        return last - before, float(100 * last / before) - 100 if before else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several years of one body, the oldest first."""

    body: str
    years: tuple[Year, ...]
    series: tuple[Series, ...]

    def group(self, name: str) -> list[Series]:
        """Return the figures of a group."""
        return [one for one in self.series if one.key in COMPARED[name]]

    def to_json(self) -> dict[str, Any]:
        """Return its JSON shape: the years with their sources, the figures by year."""
        return {
            "body": self.body,
            "years": [{"year": one.year, "source": one.source} for one in self.years],
            "figures": {
                one.key: {str(year): plain(number) for year, number in one.values.items()}
                for one in self.series
            },
        }


def compare(reports: Iterable[tuple[Report, Source]]) -> Comparison:
    """Compare a body's reports; InputError for none, two about one year, or several bodies'."""
    ordered = sorted(reports, key=lambda one: one[0].year)
    if not ordered:
        raise InputError("report.nothing_to_compare")
    bodies = dict.fromkeys(report.body for report, _ in ordered)
    if len(bodies) > 1:
        raise InputError("report.several_bodies", bodies="、".join(bodies))
    years = tuple(Year(report.year, source) for report, source in ordered)
    for before, after in pairwise(years):
        if before.year == after.year:
            raise InputError("report.year_twice", year=after.year)
    body = ordered[-1][0].body
    return Comparison(body, years, tuple(_series([report for report, _ in ordered])))


def _series(reports: Sequence[Report]) -> Iterator[Series]:
    found = {}
    for report in reports:
        numbers = all_numbers(report)
        found[report.year] = table_figures(numbers["received"], numbers["appeals"])
    for keys in COMPARED.values():
        for key in keys:
            yield Series(key, {year: figures[key] for year, figures in found.items()})
