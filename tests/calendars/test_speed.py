"""A plain twenty-working-day date against the library loop, in the same run (goal: 1,000 ×).

Measured in a process of its own, so that a coverage run doesn't measure its own tracing; the
whole benchmark is ``scripts/bench``. The bounds here leave room for a busy machine.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

MEASURE = """
import json, timeit
from datetime import date, timedelta
import chinese_calendar
from workflow.calendars import load
from workflow.core.terms import Term, end

calendar, term = load(as_of=date(2026, 11, 24)), Term(20)
starts = [date(2020, 1, 1) + timedelta(days=9 * i) for i in range(200)]

def library_loop(day_zero):
    on, left = day_zero, 20
    while left:
        on += timedelta(days=1)
        left -= chinese_calendar.is_workday(on)
    return on

def ours(day_zero):
    return calendar.likely.nth_working_day(day_zero, 20)

def whole_term(day_zero):
    return end(term, day_zero, calendar).due

def seconds(count, some):
    return min(timeit.repeat(lambda: [count(on) for on in some], number=1, repeat=7)) / len(some)

answers = [[str(count(on)) for on in starts] for count in (library_loop, ours, whole_term)]
loop = seconds(library_loop, starts[:40])
print(json.dumps({
    "same": answers[0] == answers[1] == answers[2],
    "plain": loop / seconds(ours, starts),
    "whole": loop / seconds(whole_term, starts),
}))
"""


@pytest.fixture(scope="module")
def measured():
    src = Path(__file__).parents[2] / "src"
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], cwd=src, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_a_plain_date_is_about_a_thousand_times_the_library_loop(measured):
    assert measured["same"]
    assert measured["plain"] > 500


def test_a_whole_term_with_its_bounds_keeps_a_hundred_times(measured):
    assert measured["whole"] > 100
