"""Whom to remind of which clock, when, and when to leave people in peace. All are settings [M].

No law says when a clerk must be warned; the defaults are an office's habit, with room for its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches

from workflow.clock import CHINA
from workflow.core.calendar import Calendar
from workflow.errors import InputError

#: The clerk who handles a case hears first, the head from the last day on, the leader once late.
THRESHOLDS: Mapping[str, tuple[int, ...]] = {
    "clerk": (5, 3, 1),
    "office_head": (0,),
    "leader": (-1,),
}
#: Others' time that runs out: warned of shortly before, and told once that it is over.
WAITS = ("correction_reply", "fee_payment", "third_party", "joint_agency", "other_agency")
WAIT_THRESHOLDS = (2, -1)
#: The clocks of the office itself, beside those of its cases.
REPORT, CALENDAR, REVIEW, INTERNAL = "report", "next_calendar", "review", "internal_reply"
OWN_THRESHOLDS: Mapping[str, tuple[int, ...]] = {
    REPORT: (20, 10, 5, 3, 1),
    CALENDAR: (22, 10, 5, 1),
    REVIEW: (0,),
    INTERNAL: (1, 0, -1),
}
#: The keys of the thresholds for what is no case's.
OFFICE = (REPORT, CALENDAR, REVIEW)
#: The roles that hear of the clocks of cases, and the clocks that each of them may hear of.
ROLES = tuple(THRESHOLDS)
CASE_CLOCKS = (
    *("reply", "confirmation", "redo", "service_proof", "reconsideration_answer", "court_answer"),
    *WAITS,
)
OWN_CLOCKS = tuple(OWN_THRESHOLDS)
#: Thresholds lie between so many working days after a last day and so many before it.
LATEST, EARLIEST = -10, 60
#: A date that is over once it passed: nobody is reminded each working day after it.
TOLD_ONCE = frozenset({*WAITS, INTERNAL})


def check_thresholds(thresholds: Mapping[str, Sequence[int]]) -> None:
    """Raise InputError for thresholds of a role or clock that there isn't, or out of bounds.

    The office's own clocks (the report, the calendar, a review) know the clerk's alone.
    """
    known = [*ROLES, *(f"{clock}/{role}" for clock in CASE_CLOCKS for role in ROLES)]
    known += [f"{clock}/clerk" for clock in OWN_CLOCKS]
    for key, days in thresholds.items():
        if key not in known:
            near = [f"{key.partition('/')[0]}/clerk", *get_close_matches(key, known, n=1), known[0]]
            meant = next(one for one in near if one in known)
            raise InputError("web_settings.threshold_unknown", name=key, near=meant)
        if any(not LATEST <= one <= EARLIEST for one in days):
            raise InputError("web_settings.threshold_range", least=LATEST, most=EARLIEST)


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """An installation's own habits.

    ``thresholds`` are working days left, by role (``clerk``) or clock and role
    (``confirmation/clerk``); the narrower wins. The last day and each working day after it come
    of themselves, from the lowest threshold ≤ 0 on where there is one. ``internal_days`` is how
    many working days before the reply date the draft should be handed in (0: no such deadline),
    ``review_days`` how long a draft may wait for its review. Outside ``quiet`` hours, and on
    working days only where ``working_days_only``, messages leave the house; those for a digest at
    ``digest_at``. The inbox is never quiet.
    """

    thresholds: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    internal_days: int = 0
    review_days: int = 2
    quiet_from: time = time(20)
    quiet_until: time = time(8)
    working_days_only: bool = True
    digest_at: time = time(8, 30)

    def of(self, clock: str, role: str) -> tuple[int, ...]:
        """Return the thresholds of a clock for a role; none: the role doesn't hear of it."""
        for key in (f"{clock}/{role}", role):
            if key in self.thresholds and (key != role or not self._has_own(clock)):
                return self.thresholds[key]
        if self._has_own(clock):
            own = WAIT_THRESHOLDS if clock in WAITS else OWN_THRESHOLDS[clock]
            return own if role == "clerk" else ()
        return THRESHOLDS.get(role, ())

    @staticmethod
    def _has_own(clock: str) -> bool:
        return clock in WAITS or clock in OWN_THRESHOLDS

    def reached(self, clock: str, role: str, left: int) -> int | None:
        """Return the newest threshold reached with so many working days left, None: none yet.

        >>> rules = ReminderRules()
        >>> rules.reached("reply", "clerk", 4), rules.reached("reply", "clerk", 6)
        (5, None)
        >>> rules.reached("reply", "clerk", -2), rules.reached("reply", "leader", 0)
        (-2, None)
        >>> rules.reached("third_party", "clerk", -9)
        -1
        """
        days = self.of(clock, role)
        if not days:
            return None
        if clock not in TOLD_ONCE and left <= min(0, *days):
            return left
        return min((one for one in days if one >= left), default=None)

    def farthest(self) -> int:
        """Return how many working days ahead a case's dates are looked at: nothing lies beyond.

        The dates of the office itself have thresholds of their own, farther ahead.
        """
        told = (days for key, days in self.thresholds.items() if not key.startswith(OFFICE))
        days = [*THRESHOLDS.values(), OWN_THRESHOLDS[INTERNAL], *told]
        most = max(max(some, default=0) for some in [*days, WAIT_THRESHOLDS])
        return most + self.internal_days

    def may_disturb(
        self, at: datetime, calendar: Calendar, own: tuple[time, time] | None = None
    ) -> bool:
        """Tell whether a message may leave the house at a moment.

        ``own`` are a person's own quiet hours, from and until; the same twice: none.
        """
        local = at.astimezone(CHINA)
        if self.working_days_only and not calendar.day(local.date()).works:
            return False
        now = local.time()
        begin, end = own or (self.quiet_from, self.quiet_until)
        if begin <= end:  # quiet within one day (noon)
            return not begin <= now < end
        return end <= now < begin

    def next_digest(self, at: datetime) -> datetime:
        """Return the next moment of the daily digest, at or after a moment."""
        local = at.astimezone(CHINA)
        today = datetime.combine(local.date(), self.digest_at, CHINA)
        return today if local <= today else today + timedelta(days=1)


def days_left(calendar: Calendar, on: date, last: date) -> int:
    """Return the working days after ``on`` up to and with ``last``; negative: that many late.

    0 is the last day itself, and each day off right after it: the date has passed, and no working
    day has (a late answer is told by its working days, GC26).
    """
    if on <= last:
        return calendar.likely.working_days(on, last)
    return -calendar.likely.working_days(last, on)
