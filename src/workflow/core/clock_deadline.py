"""From a count to a deadline: its dates in three readings, its state on the day asked about."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from workflow.core.calendar import Reading
from workflow.core.clock_case import Case
from workflow.core.clock_laws import Rule
from workflow.core.deadlines import Basis, Deadline, Replaced, State
from workflow.core.proof import AgencySet, Count, Counted, Proof, SameDay
from workflow.core.terms import ONE_DAY, End, bounded
from workflow.errors import Reason

#: How a clock counts in one reading: a date that depends on another clock asks that one anew.
CountIn = Callable[[Reading], Count]


@dataclass(frozen=True, slots=True)
class Course:
    """What became of a clock: the event that ended it, or the day that made it needless.

    ``silent`` tells that its last day ends it without anybody being late (a consultation).
    """

    ended_on: date | None = None
    needless_on: date | None = None
    silent: bool = False


#: A clock of which nothing is known but its start.
RUNNING = Course()


def counted(
    case: Case,
    clock: str,
    rule: Rule,
    start: date,
    course: Course = RUNNING,
    *,
    id: str | None = None,  # noqa: A002  (the contract's word)
    history: Iterable[Replaced] = (),
    warnings: Iterable[Reason] = (),
) -> Deadline:
    """Return the deadline of a rule's term from a day 0."""
    assert rule.term is not None
    count = Counted(rule.term, start)
    return of_count(
        case,
        clock,
        lambda _: count,
        start,
        course,
        id=id,
        basis=rule.basis,
        history=history,
        warnings=(*rule.doubts, *warnings),
    )


def of_count(
    case: Case,
    clock: str,
    count: CountIn,
    start: date,
    course: Course,
    *,
    id: str | None = None,  # noqa: A002
    basis: tuple[Basis, ...] = (),
    history: Iterable[Replaced] = (),
    warnings: Iterable[Reason] = (),
    stands_still: bool = False,
    unsure: bool = False,
) -> Deadline:
    """Return the deadline of any count.

    ``unsure``: the date hangs on a receipt that isn't known, and nothing bounds it.
    """
    likely = case.calendar.likely
    likeliest = count(likely)
    end = _end(case, count, likeliest, start)
    return Deadline(
        clock=clock,
        due=end.due,
        state=judge(end.due, course, case.as_of, stands_still=stands_still),
        id=id,
        day_zero=start,
        ended_on=course.ended_on,
        provisional=end.provisional or unsure,
        not_before=None if unsure else end.not_before,
        not_after=None if unsure else end.not_after,
        basis=basis,
        history=tuple(history),
        warnings=(*warnings, *case.calendar.warnings(start + ONE_DAY, end.due)),
        proof=Proof(likeliest, likely),
    )


def _end(case: Case, count: CountIn, likeliest: Count, start: date) -> End:
    return bounded(
        case.calendar,
        start,
        lambda reading: count(reading).due(reading),
        depends=not isinstance(likeliest, AgencySet | SameDay),
    )


def judge(due: date | None, course: Course, as_of: date, *, stands_still: bool = False) -> State:
    """Return the state of a clock on a day (contract, 'States').

    What lies after that day hasn't happened yet. A breach that was there stays one: a withdrawal
    after the last day doesn't make the clock needless.
    """
    ended, needless = course.ended_on, course.needless_on
    if ended is not None and ended <= as_of:
        return State.MET if due is None or ended <= due else State.LATE
    if needless is not None and needless <= as_of and (due is None or needless <= due):
        return State.LAPSED
    if due is not None and as_of > due:
        return State.LAPSED if course.silent else State.LATE
    return State.SUSPENDED if stands_still else State.RUNNING
