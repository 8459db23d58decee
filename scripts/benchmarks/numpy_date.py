"""Twenty working days from many days at once: our calendar against numpy's business days.

numpy knows a week mask and holidays but no working weekend, so it is given every day off as a
holiday of a seven-day week: the same dates, which a weekend mask could not give.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from benchmarks.plain_date import DAYS, STARTS
from benchmarks.row import Row, microseconds
from workflow.calendars import load

FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)


def measure() -> Iterator[Row]:
    """Yield the row: one call of numpy for all days, against a call of ours a day."""
    likely = load(as_of=date(2026, 11, 24)).likely
    days = [FIRST + timedelta(days=at) for at in range((LAST - FIRST).days + 1)]
    off = [on for on in days if not likely.working_days(on - timedelta(days=1), on)]
    week = np.busdaycalendar(weekmask="1111111", holidays=off)
    starts = np.array(STARTS, dtype="datetime64[D]")

    def theirs() -> list[date]:
        # Rolled back first: the day after a working day is counted as the first, whatever it is.
        return np.busday_offset(starts, DAYS, roll="backward", busdaycal=week).tolist()

    def ours() -> list[date]:
        return [likely.nth_working_day(on, DAYS) for on in STARTS]

    assert theirs() == ours()
    yield Row(
        name="date-numpy",
        what=f"{DAYS} working days from a day, 2019-2026",
        ours=microseconds(ours, len(STARTS)),
        baseline=microseconds(theirs, len(STARTS)),
        baseline_is="numpy's busday_offset over all days at once (vectorised, in C)",
        goal=0.0,
        unit="µs",
        size=len(STARTS),
    )
