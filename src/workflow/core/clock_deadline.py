"""From a count to a deadline: its dates in three readings, its state on the day asked about."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from workflow.core.calendar import Reading
from workflow.core.clock_case import Case
from workflow.core.clock_laws import Rule
from workflow.core.deadlines import Deadline, Replaced, State
from workflow.core.proof import Count, Counted, prove
from workflow.core.terms import ONE_DAY, End, bounded
from workflow.errors import Reason

#: How a clock counts in one reading: a date that depends on another clock asks that one anew.
CountIn = Callable[[Reading], Count]


class Course(NamedTuple):
    """What became of a clock: the event that ended it, or the day that made it needless.

    ``silent``: its last day ends it without anybody being late (a consultation).
    ``stands_still``: the day asked about isn't counted, or something is awaited on it.
    ``unsure``: the date hangs on a receipt that isn't known, and nothing bounds it.
    """

    ended_on: date | None = None
    needless_on: date | None = None
    silent: bool = False
    stands_still: bool = False
    unsure: bool = False


def counted(
    case: Case,
    clock: str,
    rule: Rule,
    day_zero: date,
    course: Course,
    *,
    id: str | None = None,  # noqa: A002  (the contract's word)
    history: Sequence[Replaced] = (),
    warnings: Sequence[Reason] = (),
) -> Deadline:
    """Return the deadline of a rule's term from a day 0."""
    assert rule.term is not None
    count = Counted(rule.term, day_zero)
    return of_count(case, clock, rule, count, course, id=id, history=history, warnings=warnings)


def of_count(  # noqa: PLR0913  # long: a deadline has that many parts, one a line
    case: Case,
    clock: str,
    rule: Rule,
    count: Count,
    course: Course,
    *,
    due: date | None = None,
    again: CountIn | None = None,
    id: str | None = None,  # noqa: A002
    history: Sequence[Replaced] = (),
    warnings: Sequence[Reason] = (),
) -> Deadline:
    """Return the deadline of any count; the rule gives the articles and their doubts.

    ``count`` is that of the likeliest reading, ``due`` its date where it is known already.
    ``again`` counts anew in another reading, where that may be another count (by default it is
    the same one).
    """
    likely = case.calendar.likely
    due = due or count.due(likely)
    told = (*rule.doubts, *warnings)
    provisional, not_before, not_after = course.unsure, None, None
    if due >= case.firm_before and count.counts_days:
        end = _bounded(case, count, again)
        provisional = provisional or end.provisional
        if not course.unsure:
            not_before, not_after = end.not_before, end.not_after
        told += case.calendar.warnings(count.day_zero + ONE_DAY, due)
    return Deadline(
        clock=clock,
        due=due,
        state=judge(due, course, case.as_of),
        id=id,
        day_zero=count.day_zero,
        ended_on=course.ended_on,
        provisional=provisional,
        not_before=not_before,
        not_after=not_after,
        basis=rule.basis,
        history=history,
        warnings=told,
        proof=prove(count, likely),
    )


def _bounded(case: Case, count: Count, again: CountIn | None) -> End:
    """Count in the other readings too, if the calendar leaves the date open."""

    def due(reading: Reading) -> date:
        anew = again is not None and reading is not case.calendar.likely
        return (again(reading) if again and anew else count).due(reading)

    return bounded(case.calendar, count.day_zero, due)


def judge(due: date | None, course: Course, as_of: date) -> State:
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
    return State.SUSPENDED if course.stands_still else State.RUNNING
