"""The figures of a period as an officer enters them: value, source, last year beside, the sums."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.app.disclosing_reading import CATEGORIES, counted, items_of
from workflow.app.figure_checks import Sums, check_sums
from workflow.app.figure_files import keys_for
from workflow.app.figure_inputs import together
from workflow.app.figure_kinds import WHOLES, Value, as_number, kind_of, label_of, read_value
from workflow.app.figure_periods import Period
from workflow.app.figures import Entering, Figures, enter, figures_of
from workflow.app.office import Actor, Office
from workflow.errors import InputError
from workflow.messages import say

#: The groups of the page: table 1 by the form's rows, part 一 by what is counted.
TABLE, PARTS, NARRATIVE = "table", "parts", "narrative"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a period.

    ``entered`` is what was entered for exactly this period, ``elsewhere`` what its parts or the
    register of disclosures give, with the name of which; ``lacking`` names the parts that have
    nothing yet while others have; ``last_year`` is the same period before.
    """

    key: str
    label: str
    group: str
    entered: Value | None
    source: str
    elsewhere: Value | None
    whence: str
    lacking: str
    last_year: Value | None

    @property
    def value(self) -> Value | None:
        """What the period has."""
        return self.entered if self.entered is not None else self.elsewhere


@dataclass(frozen=True, slots=True)
class Desk:
    """The figures of a period: ``sum`` is what its categories give, ``whole`` what they must."""

    period: Period
    lines: tuple[Line, ...]
    sums: Sums
    sum: Any
    whole: Value | None

    def of(self, group: str) -> list[Line]:
        """Return the lines of a group."""
        return [line for line in self.lines if line.group == group]


def desk_of(office: Office, agency: str, period: Period) -> Desk:
    """Return the figures that a period has or could have."""
    figures = figures_of(office, agency)
    here = counted(items_of(office, agency), period)
    values = together(figures, here, period)
    keys = dict.fromkeys((*keys_for(figures, period), *values))
    lines = tuple(_line(figures, values, period, key) for key in keys)
    parts = [line.value for line in lines if line.group == PARTS and line.value is not None]
    return Desk(
        period,
        lines,
        check_sums(figures, period, here),
        sum(as_number(value) for value in parts) if parts else None,
        values.get(WHOLES[CATEGORIES]),
    )


def _line(figures: Figures, values: Mapping[str, Value], period: Period, key: str) -> Line:
    own = figures.entered(period, key)
    elsewhere = None if own else values.get(key)
    label = label_of(key, period.year)
    return Line(
        key=key,
        label=key.partition(".")[2] if _group(key) == PARTS else label,
        group=_group(key),
        entered=own.value if own else None,
        source=own.source if own else "",
        elsewhere=elsewhere,
        whence=whence(figures, period, key) if elsewhere is not None else "",
        lacking="、".join(part.label for part in figures.lacking(period, key)),
        last_year=figures.value(period.last_year, key),
    )


def whence(figures: Figures, period: Period, key: str) -> str:
    """Return where a figure comes from that wasn't entered for its period."""
    if figures.value(period, key) is None:
        return say("figures.from_register")
    return say("figures.from_last_part" if kind_of(key).standing else "figures.from_parts")


def _group(key: str) -> str:
    kind = kind_of(key)
    if kind.row:
        return TABLE
    return PARTS if kind.name == CATEGORIES else NARRATIVE


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed: text and source by key, new categories by name, a source for all."""

    values: Mapping[str, str]
    sources: Mapping[str, str]
    categories: tuple[tuple[str, str], ...] = ()
    source: str = ""


def enter_typed(
    office: Office, agency: str, period: Period, typed: Typed, actor: Actor
) -> tuple[int, dict[str, str]]:
    """Enter what was typed, all of it or nothing.

    Returns how many figures changed, and what is wrong with which. An empty text takes a figure
    back that was there; of one that wasn't it says nothing.
    """
    kept = figures_of(office, agency)
    values: dict[str, Value | None] = {}
    errors: dict[str, str] = {}
    for key, text in _told(typed):
        try:
            value = read_value(key, text)
        except InputError as error:
            errors[key] = error.message
            continue
        if value is not None or kept.entered(period, key):
            values[key] = value
    sources = {key: typed.sources.get(key, "").strip() or typed.source.strip() for key in values}
    errors |= dict(_unsourced(kept, period, values, sources))
    if errors or not values:
        return 0, errors
    done = enter(office, Entering(agency, period, values, sources), actor, "web")
    return len(done.changed), {}


def _told(typed: Typed) -> Iterator[tuple[str, str]]:
    yield from typed.values.items()
    for name, text in typed.categories:
        if name.strip():
            yield f"{CATEGORIES}.{name.strip()}", text


def _unsourced(
    kept: Figures, period: Period, values: Mapping[str, Value | None], sources: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the figures that come from nowhere."""
    for key, value in values.items():
        before = kept.entered(period, key)
        if value is not None and not sources[key] and not (before and before.source):
            yield key, say("web_figures.no_source", label=label_of(key, period.year))
