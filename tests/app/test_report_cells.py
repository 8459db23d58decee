"""Tables 2 and 3 out of the database: what the slow count of the same requests says, always."""

import contextlib
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.registers import REGISTERS, request, rules
from workflow.app import report_cells
from workflow.app.projecting import APPEAL, CASE, FEE, REDO
from workflow.errors import InputError
from workflow.reports import counting
from workflow.reports.facts import AppealFacts, RedoFacts

AGENCY, OTHER = "liangtian", "shili"
YEARS = st.sampled_from([2019, 2020, 2021, 2022])
CHOSEN = st.fixed_dictionaries(
    {
        "decided_by": st.sampled_from(["decision", "dispatch", "service"]),
        "count_redo": st.sampled_from(["never", "as_new"]),
        "judgment_under_appeal": st.sampled_from(["pending", "first_instance"]),
        "row_of_a24": st.sampled_from(["other_misc", "reject_petition"]),
        "appeal_results": st.sampled_from([{}, {"other": "corrected"}]),
    }
)


@contextlib.contextmanager
def kept(store, register, agency=AGENCY):
    """Give a session in which the derived tables hold a register, until it is left."""
    with store.write() as session:
        for place, facts in enumerate(register):
            _put(session, agency, f"request:{place:03}-{agency}", facts)
            _put_fees(session, agency, f"request:{place:03}-{agency}", facts)
        yield session
        session.rollback()


def _put(session, agency, chain, facts):
    days = ("received_on", "decided_on", "dispatched_on", "served_on")
    known = {name: getattr(facts, name) for name in (*days, "outcome", "row", "applicant")}
    session.execute(
        sa.insert(CASE).values(
            chain=chain, agency=agency, number=f"{facts.number}/{chain}", statute="cn-2019",
            state="示例", open=True, channel=facts.channel or "web", handler="li",
            submitted_on=facts.received_on or date(2019, 1, 1), calendar="示例",
            as_of=date(2026, 1, 1), reach=date(2026, 1, 1), version=1, **known,
        )
    )  # fmt: skip
    for place, one in enumerate(facts.appeals):
        values = {
            name: getattr(one, name)
            for name in ("group", "received_on", "decided_on", "result", "first_decided_on",
                         "first_result", "appealed_on")
        }  # fmt: skip
        session.execute(
            sa.insert(APPEAL).values(chain=chain, child=f"{place}", agency=agency, **values)
        )
    for place, one in enumerate(facts.redos):
        session.execute(
            sa.insert(REDO).values(
                chain=chain, place=place, agency=agency, ordered_on=one.ordered_on,
                decided_on=one.decided_on, outcome=one.outcome, row=one.row,
            )
        )  # fmt: skip


def _put_fees(session, agency, chain, facts):
    for place, one in enumerate(facts.fees):
        session.execute(
            sa.insert(FEE).values(
                chain=chain, place=place, agency=agency, notified_on=one.notified_on,
                fen=one.fen, paid_on=one.paid_on, paid_fen=one.paid_fen,
            )
        )  # fmt: skip


def in_order(register):
    """Return a register as the database orders and numbers it."""
    named = [
        replace(one, number=f"{one.number}/request:{place:03}-{AGENCY}")
        for place, one in enumerate(register)
    ]
    return sorted(named, key=lambda one: one.received_on or date.min)


@given(REGISTERS, YEARS, CHOSEN)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_register_counts_as_its_facts_do_under_every_setting(store, register, year, chosen):
    of = rules(year, **chosen)
    with kept(store, register) as session:
        assert report_cells.counted(session, AGENCY, of) == counting.count(register, of)


@given(REGISTERS, YEARS, CHOSEN, st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_cell_opens_the_requests_that_it_counts(store, register, year, chosen, data):
    of = rules(year, **chosen)
    table = data.draw(st.sampled_from(["received", "appeals"]))
    row = data.draw(st.sampled_from(sorted(of.form.cells_of(table))))
    column = data.draw(st.sampled_from(of.form.cells_of(table)[row]))
    with kept(store, register) as session:
        found = report_cells.explained(session, AGENCY, of, (table, row, column))
        counted = getattr(report_cells.counted(session, AGENCY, of), table)
    assert found == counting.explain(in_order(register), of, row, column, table)
    assert len(found) == counted[row][column]


ONE = request("2024-02-01", "2024-02-20", "A12")


class TestAgencies:
    def test_another_agencys_requests_do_not_count(self, store):
        of = rules(2024)
        appealed = replace(ONE, appeals=(AppealFacts("r1", "review", date(2024, 3, 1)),))
        redone = replace(appealed, redos=(RedoFacts(date(2024, 5, 6)),))
        with kept(store, [redone], OTHER) as session:
            assert report_cells.counted(session, AGENCY, of) == counting.count([], of)

    def test_the_appeal_of_a_request_that_was_never_confirmed_counts(self, store):
        unconfirmed = replace(
            request(None), appeals=(AppealFacts("r1", "review", date(2024, 3, 1)),)
        )
        with kept(store, [unconfirmed]) as session:
            found = report_cells.counted(session, AGENCY, rules(2024))
            cell = ("appeals", "review", "pending")
            named = report_cells.explained(session, AGENCY, rules(2024), cell)
        assert found.appeals["review"]["pending"] == len(named) == 1
        assert found.received["new_received"]["total"] == 0


class TestUnknownResults:
    def test_they_are_named_in_the_order_of_their_receipt_ten_at_most(self, store):
        unknown = [
            request(f"2024-01-{20 - day:02}", "2024-02-20", number=f"{day}") for day in range(12)
        ]
        with kept(store, [*unknown, ONE]) as session, pytest.raises(InputError) as refused:
            report_cells.counted(session, AGENCY, rules(2024))
        assert refused.value.code == "report.no_outcome"
        numbers = refused.value.values["numbers"].split("、")
        assert [one.partition("/")[0] for one in numbers] == [f"{day}" for day in range(11, 1, -1)]

    def test_an_appeal_decided_without_a_result_names_its_request(self, store):
        decided = AppealFacts("r1", "review", date(2024, 3, 1), date(2024, 4, 1))
        appealed = replace(ONE, appeals=(decided,), number="示例7")
        with kept(store, [appealed]) as session, pytest.raises(InputError, match="示例7"):
            report_cells.counted(session, AGENCY, rules(2024))

    def test_a_result_unknown_in_another_year_does_not_stop_this_years_report(self, store):
        unknown = request("2024-01-20", "2025-02-20")
        with kept(store, [unknown]) as session:
            found = report_cells.counted(session, AGENCY, rules(2024))
        assert found.received["carried_out"]["total"] == 1


@pytest.mark.parametrize(("row", "column"), [("x", "natural"), ("granted", "x")])
def test_a_cell_that_the_form_has_not_is_refused(store, row, column):
    with kept(store, [ONE]) as session, pytest.raises(InputError) as refused:
        report_cells.explained(session, AGENCY, rules(2024), ("received", row, column))
    assert refused.value.code == "report.no_cell"
