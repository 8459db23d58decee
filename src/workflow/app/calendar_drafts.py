"""An official list read, compared and not yet accepted: what a person sees before he says yes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.app.calendars import (
    Arrival,
    imported_notices,
    is_known,
    national_notice,
    regional_year,
)
from workflow.app.foreseeing import Foreseen, foresee
from workflow.app.office import Office
from workflow.app.reminder_words import day_in_words, label_of
from workflow.calendars.imports import (
    DayChange,
    Heading,
    notice_from,
    plan,
    plan_region,
    region_year_from,
)
from workflow.calendars.lists import OfficialList
from workflow.core.calendar import Day
from workflow.messages import say


@dataclass(frozen=True, slots=True)
class Draft:
    """A list about to be accepted: its days, and the open cases that it moves.

    ``known``: the same list was accepted before, and only cases are left to derive again.
    """

    arrival: Arrival
    year: int
    days: tuple[DayChange, ...]
    foreseen: tuple[Foreseen, ...]
    known: bool

    def to_json(self) -> dict[str, Any]:
        """Return its JSON shape."""
        return {
            "number": self.arrival.label,
            "scope": self.arrival.scope,
            "year": self.year,
            "known_since": self.arrival.known_since,
            "known": self.known,
            "days": [_day_json(day) for day in self.days],
            "moves": [one.to_json() for one in self.foreseen],
        }

    def lines(self) -> Iterator[str]:
        """Yield it as a person checks it: a line a day, then a line a move, then the sums."""
        yield from map(_day_line, self.days)
        changed = sum(day.changes for day in self.days)
        yield say(
            "calendar.plan_sum", number=self.arrival.label, listed=len(self.days), changed=changed
        )
        for one in self.foreseen:
            yield from _move_lines(one)
        overdue = sum(one.move.shift.overdue for one in self.foreseen)
        yield say("calendar.moves_sum", moved=len(self.foreseen), overdue=overdue)
        if self.known:
            yield say("calendar.known", number=self.arrival.label)


def draft_of(
    office: Office,
    listed: OfficialList,
    heading: Heading,
    region: str | None,
    as_of: date,
    told: Callable[[int, int], None] = lambda _done, _of: None,
    *,
    seen: bool = False,
) -> Draft:
    """Check a list as a whole and return what accepting it would do; InputError says the mend.

    ``seen``: a person has looked at what it would move, which isn't worked out once more.
    """
    with office.store.read() as session:
        imported = tuple(one for one in imported_notices(session) if one.number != heading.number)
    if region is None:
        notice = notice_from(listed, heading, imported)
        arrival, days = national_notice(notice), plan(notice, as_of, imported).days
    else:
        year = region_year_from(listed, heading, imported)
        arrival = regional_year(region, year)
        days = plan_region(region, year, as_of, imported)
    with office.store.read() as session:
        known = is_known(session, arrival)
    foreseen = () if known or seen else tuple(foresee(office, arrival, told))
    return Draft(arrival, heading.year, days, foreseen, known)


def _day_json(day: DayChange) -> dict[str, Any]:
    return {
        "on": day.on,
        "name": day.after.name,
        "before": {"works": day.before.works, "why": day.before.why},
        "after": {"works": day.after.works, "why": day.after.why},
        "changes": day.changes,
    }


def _day_line(day: DayChange) -> str:
    code = "calendar.plan_changes" if day.changes else "calendar.plan_keeps"
    return say(
        code,
        on=day_in_words(day.on),
        name=day.after.name or "",
        before=_works(day.before),
        after=_works(day.after),
    )


def _works(day: Day) -> str:
    return say("calendar.works" if day.works else "calendar.rests")


def _move_lines(one: Foreseen) -> Iterator[str]:
    move, shift = one.move, one.move.shift
    yield say(
        "calendar.move_overdue" if shift.overdue else "calendar.move",
        number=move.number,
        label=label_of(shift.clock),
        before=day_in_words(shift.before),
        after=day_in_words(shift.after),
    )
    for letter in one.letters:
        yield say("calendar.move_letter", letter=letter, before=day_in_words(shift.before))
