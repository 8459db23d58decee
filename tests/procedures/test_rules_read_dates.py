"""The rules of a request read two days of a deadline, its first and its last, and no state.

So what is derived today answers for later days too, and the case page derives nothing anew.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from procedures.lawful import DEADLINES, ROUTES, case_in
from procedures.scene import FIRST
from workflow.core.procedure import Move, hindrances
from workflow.statutes.registry import STATUTES, get

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """A deadline of which nothing else can be read: any other attribute is an error."""

    clock: str
    due: date
    day_zero: date = FIRST
    id: str | None = None


def steps():
    for statute in STATUTES:
        for step in statute.procedures["request"].steps:
            for state in sorted(ROUTES.keys() & set(step.sources)):
                yield pytest.param(step, state, id=f"{statute.code}-{state}-{step.trigger}")


@pytest.mark.parametrize(("step", "state"), [*steps()])
def test_no_rule_of_a_request_reads_more_of_a_deadline_than_its_days(step, state):
    here = case_in(state, get("cn-2019").procedures["request"]).situation
    known = tuple(Days(one.clock, one.due) for one in DEADLINES)
    here = replace(here, deadlines=replace(here.deadlines, deadlines=known))
    for on in (day for one in DEADLINES for day in (one.due, one.due + DAY)):
        asked = replace(here, today=on)
        assert hindrances(step, asked, Move(step.trigger, on, "", step.roles[0])) is not None
