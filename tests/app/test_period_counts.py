"""Requests and appeals of a period: what a count of the facts gives."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.registers import REGISTERS
from workflow.app.period_counts import PeriodCounts, count_period

from .test_report_cells import AGENCY, OTHER, kept

PERIODS = st.sampled_from(
    [(date(2020, 1, 1), date(2020, 6, 30)), (date(2021, 7, 1), date(2021, 12, 31))]
)


@given(REGISTERS, PERIODS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_period_counts_as_its_facts_do(store, register, period):
    first, last = period
    here = [one for one in register if one.received_on and one.received_on <= last]
    with kept(store, register) as session:
        found = count_period(session, AGENCY, first, last)
        assert count_period(session, OTHER, first, last) == PeriodCounts(0, 0, 0, 0)
    assert found == PeriodCounts(
        received=sum(one.received_on >= first for one in here),
        answered=sum(bool(one.decided_on) and first <= one.decided_on <= last for one in here),
        open=sum(one.decided_on is None or one.decided_on > last for one in here),
        appeals=sum(first <= a.received_on <= last for one in register for a in one.appeals),
    )
