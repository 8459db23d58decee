"""Figures by period: entered with their source, kept in a chain of the agency's own.

The chain ``figures:CODE`` is the only place where they are: what holds is a fold over it, so every
change keeps who made it, when and from which source (条例第五十条: 年度报告的内容).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from workflow.app.agencies import chain_of as agency_chain
from workflow.app.agencies import get_agency
from workflow.app.figure_kinds import Value, as_number, as_value, kind_of, place_of
from workflow.app.figure_periods import Period, read_period
from workflow.app.office import Actor, Office
from workflow.app.recording import Draft, record
from workflow.app.texts import in_clear
from workflow.core.journal import Entry, effective
from workflow.errors import InputError, RefusedError
from workflow.messages import say
from workflow.store import journals

ENTER = "enter_figures"
#: Who may enter figures; a supervisor reads those of subordinate agencies.
WRITERS = ("clerk", "office_head")
LONGEST_SOURCE = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it was entered for a period: ``source`` is what it was taken from."""

    period: Period
    key: str
    value: Value
    source: str
    on: date
    recorded_at: datetime
    actor: str
    entry: int


@dataclass(frozen=True, slots=True)
class Entering:
    """What somebody enters: values by key (None takes one back), each with its source."""

    agency: str
    period: Period
    values: Mapping[str, Value | None]
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of it: the keys that are new or changed, and those that stood there already."""

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


class Figures:
    """All figures of an agency. What a period has is what was entered for it, else its parts."""

    def __init__(self, kept: Iterable[Figure]) -> None:
        self._kept = {(one.period, one.key): one for one in kept}

    def __iter__(self) -> Iterator[Figure]:
        """Yield every figure that was entered, by period and key."""
        return iter(sorted(self._kept.values(), key=lambda one: (one.period, one.key)))

    def entered(self, period: Period, key: str) -> Figure | None:
        """Return what was entered for exactly this period."""
        return self._kept.get((period, key))

    def keys(self, period: Period) -> list[str]:
        """Return the keys that the period, or a part of it, has something for."""
        days = (period.first, period.last)
        inside = (one for one in self if days[0] <= one.period.first <= one.period.last <= days[1])
        return sorted({one.key for one in inside}, key=place_of)

    def value(self, period: Period, key: str) -> Value | None:
        """Return a period's figure: entered, else added up from parts that are all there.

        Of a figure that stands at a moment the last part's is taken.
        """
        own = self.entered(period, key)
        return own.value if own else self.from_parts(period, key)

    def from_parts(self, period: Period, key: str) -> Value | None:
        """Return what the parts of a period give, None where one of them is missing."""
        parts = list(period.parts())
        if not parts:
            return None
        if kind_of(key).standing:
            found = [self.value(part, key) for part in parts]
            return next((value for value in reversed(found) if value is not None), None)
        values = [self._part(part, key) for part in parts]
        if any(value is None for value in values):
            return None
        return as_value(sum(as_number(value) for value in values if value is not None))

    def lacking(self, period: Period, key: str) -> list[Period]:
        """Return the parts of a period that still have nothing, where others have a figure.

        Empty where the period has a figure, or nothing was entered in it at all.
        """
        if self.value(period, key) is not None or key not in self.keys(period):
            return []
        found: list[Period] = []
        for part in period.parts():
            if self._part(part, key) is None:
                found += self.lacking(part, key) or [part]
        return found

    def _part(self, period: Period, key: str) -> Value | None:
        """Return a part's figure; a category that a kept breakdown doesn't name has nothing."""
        value = self.value(period, key)
        if value is None and kind_of(key).parts:
            prefix = f"{kind_of(key).name}."
            told = [other for other in self.keys(period) if other.startswith(prefix)]
            return 0 if any(self.value(period, other) is not None for other in told) else None
        return value

    def values(self, period: Period) -> dict[str, Value]:
        """Return every figure of a period."""
        found = ((key, self.value(period, key)) for key in self.keys(period))
        return {key: value for key, value in found if value is not None}


def chain_of(agency: str) -> str:
    """Return the name of the chain that keeps an agency's figures."""
    return f"figures:{agency}"


def enter(office: Office, wanted: Entering, actor: Actor, via: str = "app") -> Entered:
    """Enter figures for a period in one entry; what stands there already isn't written again.

    A figure that is only mended keeps its source. RefusedError for a role that enters none,
    InputError for a figure without a source.
    """
    return enter_all(office, [wanted], actor, via)[0]


def enter_all(
    office: Office, wanted: Sequence[Entering], actor: Actor, via: str = "app"
) -> list[Entered]:
    """Enter the figures of several periods, all of them or none."""
    with office.store.write() as session:
        return enter_within(office, session, wanted, actor, via)


def enter_within(
    office: Office, session: Session, wanted: Sequence[Entering], actor: Actor, via: str
) -> list[Entered]:
    """Enter the figures of several periods in a transaction of the caller."""
    if actor.role not in WRITERS:
        raise RefusedError("figures.role", role=say(f"roles.{actor.role}"))
    return [_enter(office, session, one, actor, via) for one in wanted]


def _sources(kept: Figures, wanted: Entering) -> dict[str, str]:
    """Return the source of each figure; InputError for a new one without."""
    found = {}
    for key, value in wanted.values.items():
        kind_of(key)
        before = kept.entered(wanted.period, key)
        source = wanted.sources.get(key, "").strip() or (before.source if before else "")
        if value is not None and not source:
            raise InputError("figures.source_missing", key=key)
        if len(source) > LONGEST_SOURCE:
            raise InputError("figures.source_long", key=key, length=LONGEST_SOURCE)
        found[key] = source
    return found


def _enter(office: Office, session: Session, wanted: Entering, actor: Actor, via: str) -> Entered:
    get_agency(session, wanted.agency)
    journals.lock(session, agency_chain(wanted.agency))
    kept = read(office, session, wanted.agency)
    wanted = replace(wanted, sources=_sources(kept, wanted))
    changed = [key for key in wanted.values if _differs(kept, wanted, key)]
    if changed:
        open_own_chain(office, session, wanted.agency, chain_of(wanted.agency), actor, via)
        record(office, session, _draft(office, wanted, changed, actor, via))
    return Entered(tuple(changed), tuple(key for key in wanted.values if key not in changed))


def _differs(kept: Figures, wanted: Entering, key: str) -> bool:
    there, value = kept.entered(wanted.period, key), wanted.values[key]
    if there is None or value is None:
        return (there is None) != (value is None)
    return (there.value, there.source) != (value, wanted.sources[key])


def _draft(
    office: Office, wanted: Entering, changed: Sequence[str], actor: Actor, via: str
) -> Draft:
    sources = {key: wanted.sources[key] for key in changed}
    return Draft(
        chain=chain_of(wanted.agency),
        trigger=ENTER,
        on=office.today,
        actor=actor.name,
        role=actor.role,
        facts={
            "agency": wanted.agency,
            "period": wanted.period.code,
            "figures": {key: wanted.values[key] for key in changed},
            "sources": sources,
        },
        personal=frozenset({"sources"}),  # free words: they may name a person
        via=via,
    )


def open_own_chain(
    office: Office, session: Session, agency: str, chain: str, actor: Actor, via: str
) -> None:
    """Announce a chain in its agency's, so that its loss would be found; once."""
    if journals.lock(session, chain).count:
        return
    made = (f"open_{chain.partition(':')[0]}", office.today, office.now(), actor.name, actor.role)
    opening = journals.make_entry(agency_chain(agency), *made, via=via)
    journals.open_chain(session, office.keys.head_key, opening, chain)


def read(office: Office, session: Session, agency: str) -> Figures:
    """Return the figures of an agency as they hold."""
    entries = effective(journals.read_chain(session, chain_of(agency)))
    holding: dict[tuple[str, str], Figure | None] = {}
    for entry in in_clear(office, session, entries):
        for key, value in entry.facts["figures"].items():
            period = entry.facts["period"]
            holding[period, key] = None if value is None else _figure(entry, period, key, value)
    return Figures(one for one in holding.values() if one is not None)


def _figure(entry: Entry, period: str, key: str, value: Value) -> Figure:
    sources: Any = entry.facts["sources"]
    source = str(sources.get(key, ""))
    made = (entry.on, entry.recorded_at, entry.actor, entry.entry)
    return Figure(read_period(period), key, value, source, *made)


def figures_of(office: Office, agency: str) -> Figures:
    """Return the figures of an agency; NotFoundError where there is no such agency."""
    with office.store.read() as session:
        get_agency(session, agency)
        return read(office, session, agency)


def history(office: Office, agency: str, period: Period, key: str) -> list[dict[str, Any]]:
    """Return every value that a figure had, the first one first."""
    with office.store.read() as session:
        get_agency(session, agency)
        entries = in_clear(office, session, journals.read_chain(session, chain_of(agency)))
    return [
        {
            "value": entry.facts["figures"][key],
            "source": entry.facts["sources"].get(key, ""),
            "recorded_at": entry.recorded_at,
            "actor": entry.actor,
            "role": entry.role,
        }
        for entry in entries
        if entry.facts["period"] == period.code and key in entry.facts["figures"]
    ]
